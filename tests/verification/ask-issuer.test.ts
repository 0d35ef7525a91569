import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { readTrustBundle, type TrustBundle } from '../../src/credentials/trust-bundle.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { askIssuer } from '../../src/verification/ask-issuer.ts'

const vector = (name: string) =>
  (
    JSON.parse(readFileSync(`tests/vectors/credentials/${name}.json`, 'utf8')) as {
      readonly credential: string
    }
  ).credential

const bundle = readTrustBundle(
  readFileSync('tests/vectors/credentials/trust-bundle.json', 'utf8'),
  verifyEd25519,
)

let server: Server | null = null
afterEach(() => void server?.close())

/** The bundle of an issuer at whose address somebody answers with `body`. */
async function answeredWith(body: unknown): Promise<TrustBundle> {
  const answering = createServer((_, response) => response.end(JSON.stringify(body)))
  server = answering
  await new Promise<void>((done) => answering.listen(0, '127.0.0.1', done))
  return { ...bundle, origin: `http://127.0.0.1:${(answering.address() as AddressInfo).port}` }
}

const NOW = new Date('2026-11-21T00:00:00Z')

const VALID = {
  verdict: 'valid',
  status: 'in-force',
  since: null,
  asOf: null,
  reasons: [],
  notes: [],
  certificate: null,
  pastTitle: null,
  coverage: null,
  ledger: null,
  signedBy: null,
  checkedAt: '2026-11-21T08:00:00+08:00',
}

describe('asking the issuer', () => {
  it('tells what it answered', async () => {
    const asked = await answeredWith(VALID)
    expect(await askIssuer({ credential: vector('valid/qr-usual') }, asked, NOW)).toEqual(VALID)
  })

  it.each([
    ['nothing', {}],
    ['another word', { ...VALID, verdict: 'ok' }],
    ['a word alone', { verdict: 'valid' }],
    ['half a certificate', { ...VALID, certificate: { name: '张三' } }],
  ])('takes no answer of %s, such as a hotel’s page gives', async (_, body) => {
    const asked = await answeredWith(body)
    await expect(askIssuer({ credential: vector('valid/qr-usual') }, asked, NOW)).rejects.toMatchObject({
      code: 'verification/issuer-unreachable',
    })
  })

  it('asks nobody about what the bundle proves altered', async () => {
    const asked = await answeredWith(VALID)
    expect(
      await askIssuer({ credential: vector('invalid/cose-signature-altered') }, asked, NOW),
    ).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'signature' }],
    })
  })

  it('asks about a key the bundle may be too old to know', async () => {
    const asked = await answeredWith(VALID)
    expect(await askIssuer({ credential: vector('invalid/cose-key-unknown') }, asked, NOW)).toEqual(VALID)
  })
})
