import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { pdfRoots } from '../../src/certificates/publishing/trusted-keys.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { makeTrustBundle } from '../../src/certificates/publishing/make-trust-bundle.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { verifyReceipt } from '../../src/credentials/receipt.ts'
import { verifyStatementText } from '../../src/credentials/statement.ts'
import { readTrustBundle, writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import type { KeyRecord } from '../../src/signing/keyring.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import type * as Verifier from '../../src/verification/embed/in-page.ts'
import { openBundle } from '../../src/verification/offline-answer.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { verifySubmitted } from '../../src/verification/verify.ts'
import { bundle, keys, origin, signers } from '../credentials/fixtures.ts'
import type { Vector } from '../credentials/vector-case.ts'
import { alterations, apply, type Edit } from '../rendering/altered-pdf.ts'
import { databaseTest as test } from '../support/database.ts'
import { testContext } from '../support/context.ts'
import { officesAtWork } from '../support/offices-at-work.ts'
import type { VerdictVector } from './verdict-cases.ts'
import { verifierInAPage } from './verifier-in-a-page.ts'

const vectors = new URL('../vectors/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, vectors))
const namesIn = (folder: string) =>
  readdirSync(new URL(folder, vectors)).map((file) => file.replace(/\.\w+$/, ''))

let page: typeof Verifier
beforeAll(async () => {
  page = await verifierInAPage()
})

// The page's answers come from another realm, where even objects have other prototypes.
const plain = (answer: unknown): unknown => JSON.parse(JSON.stringify(answer))
const reasons = (answer: { readonly reasons: readonly { readonly code: string }[] }) =>
  answer.reasons.map(({ code }) => code)

describe('tokens, codes and status lists', () => {
  const trusted = JSON.parse(read('credentials/trust-bundle.json').toString()) as object
  const cases = ['valid', 'invalid'].flatMap((kind) =>
    namesIn(`credentials/${kind}`).map((rule) => ({
      rule,
      vector: JSON.parse(read(`credentials/${kind}/${rule}.json`).toString()) as Vector,
    })),
  )
  const textOf = ({ statusLists }: Vector) => JSON.stringify({ ...trusted, statusLists })

  it.each(cases)('command and verifier.js agree, and are right: $rule', async ({ vector }) => {
    const [text, now] = [textOf(vector), new Date(vector.now)]
    const submitted = { credential: vector.credential }
    const command = await verifyOffline(submitted, readTrustBundle(text, verifyEd25519), now)
    expect(plain(page.verify(vector.credential, text, { now: vector.now }))).toEqual(plain(command))
    const { verdict, status, reason } = vector.expected
    expect(command).toMatchObject({ verdict, status })
    expect(reasons(command)).toEqual(reason === null ? [] : [reason])
  })

  test('the server agrees on all that does not depend on its books', async ({ database }) => {
    const history = [...keys.values()].map(({ publicKey, ...key }): KeyRecord => ({
      ...key,
      purpose: 'certificates',
      algorithm: 'EdDSA',
      until: key.until ?? '2199-12-31',
      publicKey: base64url(publicKey),
    }))
    for (const { rule, vector } of cases) {
      const plainContext = testContext(database, new Date(vector.now))
      const ctx = {
        ...plainContext,
        config: { ...plainContext.config, publicOrigin: origin },
        keyring: { ...plainContext.keyring, history },
      }
      const answer = await verifySubmitted(ctx, { credential: vector.credential })
      const { reason } = vector.expected
      // Nothing here is in its books: a code alone is not found, and what a trusted key signed is refused all the same.
      const signed = reason === null || /^(status-|revoked|suspended|ended|key-compromised)/.test(reason)
      expect([rule, answer.verdict, ...reasons(answer)]).toEqual([
        rule,
        signed ? 'not-valid' : vector.expected.verdict,
        signed ? 'not-on-ledger' : reason === 'code-only' ? 'not-found' : reason,
      ])
    }
  })
})

describe('receipts', () => {
  const trusted = read('credentials/trust-bundle.json').toString()
  const { trust } = openBundle(readTrustBundle(trusted, verifyEd25519))
  const cases = ['valid', 'invalid'].flatMap((kind) =>
    namesIn(`receipts/${kind}`).map((rule) => ({ kind, rule })),
  )

  it.each(cases)('command and verifier.js agree, and are right: $kind $rule', ({ kind, rule }) => {
    const vector = JSON.parse(read(`receipts/${kind}/${rule}.json`).toString()) as {
      receipt: string
      reason: string | null
    }
    const command = verifyReceipt(vector.receipt, trust, verifyEd25519)
    expect(plain(page.verifyReceipt(vector.receipt, trusted))).toEqual(plain(command))
    expect([command.verdict === 'valid', ...reasons(command)]).toEqual(
      kind === 'valid' ? [true] : [false, vector.reason],
    )
  })

  it('are judged by no unusable bundle', () => expect(page.verifyReceipt('{}', 'x')).toBeNull())
})

describe('statements', () => {
  const trusted = read('credentials/trust-bundle.json').toString()
  const { trust } = openBundle(readTrustBundle(trusted, verifyEd25519))
  const cases = ['valid', 'invalid'].flatMap((kind) =>
    namesIn(`statements/${kind}`).map((rule) => ({ kind, rule })),
  )

  it.each(cases)('command and verifier.js agree, and are right: $kind $rule', ({ kind, rule }) => {
    const vector = JSON.parse(read(`statements/${kind}/${rule}.json`).toString()) as {
      statement: string
      reason: string | null
    }
    const command = verifyStatementText(vector.statement, trust, verifyEd25519)
    expect(plain(page.verifyStatement(vector.statement, trusted))).toEqual(plain(command))
    expect([command.verdict === 'valid', ...reasons(command)]).toEqual(
      kind === 'valid' ? [true] : [false, vector.reason],
    )
  })

  it('are judged by no unusable bundle', () => expect(page.verifyStatement('', 'x')).toBeNull())
})

describe('verdicts', () => {
  const cases = ['valid', 'not-valid', 'cannot-tell'].flatMap((verdict) =>
    namesIn(`verdicts/${verdict}`).map((rule) => ({ verdict, rule })),
  )

  it.each(cases)(
    'command and verifier.js agree, and are right: $verdict $rule',
    async ({ verdict, rule }) => {
      const vector = JSON.parse(read(`verdicts/${verdict}/${rule}.json`).toString()) as VerdictVector
      const { credential, bundle: text, at, asOf } = vector
      const trusted = readTrustBundle(text, verifyEd25519)
      const command = await verifyOffline({ credential }, trusted, new Date(at), asOf ?? null)
      const options = asOf === undefined ? { now: at } : { now: at, asOf }
      expect(plain(page.verify(credential, text, options))).toEqual(plain(command))
      expect(command.verdict).toBe(verdict)
    },
  )
})

describe('trust bundles', () => {
  const cases = ['valid', 'invalid'].flatMap((kind) =>
    namesIn(`trust-bundles/${kind}`).map((rule) => ({ kind, rule })),
  )

  it.each(cases)('verifier.js takes what the command takes: $kind $rule', ({ kind, rule }) => {
    const text = read(`trust-bundles/${kind}/${rule}.json`).toString()
    const usable = reasons(page.verify('x', text)).join() !== 'bundle-unusable'
    expect(usable).toBe(kind === 'valid')
    expect(page.keepBundle(null, text).refused).toBe(kind === 'valid' ? null : 'unusable')
  })

  it('holds on to the newer one', () => {
    const older = writeTrustBundle({ ...bundle, version: 4000 }, signers)
    const newer = writeTrustBundle(bundle, signers)
    expect(page.keepBundle(older, newer).refused).toBeNull()
    expect(plain(page.keepBundle(newer, older))).toEqual({ bundle: newer, refused: 'older' })
    expect(plain(page.keepBundle(newer, 'nonsense'))).toEqual({ bundle: newer, refused: 'unusable' })
  })
})

describe('PDF files', () => {
  const file = new Uint8Array(read('pdf/valid/certificate.pdf'))
  const text = writeTrustBundle(
    { ...bundle, pdfRoots: [new Uint8Array(read('pdf/valid/root.der'))] },
    signers,
  )
  const now = new Date('2026-11-22T10:00:00+08:00')
  const command = async (bytes: Uint8Array) =>
    verifyOffline({ file: bytes }, readTrustBundle(text, verifyEd25519), now)

  it.each(namesIn('pdf/invalid'))('command and verifier.js refuse alike: %s', async (rule) => {
    const vector = JSON.parse(read(`pdf/invalid/${rule}.json`).toString()) as {
      reason: string
      edits: Edit[]
    }
    const altered = apply(file, vector.edits)
    const answer = await command(altered)
    expect(plain(page.verifyFile(altered, text, { now }))).toEqual(plain(answer))
    expect([answer.verdict, ...reasons(answer)]).toEqual(['not-valid', vector.reason])
  })

  it('command and verifier.js believe no file under a PDF key somebody else had', async () => {
    const root = new Uint8Array(read('pdf/valid/root.der'))
    const stolen = writeTrustBundle({ ...bundle, pdfRoots: [], pdfCompromised: [root] }, signers)
    const answer = await verifyOffline({ file }, readTrustBundle(stolen, verifyEd25519), now)
    expect(plain(page.verifyFile(file, stolen, { now }))).toEqual(plain(answer))
    expect(answer.verdict).not.toBe('valid')
    const unknown = writeTrustBundle({ ...bundle, pdfRoots: [] }, signers)
    expect(reasons(page.verifyFile(file, unknown, { now }))).toEqual(['pdf-not-ours'])
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47)],
  ])('verifier.js calls %s malformed', (_, bytes) =>
    expect(reasons(page.verifyFile(bytes, text, { now }))).toEqual(['malformed']),
  )
})

