import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { started, zhengxin } from '../support/process.ts'

const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url))
const LIST = fileURLToPath(new URL('../../templates/samples/approved-list-2023.xlsx', import.meta.url))

let home: string
let demo: string
let pdf: string

const folder = (name: string) => {
  const path = join(home, name)
  mkdirSync(path)
  return path
}

/** Every file with its size: nothing changed means the same picture. */
const picture = (path: string) =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('lock.'))
    .map((name) => `${name} ${statSync(join(path, name)).isFile() ? statSync(join(path, name)).size : '/'}`)
    .toSorted()

async function freePort(): Promise<{ port: number; release: () => Promise<void> }> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, done))
  return {
    port: (server.address() as AddressInfo).port,
    release: () => new Promise((done) => server.close(() => done())),
  }
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'zhengxin-cli-'))
  demo = folder('demo')
  const ran = await zhengxin(['demo', '--exit', '--rows', '20'], { cwd: demo })
  expect(ran, ran.err).toMatchObject({ exit: 0 })
  const [first = ''] = readdirSync(join(demo, 'out/certificates')).toSorted()
  pdf = join(demo, 'out/certificates', first)
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('the demonstration', () => {
  it('leaves PDFs, a trust bundle and a ledger that audits', async () => {
    expect(readdirSync(join(demo, 'out/certificates'))).toHaveLength(20)
    expect(await zhengxin(['audit', '--json'], { cwd: demo })).toMatchObject({
      exit: 0,
      out: expect.stringContaining('"defects":[]') as string,
    })
  })

  it('starts afresh over an earlier one', async () => {
    const again = folder('again')
    for (let i = 0; i < 2; i++)
      expect((await zhengxin(['demo', '--exit', '--rows', '2'], { cwd: again })).exit).toBe(0)
    expect(readdirSync(join(again, 'out/certificates'))).toHaveLength(2)
  })

  it('refuses a folder that holds anything else, and touches nothing', async () => {
    const other = folder('other')
    mkdirSync(join(other, 'data'))
    writeFileSync(join(other, 'data', 'thesis.txt'), 'years of work')
    const before = picture(other)
    const ran = await zhengxin(['demo', '--exit'], { cwd: other })
    expect(ran).toMatchObject({ exit: 1, err: expect.stringContaining('thesis.txt') as string })
    expect(picture(other)).toEqual(before)
  })

  it('refuses a port somebody has before doing any work', async () => {
    const { port, release } = await freePort()
    const fresh = folder('taken')
    const ran = await zhengxin(['demo'], { cwd: fresh, environment: { PORT: String(port) } })
    await release()
    expect(ran).toMatchObject({ exit: 1, err: expect.stringContaining(String(port)) as string })
    expect(picture(fresh)).toEqual([])
  })
})

