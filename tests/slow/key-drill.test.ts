import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { openKeyring } from '../../src/keys/live.ts'
import type { Keyring } from '../../src/signing/keyring.ts'
import type { VerificationAnswer } from '../../src/verification/verification-answer.ts'
import * as fixtures from '../credentials/fixtures.ts'
import { started, zhengxin } from '../support/process.ts'

/** The drill of keys/README.md, step by step, by the commands it names, against a service that goes on answering. */
describe('the drill for a certificate key in other hands', () => {
  let cwd: string
  let thief: Keyring
  let service: Awaited<ReturnType<typeof started>>
  let at: string
  let today: string
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), 'zhengxin-drill-'))
    const demo = await run('demo', '--exit', '--rows', '2')
    expect(demo, demo.err).toMatchObject({ exit: 0 })
    const keysDir = join(cwd, 'data/keys')
    today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    thief = await openKeyring({ keysDir, unlockFile: join(keysDir, 'unlock') }, today)
    service = await started(['serve'], { cwd, environment: { PORT: '0' }, until: /已启动/ })
    at = `http://127.0.0.1:${/localhost:(\d+)/.exec(service.out())?.[1]}`
  }, 240_000)
  afterAll(async () => {
    await service.stop('SIGKILL')
    rmSync(cwd, { recursive: true, force: true })
  })

  const run = (...argv: readonly string[]) => zhengxin(argv, { cwd })
  const asked = async (submitted: { credential: string } | { file: Blob }): Promise<VerificationAnswer> => {
    const body = new FormData()
    if ('file' in submitted) body.set('file', submitted.file, 'certificate.pdf')
    const response = await fetch(
      `${at}/api/v1/verifications`,
      'file' in submitted
        ? { method: 'POST', body }
        : {
            method: 'POST',
            body: JSON.stringify(submitted),
            headers: { 'Content-Type': 'application/json' },
          },
    )
    return (await response.json()) as VerificationAnswer
  }
  const path = () => join('out/certificates', readdirSync(join(cwd, 'out/certificates'))[0] ?? '')
  const file = () => new Blob([readFileSync(join(cwd, path()))], { type: 'application/pdf' })
  const offline = (what: string) => run('verify', what, '--trust', 'new-trust.json', '--offline')
  const fetchTrust = async () => {
    const bundle = await (await fetch(`${at}/.well-known/zhengxin-trust.json`)).text()
    writeFileSync(join(cwd, 'new-trust.json'), bundle)
    return JSON.parse(bundle) as { readonly origin: string; readonly jwks: unknown }
  }

  it('ends with old certificates valid, the thief’s worth nothing, and no restart', async () => {
    const { origin } = await fetchTrust()
    const stolen = qrText(
      origin,
      fixtures.code,
      signCwt(thief.certificates, { ...fixtures.record, issuedOn: today }),
    )
    const { kid } = thief.certificates
    const times: string[] = []
    const timed = async <T>(step: string, act: () => Promise<T>): Promise<T> => {
      const begun = performance.now()
      const done = await act()
      times.push(`${step} ${((performance.now() - begun) / 1000).toFixed(1)} s`)
      return done
    }

    // Before anybody has noticed: the server knows its own books, but whoever is offline is taken in.
    expect(await asked({ credential: stolen })).toMatchObject({ verdict: 'not-valid' })
    expect(await offline(stolen)).toMatchObject({ exit: 0 })

    await timed('rotate', async () => {
      const rotated = await run('keys', 'rotate', '--purpose', 'certificates')
      expect(rotated, rotated.err).toMatchObject({ exit: 0 })
    })
    const [, size = ''] = (await (await fetch(`${at}/ledger/checkpoint`)).text()).split('\n')
    await timed('compromise', async () => {
      const announced = await run('keys', 'compromise', kid, '--from-index', size)
      expect(announced, announced.err).toMatchObject({ exit: 0 })
    })
    await timed('seen by readers', async () => {
      let answer = await asked({ file: file() })
      while (answer.notes.length === 0) answer = await asked({ file: file() })
      expect(answer).toMatchObject({ verdict: 'valid', notes: [{ code: 'signed-before-compromise' }] })
    })
    expect(await asked({ credential: stolen })).toMatchObject({ verdict: 'not-valid' })

    await timed('trust bundle', async () => {
      let bundle = await fetchTrust()
      while (!JSON.stringify(bundle.jwks).includes('compromised')) bundle = await fetchTrust()
    })
    // Offline: a file brings its own proof of when it was signed; a code alone cannot.
    expect(await offline(path())).toMatchObject({ exit: 0 })
    const judged = await offline(stolen)
    expect(judged).toMatchObject({ exit: 2, out: expect.stringContaining('无法判定') as string })
    expect((await run('audit', '--json')).out).toContain('"defects":[]')
    process.stderr.write(`the drill: ${times.join(', ')}\n`)
  }, 240_000)
})