describe('a certificate really issued', () => {
  test('is valid to all four, and any alteration to none', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    const [found] = await issued(1)
    const [made] = await makeFiles(ctx, [found!.row.id])
    const trust = await makeTrustBundle(ctx)
    const text = writeTrustBundle(trust, ctx.keyring)
    const now = ctx.now()
    const code = qrText(ctx.config.publicOrigin, found!.row.code, found!.credentials.cwt)
    expect(trust.pdfRoots).toEqual(pdfRoots(ctx.keyring.history))

    const scanned = await verifyOffline({ credential: code }, trust, now)
    expect(scanned.verdict).toBe('valid')
    expect((await verifySubmitted(ctx, { credential: code })).verdict).toBe('valid')
    expect(plain(page.verify(code, text, { now }))).toEqual(plain(scanned))

    const opened = await verifyOffline({ file: made!.bytes }, trust, now)
    expect(opened).toMatchObject({ verdict: 'valid', ledger: { index: Number(found!.ledgerIndex) } })
    expect((await verifySubmitted(ctx, { file: made!.bytes })).verdict).toBe('valid')
    expect(plain(page.verifyFile(made!.bytes, text, { now }))).toEqual(plain(opened))

    const latin1 = Buffer.from(made!.bytes).toString('latin1')
    const edits = alterations(latin1, latin1).flatMap(({ rule, edits: of }) => {
      try {
        return [[rule, of(latin1)] as const]
      } catch {
        // Some rules need what only the vectors' own certificate has.
        return []
      }
    })
    expect(edits.length).toBeGreaterThan(25)
    for (const [rule, of] of edits) {
      const altered = apply(made!.bytes, of)
      if (Buffer.compare(altered, made!.bytes) === 0) continue
      const here = await verifyOffline({ file: altered }, trust, now)
      expect([rule, here.verdict]).toEqual([rule, 'not-valid'])
      expect(plain(page.verifyFile(altered, text, { now }))).toEqual(plain(here))
      expect([rule, ...reasons(await verifySubmitted(ctx, { file: altered }))]).toEqual([
        rule,
        ...reasons(here),
      ])
    }
  })
})