describe('verify', () => {
  const offline = (what: string, input = '') =>
    zhengxin(['verify', what, '--trust', join(demo, 'out/trust.json'), '--offline', '--json'], {
      cwd: home,
      input,
    })

  it('exits 0, 1, 2 and 64 for valid, not valid, cannot tell and usage', async () => {
    expect(await offline(pdf)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('"verdict":"valid"') as string,
    })
    const altered = Uint8Array.from(readFileSync(pdf))
    altered[50_000] = (altered[50_000] ?? 0) ^ 1
    writeFileSync(join(home, 'altered.pdf'), altered)
    expect((await offline(join(home, 'altered.pdf'))).exit).toBe(1)
    const { code } = await onlinePage()
    expect((await offline(`http://localhost:8080/v/${code}`)).exit).toBe(2)
    expect((await zhengxin(['verify'], { cwd: home })).exit).toBe(64)
    expect((await zhengxin(['verify', pdf, '--offlin'], { cwd: home })).exit).toBe(64)
    expect((await zhengxin(['nonsense'], { cwd: home })).exit).toBe(64)
  })

  it('reads a token from standard input', async () => {
    const answer = JSON.parse((await offline(pdf)).out) as { certificate: { number: string } }
    const { sdJwt } = await onlinePage()
    expect(await offline('-', `${sdJwt}\n`)).toMatchObject({
      exit: 0,
      out: expect.stringContaining(answer.certificate.number) as string,
    })
  })

  it('says in one sentence what is missing', async () => {
    const missing = await offline(join(home, 'missing.pdf'))
    expect(missing).toMatchObject({ exit: 2 })
    expect(JSON.parse(missing.out)).toMatchObject({
      verdict: 'cannot-tell',
      reasons: [{ code: 'verification/file-unreadable' }],
    })
    expect(missing.err.trim().split('\n')).toHaveLength(1)
    for (const name of ['receipt.json', 'gone/receipt'])
      expect((await zhengxin(['verify', name], { cwd: home })).exit, name).toBe(2)
    expect((await zhengxin(['verify', pdf, '--offline'], { cwd: home })).err).toContain('--trust')
    expect((await zhengxin(['verify', pdf], { cwd: home })).err).toContain('--trust')
  })

  it('asks the issuer’s own books where they are, whatever bundle is named', async () => {
    expect(await zhengxin(['verify', pdf, '--trust', 'out/trust.json'], { cwd: demo })).toMatchObject({
      exit: 0,
    })
    // Elsewhere there are no books, and no service answers.
    expect(
      (await zhengxin(['verify', pdf, '--trust', join(demo, 'out/trust.json')], { cwd: home })).exit,
    ).toBe(2)
  })

  /** From the demonstration's own books, by way of a service on them. */
  async function onlinePage(): Promise<{ code: string; sdJwt: string }> {
    const { PDFDocument } = await import('pdf-lib')
    const document = await PDFDocument.load(readFileSync(pdf))
    const attached = document.getAttachments()
    const sdJwt = Buffer.from(
      attached.find(({ name }) => name === 'certificate.sd-jwt')?.data ?? [],
    ).toString()
    return { code: 'AAAAAAAAAAAAAAAAAAAAAA', sdJwt }
  }
})

describe('a running service', () => {
  it('holds its folder, names its pid, runs other processes’ commands and stops cleanly', async () => {
    const { port, release } = await freePort()
    await release()
    const environment = { PORT: String(port), PUBLIC_ORIGIN: `http://localhost:${port}` }
    const service = await started(['serve'], { cwd: demo, environment, until: /断电/ })
    onTestFinished(() => service.stop('SIGKILL'))
    expect(service.out()).toContain('断电')

    const second = await zhengxin(['serve'], { cwd: demo, environment: { ...environment, PORT: '0' } })
    expect(second).toMatchObject({
      exit: 1,
      err: expect.stringContaining(String(service.child.pid)) as string,
    })

    expect(await zhengxin(['audit'], { cwd: demo, environment })).toMatchObject({
      exit: 0,
      out: expect.stringContaining('一致') as string,
    })
    const number = pdf.replace(/.*\/|\.pdf$/g, '')
    expect((await zhengxin(['verify', pdf], { cwd: demo, environment })).exit).toBe(0)
    const revoke = [
      'certificates',
      'revoke',
      number,
      '--document',
      '云人社函〔2026〕1号',
      '--ground',
      '弄虚作假',
    ]
    expect((await zhengxin(revoke, { cwd: demo, environment })).exit).toBe(0)
    expect(await zhengxin(revoke, { cwd: demo, environment })).toMatchObject({ exit: 1, out: '' })
    // Asked from elsewhere, over HTTP, of the same service.
    const trust = await (await fetch(`http://localhost:${port}/.well-known/zhengxin-trust.json`)).text()
    writeFileSync(join(home, 'now.json'), trust)
    expect(await zhengxin(['verify', pdf, '--trust', join(home, 'now.json')], { cwd: home })).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/^无效/) as string,
    })
    await service.stop()
    expect(service.child.exitCode).toBe(0)
    expect((await zhengxin(['audit'], { cwd: demo })).exit).toBe(0)
  })

  it('is not started on missing, foreign or readable keys', async () => {
    const fresh = folder('fresh')
    expect(await zhengxin(['serve'], { cwd: fresh })).toMatchObject({
      exit: 1,
      err: expect.stringContaining('keys init') as string,
    })
    expect(
      (await zhengxin(['keys', 'init'], { cwd: fresh, environment: { KEYS_DIR: 'other-keys' } })).exit,
    ).toBe(0)
    const foreign = await zhengxin(['serve'], {
      cwd: demo,
      environment: { KEYS_DIR: join(fresh, 'other-keys'), PORT: '0' },
    })
    expect(foreign.exit).toBe(1)
    expect(foreign.err).toMatch(/密钥/)
    expect(foreign.err.trim().split('\n')).toHaveLength(1)
  })

  it('is not started on an empty database when checkpoints were published', async () => {
    const emptied = folder('emptied')
    cpSync(join(demo, 'data'), join(emptied, 'data'), {
      recursive: true,
      filter: (path) => !path.includes('/database') && !path.includes('lock.'),
    })
    const ran = await zhengxin(['serve'], { cwd: emptied, environment: { PORT: '0' } })
    expect(ran.exit).toBe(1)
    expect(ran.err.trim().split('\n')).toHaveLength(1)
  })
})

