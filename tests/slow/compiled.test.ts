import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { lacks, run } from '../rendering/tools.ts'

const house = inject('house')

let home: string
let office: string

interface Ran {
  readonly exit: number
  readonly out: string
  readonly err: string
}

const ran = (file: string, argv: readonly string[], options: { cwd: string; env?: NodeJS.ProcessEnv }) =>
  new Promise<Ran>((resolve) => {
    execFile(file, argv, { maxBuffer: 1 << 26, ...options }, (error, out, err) =>
      resolve({ exit: error ? Number(error.code ?? 99) : 0, out, err }),
    )
  })

// No loader and no setting of the tests reaches it.
const PLAIN = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_OPTIONS: '' }
const cli = () => join(house, 'dist/cli.js')
const zhengxin = (...argv: readonly string[]) =>
  ran(process.execPath, [cli(), ...argv], { cwd: office, env: PLAIN })

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'zhengxin-compiled-'))
  office = join(home, 'office')
  mkdirSync(office)
  const demo = await zhengxin('demo', '--exit', '--rows', '3')
  expect(demo, demo.err).toMatchObject({ exit: 0 })
}, 240_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

const certificates = () =>
  readdirSync(join(office, 'out/certificates'))
    .toSorted()
    .map((name) => join(office, 'out/certificates', name))

describe('the compiled program, alone in a folder', () => {
  it('has no source beside it', () => {
    expect(existsSync(join(house, 'src'))).toBe(false)
    expect(existsSync(join(house, 'node_modules/tsx'))).toBe(false)
    const files = readdirSync(join(house, 'dist'), { recursive: true, encoding: 'utf8' })
    expect(files.filter((file) => /\.tsx?$/.test(file))).toEqual([])
  })

  it('issues, verifies offline and audits', async () => {
    expect(certificates()).toHaveLength(3)
    for (const pdf of certificates())
      expect(await zhengxin('verify', pdf, '--trust', 'out/trust.json', '--offline')).toMatchObject({
        exit: 0,
      })
    expect(await zhengxin('audit', '--json')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('"defects":[]') as string,
    })
  })

  it.skipIf(lacks('pdffonts', 'pdftotext'))('draws PDFs with its own fonts, readable as text', () => {
    const [pdf = ''] = certificates()
    const fonts = run(home, 'pdffonts', pdf).toString().trim().split('\n').slice(2)
    expect(fonts.length).toBeGreaterThan(0)
    // name type encoding emb sub uni
    for (const font of fonts) expect(font).toMatch(/yes +yes +yes/)
    expect(run(home, 'pdftotext', pdf, '-').toString()).toContain('职称')
  })

  it('serves pages, scripts and problems, and verifies over HTTP', async () => {
    const service = spawn(process.execPath, [cli(), 'serve'], { cwd: office, env: { ...PLAIN, PORT: '0' } })
    onTestFinished(async () => {
      service.kill('SIGKILL')
      if (service.exitCode === null && service.signalCode === null) await once(service, 'exit')
    })
    let said = ''
    service.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await new Promise<void>((resolve, reject) => {
      service.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('已启动')) resolve()
      })
      service.once('exit', () => reject(new Error(said)))
    })
    const at = `http://127.0.0.1:${/localhost:(\d+)/.exec(said)?.[1]}`
    const page = async (path: string) => {
      const response = await fetch(at + path)
      return { status: response.status, text: await response.text() }
    }
    for (const path of [
      '/',
      '/verify',
      '/ledger',
      '/docs',
      '/policies',
      '/problems/identity/not-signed-in',
      '/desk/sign-in',
    ])
      expect(await page(path), path).toMatchObject({ status: 200 })
    const { text } = await page('/verify')
    const assets = [...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '')
    expect(assets.some((path) => path.endsWith('.js'))).toBe(true)
    for (const path of assets) expect(await page(path), path).toMatchObject({ status: 200 })

    const form = new FormData()
    const [pdf = ''] = certificates()
    form.set('file', new Blob([readFileSync(pdf)], { type: 'application/pdf' }), 'certificate.pdf')
    const verdict = await fetch(`${at}/api/v1/verifications`, { method: 'POST', body: form })
    expect([verdict.status, await verdict.json()]).toMatchObject([200, { verdict: 'valid' }])
  })
})
