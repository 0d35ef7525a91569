import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Terminal } from '../../src/platform/command.ts'
import { drawPaper } from '../../src/rendering/paper.ts'
import { verifyCommand } from '../../src/verification/commands.ts'
import { statementInPdf } from '../../src/verification/statements/statement-in-pdf.ts'

const folder = mkdtempSync(join(tmpdir(), 'zhengxin-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))

const trust = resolve('tests/vectors/credentials/trust-bundle.json')

async function verify(vector: string, values: Record<string, string | boolean>) {
  const { receipt } = JSON.parse(readFileSync(`tests/vectors/receipts/${vector}.json`, 'utf8')) as {
    receipt: string
  }
  writeFileSync(join(folder, 'receipt.json'), receipt)
  const said: string[] = []
  const terminal: Terminal = {
    cwd: folder,
    out: (line) => said.push(line),
    err: (line) => said.push(line),
    progress: () => {},
    input: () => Promise.resolve(new TextEncoder().encode(receipt)),
  }
  const code = await verifyCommand.run({ values, positionals: ['receipt.json'] }, terminal, null)
  return { code, said: said.join('\n') }
}

describe('zhengxin verify with an employer’s receipt', () => {
  it('says that it is genuine, and what was found then', async () => {
    const { code, said } = await verify('valid/usual', { trust, offline: true })
    expect(code).toBe(0)
    expect(said).toContain('回执真实')
    expect(said).toContain('当时有效 1，无效 1，无法判定 1')
    expect(said).toContain('现在如何，请再核验证书')
  })

  it.each([
    ['invalid/row-verdict-altered', 1, '被改动过'],
    ['invalid/key-unknown', 1, '不是发证机关的密钥'],
    ['invalid/key-compromised', 2, '已公告失密'],
    ['invalid/format-newer', 2, '较新的格式'],
  ])('%s: exit %i', async (vector, exit, word) => {
    const { code, said } = await verify(vector, { trust })
    expect([code, said.includes(word)]).toEqual([exit, true])
  })

  it('answers in JSON, and needs a bundle where there are no books', async () => {
    const { said } = await verify('valid/one-row-of-three', { trust, json: true })
    expect(JSON.parse(said)).toMatchObject({ verdict: 'valid', receipt: { total: 3, rows: [{ row: 3 }] } })
    await expect(verify('valid/usual', {})).rejects.toMatchObject({ code: 'verification/trust-needed' })
  })
})

async function verifyStatement(vector: string, values: Record<string, string | boolean>) {
  const statement = vectorText(vector)
  const said: string[] = []
  const terminal: Terminal = {
    cwd: folder,
    out: (line) => said.push(line),
    err: (line) => said.push(line),
    progress: () => {},
    input: () => Promise.resolve(new TextEncoder().encode(statement)),
  }
  return {
    code: await verifyCommand.run({ values, positionals: ['-'] }, terminal, null),
    said: said.join('\n'),
  }
}

const vectorText = (vector: string): string =>
  (
    JSON.parse(readFileSync(`tests/vectors/statements/${vector}.json`, 'utf8')) as {
      readonly statement: string
    }
  ).statement

async function verifyPaper(code: string, values: Record<string, string | boolean>) {
  const parts = [{ kind: 'text', text: '证件号码末四位 9999' }] as const
  const paper = { title: '职称诚信声明', author: '厅', instant: new Date('2023-12-05T01:00:00Z'), parts }
  writeFileSync(join(folder, 'paper.pdf'), drawPaper({ ...paper, code }))
  const said: string[] = []
  const out = (line: string) => said.push(line)
  const terminal: Terminal = {
    cwd: folder,
    out,
    err: out,
    progress: () => {},
    input: () => Promise.reject(new Error('nothing is piped')),
  }
  const exit = await verifyCommand.run({ values, positionals: ['paper.pdf'] }, terminal, null)
  return { exit, said: said.join('\n') }
}

describe('zhengxin verify with the PDF of a statement', () => {
  it('answers what was signed, whatever the paper shows', async () => {
    const { exit, said } = await verifyPaper(vectorText('valid/recorded'), { trust, offline: true })
    expect(exit).toBe(0)
    expect(said).toContain('有诚信记录，记录期至2026年12月1日')
    expect(said).toContain('声明只说明当日')
    expect(said).not.toContain('9999')
  })

  it('believes none that was altered, and takes no other file for one', async () => {
    const altered = await verifyPaper(vectorText('invalid/signature-altered'), { trust, offline: true })
    expect([altered.exit, altered.said.includes('被改动过')]).toEqual([1, true])
    // Beside a signature, or another code, it is nothing: the file is judged as what it claims to be.
    const plain = Buffer.from(
      drawPaper({ title: '声明', author: '厅', instant: new Date(), parts: [], code: 'https://x/s/y' }),
    ).toString('latin1')
    const code = vectorText('valid/no-record')
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
    const carrying = plain.replace('/Code(https://x/s/y)', `/Code(${code})`)
    expect(statementInPdf(bytes(carrying))).toBe(code)
    expect(statementInPdf(bytes(`${carrying}/Code(${code})`))).toBeNull()
    expect(statementInPdf(bytes(`${carrying}/ByteRange`))).toBeNull()
    expect(statementInPdf(bytes(plain))).toBeNull()
  })
})

describe('zhengxin verify with a person’s statement', () => {
  it.each([
    ['valid/no-record', 0, '截至2023年12月5日，没有在记录期内的诚信记录'],
    ['valid/recorded', 0, '有诚信记录，记录期至2026年12月1日'],
    ['invalid/signature-altered', 1, '被改动过'],
    ['invalid/key-compromised', 2, '已公告失密'],
    ['invalid/address-alone', 2, '没有签名内容'],
  ])('%s: exit %i', async (vector, exit, word) => {
    const { code, said } = await verifyStatement(vector, { trust })
    expect([code, said.includes(word)]).toEqual([exit, true])
  })

  it('says that it speaks of its day alone, for one reader and purpose', async () => {
    const { said } = await verifyStatement('valid/no-record', { trust, offline: true })
    for (const words of ['声明只说明当日', '昆明市第一人民医院', '应聘主治医师岗位', '123X'])
      expect(said).toContain(words)
    const json = await verifyStatement('valid/no-record', { trust, json: true })
    expect(JSON.parse(json.said)).toMatchObject({ verdict: 'valid', statement: { recordedUntil: null } })
  })
})