describe('a damaged database', () => {
  it('is named in one sentence, and left as it is', async () => {
    const damaged = folder('damaged')
    cpSync(join(demo, 'data'), join(damaged, 'data'), {
      recursive: true,
      filter: (path) => !path.includes('lock.'),
    })
    rmSync(join(damaged, 'data', 'database', 'global'), { recursive: true })
    const before = picture(damaged)
    const ran = await zhengxin(['serve'], { cwd: damaged, environment: { PORT: '0' } })
    expect(ran.exit).toBe(1)
    expect(ran.err.trim().split('\n')).toHaveLength(1)
    expect(ran.err).toContain('备份')
    expect(picture(damaged)).toEqual(expect.arrayContaining(before))
  })
})

describe('an altered cell', () => {
  it('is found by the audit, which names table and row and exits 1', async () => {
    const altered = folder('altered')
    cpSync(join(demo, 'data'), join(altered, 'data'), {
      recursive: true,
      filter: (path) => !path.includes('lock.'),
    })
    const database = await PGlite.create(join(altered, 'data', 'database'))
    const { rows } = await database.query<{ id: string }>(
      `update title_records set title = title || '一' where id = (select min(id) from title_records) returning id`,
    )
    await database.close()
    const ran = await zhengxin(['audit'], { cwd: altered })
    expect(ran.exit).toBe(1)
    expect(ran.out).toContain('title_records')
    expect(ran.out).toContain(rows[0]?.id)
  })
})

describe('bad spreadsheets', () => {
  it('are told cell by cell, and stored not at all', async () => {
    const check = await zhengxin(
      ['check', join(SAMPLES, 'approved-list-2023-faults.xlsx'), '--kind', 'approved-list', '--json'],
      { cwd: home },
    )
    expect(check.exit).toBe(1)
    const { rows, defects } = JSON.parse(check.out) as {
      rows: number
      defects: { row: number; column: string; severity: string; reason: string }[]
    }
    expect(rows).toBe(40)
    expect(defects).toContainEqual(
      expect.objectContaining({ row: 5, column: '证件号码', severity: 'refusal' }),
    )
    expect((await zhengxin(['check', LIST, '--kind', 'approved-list'], { cwd: home })).exit).toBe(0)
    expect((await zhengxin(['check', LIST, '--kind', 'something'], { cwd: home })).exit).toBe(64)
  })

  it.each([
    ['empty', ''],
    ['not a workbook', 'hello'],
    ['cut', readFileSync(LIST).subarray(0, 9000)],
  ])('%s: one sentence, exit 1', async (name, content) => {
    const file = join(home, `${name}.xlsx`)
    writeFileSync(file, content)
    const ran = await zhengxin(['check', file, '--kind', 'approved-list'], { cwd: home })
    expect(ran).toMatchObject({ exit: 1, out: '' })
    expect(ran.err.trim().split('\n')).toHaveLength(1)
  })
})
