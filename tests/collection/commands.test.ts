import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkSpreadsheet, makeTemplate } from '../../src/collection/commands.ts'
import { readArguments, type LoneCommand } from '../../src/platform/command.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Refusal } from '../../src/platform/refusal.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'

const folder = mkdtempSync(join(tmpdir(), 'zhengxin-check-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(command: LoneCommand, ...argv: readonly string[]) {
  const lines: string[] = []
  const terminal = {
    cwd: process.cwd(),
    out: (line: string) => void lines.push(line),
    err: (line: string) => void lines.push(line),
    progress() {},
    input: () => Promise.resolve(new Uint8Array()),
  }
  const exit = await command.run(readArguments(command, argv), terminal, readConfig({}))
  return { exit, lines }
}

const codeOf = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => '',
    (error: unknown) => (error as Refusal).code,
  )

describe('zhengxin check', () => {
  it.each([
    ['history-2005.xls', 'history', 0, 200],
    ['history-1998-gb18030.csv', 'history', 0, 200],
    ['approved-list-2023-faults.xlsx', 'approved-list', 1, 40],
  ])('judges %s as %s and exits %d', async (file, kind, exit, rows) => {
    const ran = await run(checkSpreadsheet, `tests/samples/${file}`, '--kind', kind, '--json')
    expect(ran.exit).toBe(exit)
    const answer = JSON.parse(ran.lines.join('')) as { rows: number; defects: object[] }
    expect(answer.rows).toBe(rows)
    for (const defect of answer.defects)
      expect(Object.keys(defect).sort()).toEqual([
        'code',
        'column',
        'reason',
        'row',
        'severity',
        'sheet',
        'value',
      ])
  })

  it('writes the marked workbook, and never over a file that is there', async () => {
    const to = join(folder, 'marked.xlsx')
    const argv = ['tests/samples/history-2005.xls', '--kind', 'history', '--marked', to]
    expect((await run(checkSpreadsheet, ...argv)).exit).toBe(0)
    expect((await readWorkbook(readFileSync(to))).sheets[0]!.rows).toHaveLength(202)
    expect(await codeOf(run(checkSpreadsheet, ...argv))).toBe('collection/file-not-written')
  })

  it('tells a program, too, that the file as a whole is refused', async () => {
    const file = join(folder, 'cut.xlsx')
    writeFileSync(file, readFileSync('tests/samples/approved-list-2023-faults.xlsx').subarray(0, 3_000))
    const lines: string[] = []
    const terminal = {
      cwd: process.cwd(),
      out: (line: string) => void lines.push(line),
      err() {},
      progress() {},
      input: () => Promise.resolve(new Uint8Array()),
    }
    const args = readArguments(checkSpreadsheet, [file, '--kind', 'approved-list', '--json'])
    const code = await codeOf(checkSpreadsheet.run(args, terminal, readConfig({})))
    expect(JSON.parse(lines.join(''))).toMatchObject({ rows: 0, defects: [{ code, severity: 'refusal' }] })
  })

  it.each([
    [['--kind', 'something']],
    [['--kind', 'constructor']],
    [[]],
    [['--kind', 'history', '--encoding', 'latin1']],
  ])('refuses as usage: %j', async (options) =>
    expect(await codeOf(run(checkSpreadsheet, 'tests/samples/history-2005.xls', ...options))).toBe('usage'),
  )

  it('reads a header of the office’s own once it is told what it is, and says which it may be', async () => {
    const file = join(folder, 'odd.csv')
    const header = '姓名,证件编号,单位,系列,专业,职称,级别,途径,取得途径,取得时间,文号,发证机关'
    writeFileSync(
      file,
      `${header}\n张伟,519901380716772,某院,会计,会计,会计师,中级,,评审,1998-12,,某市人事局\n`,
    )
    const plain = await run(checkSpreadsheet, file, '--kind', 'history')
    expect(plain.exit).toBe(1)
    expect(plain.lines.join('\n')).toContain('“证件编号”（B列）是不是这一列')
    const mapped = await run(checkSpreadsheet, file, '--kind', 'history', '--map', '证件编号=证件号码')
    expect(mapped.exit).toBe(0)
    const refused = (map: string) => codeOf(run(checkSpreadsheet, file, '--kind', 'history', '--map', map))
    expect(await refused('证件编号')).toBe('results/bad-mapping')
    expect(await refused('证件编号=没有的列')).toBe('results/unknown-column')
    expect(await refused('姓名=单位')).toBe('results/header-known')
  })

  it('reads Big5 when told so, and says when there is no such file', async () => {
    const file = join(folder, 'big5.csv')
    // 姓名,級別,單位 in Big5.
    writeFileSync(file, Buffer.from('a96da6572cafc5a74f2cb3e6a6ec', 'hex'))
    const outcome: unknown = await run(
      checkSpreadsheet,
      file,
      '--kind',
      'history',
      '--encoding',
      'big5',
    ).catch((error: unknown) => error)
    expect((outcome as Refusal).facts.missing).not.toContain('姓名')
    expect(await codeOf(run(checkSpreadsheet, join(folder, 'none.csv'), '--kind', 'history'))).toBe(
      'results/file-unreadable',
    )
  })

  it('tells what a list of another kind lacks, once, at its header', async () => {
    const ran = await run(checkSpreadsheet, 'tests/samples/history-2005.xls', '--kind', 'approved-list')
    expect(ran.exit).toBe(1)
    expect(ran.lines.filter((line) => line.includes('第 2 行'))).toEqual(
      ['性别', '证件类型', '统一社会信用代码', '评委会名称'].map(
        (header) => expect.stringContaining(header) as string,
      ),
    )
  })
})

describe('zhengxin template', () => {
  it.each(['approved-list', 'history'])(
    'of kind %s has every header, text columns, choices and its mark',
    async (kind) => {
      const to = join(folder, `${kind}.xlsx`)
      expect((await run(makeTemplate, '--kind', kind, '--to', to)).exit).toBe(0)
      const { sheets } = await readWorkbook(readFileSync(to))
      expect(sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
        ['名单', false],
        ['填写说明', false],
        ['模板标记', true],
      ])
      expect(sheets[2]!.rows[0]!.cells[0]).toMatch(new RegExp(`^${kind} [0-9]+$`))
      const { exit, lines } = await run(checkSpreadsheet, to, '--kind', kind, '--json')
      const { defects } = JSON.parse(lines.join('')) as { defects: { code: string }[] }
      expect([exit, defects.map(({ code }) => code)]).toEqual([1, ['results/no-people']])
    },
  )
})
