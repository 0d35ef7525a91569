import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { parseNote } from '../../src/signing/note.ts'
import { started, zhengxin } from '../support/process.ts'

type Process = Awaited<ReturnType<typeof started>>

const running: Process[] = []
let home: string
let log: string
let url: string
let service: Process

const folder = (name: string): string => {
  const path = join(home, name)
  mkdirSync(path)
  return path
}

async function serve(): Promise<Process> {
  const begun = await started(['serve'], { cwd: log, environment: { PORT: '0' }, until: /证信已启动/ })
  running.push(begun)
  url = /http:\/\/localhost:\d+/.exec(begun.out())?.[0] ?? ''
  return begun
}

interface Witness {
  readonly vkey: string
  readonly url: string
  readonly process: Process
}

async function witness(name: string, vkeyOfLog: string): Promise<Witness> {
  const cwd = folder(name)
  const made = await zhengxin(['witness', 'init', '--name', `${name}.example/w`], { cwd })
  expect(made, made.err).toMatchObject({ exit: 0 })
  writeFileSync(join(cwd, 'neighbours'), `log ${vkeyOfLog}\nquorum none\n`)
  const process = await started(['witness', '--policy', 'neighbours'], {
    cwd,
    environment: { PORT: '0' },
    until: /已启动/,
  })
  running.push(process)
  return { vkey: made.out.trim(), url: /http:\/\/localhost:\d+/.exec(process.out())?.[0] ?? '', process }
}

const policy = (witnesses: readonly { vkey: string; url: string }[]) =>
  writeFileSync(
    join(log, 'data', 'witness-policy'),
    [
      ...witnesses.map((each, i) => `witness w${i} ${each.vkey} ${each.url}`),
      `group both all ${witnesses.map((_, i) => `w${i}`).join(' ')}`,
      'quorum both',
      '',
    ].join('\n'),
  )

const text = async (path: string): Promise<string> => (await fetch(url + path)).text()

/** The page says it within a minute: the witnesses are asked every few seconds, more seldom when one is silent. */
async function pageSays(sentence: string): Promise<void> {
  for (let tries = 0; tries < 90; tries++) {
    if ((await text('/ledger')).includes(sentence)) return
    await new Promise((done) => setTimeout(done, 1000))
  }
  expect(await text('/ledger')).toContain(sentence)
}

let offices = 0
async function append(): Promise<void> {
  offices += 1
  const code = `1153990100000${String(offices).padStart(4, '0')}`
  const added = await zhengxin(
    [
      ...`authorities add --kind province --place 530000 --number-prefix Y${String.fromCharCode(64 + offices)}`.split(
        ' ',
      ),
      '--name',
      `某省第${offices}厅`,
      '--credit-code',
      code + creditCodeCheck(code),
    ],
    { cwd: log },
  )
  expect(added, added.err).toMatchObject({ exit: 0 })
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'zhengxin-witnesses-'))
  log = folder('log')
  const made = await zhengxin(['keys', 'init', '--organisation', '某省人力资源和社会保障厅'], { cwd: log })
  expect(made, made.err).toMatchObject({ exit: 0 })
  service = await serve()
})
afterAll(async () => {
  for (const each of running) await each.stop('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

describe('a log with two witnesses, all of them processes', () => {
  it('is witnessed by both, by one when the other is gone, and never by a liar', async () => {
    const vkey = (await text('/ledger/vkey')).trim()
    const first = await witness('a', vkey)
    const second = await witness('b', vkey)
    policy([first, second])
    await pageSays('2 个见证方中已有 2 个见证，达到规定')
    expect(parseNote(await text('/ledger/checkpoint'))?.signatures).toHaveLength(3)

    await second.process.stop()
    await append()
    await pageSays('2 个见证方中已有 1 个见证，未达到规定')

    const liar = await hostile()
    policy([first, { vkey: second.vkey, url: liar.url }])
    await append()
    // A silent witness is asked once a minute at last.
    for (let wait = 0; wait < 90 && liar.told() === 0; wait++)
      await new Promise((done) => setTimeout(done, 1000))
    expect(liar.told()).toBeGreaterThan(0)
    await pageSays('2 个见证方中已有 1 个见证，未达到规定')
    expect(parseNote(await text('/ledger/checkpoint'))?.signatures).toHaveLength(2)
    liar.server.close()
  })

  it('adds up for an outsider before and after its service is killed', async () => {
    const vkey = (await text('/ledger/vkey')).trim()
    const audit = () =>
      zhengxin(['audit', '--url', url, '--vkey', vkey, '--history', 'history', '--json'], { cwd: home })
    expect(await audit()).toMatchObject({ exit: 0 })
    await service.stop('SIGKILL')
    expect(await audit()).toMatchObject({ exit: 2 })
    service = await serve()
    await append()
    const after = await audit()
    expect(after, after.out).toMatchObject({ exit: 0 })
    expect(JSON.parse(after.out)).toMatchObject({ compared: 1, defects: [] })
  })
})

/** A witness that tells another lie each time. */
async function hostile(): Promise<{ url: string; server: Server; told(): number }> {
  let told = 0
  const lies: ((body: string) => [number, string, string])[] = [
    (body) => [200, 'text/plain', body.slice(body.indexOf('\n— ') + 1)],
    () => [200, 'text/plain', '— b.example/w AAAA\n'],
    () => [409, 'text/x.tlog.size', '1\n'],
    () => [409, 'text/x.tlog.size', '999999\n'],
    () => [500, 'text/plain', 'x'.repeat(1 << 20)],
    () => [302, 'text/plain', ''],
  ]
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const [status, type, answer] = lies[told++ % lies.length]!(body)
      response.writeHead(status, { 'Content-Type': type, Location: 'http://127.0.0.1:1/' }).end(answer)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, told: () => told }
}
