import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { judgeHistoryList } from '../../src/collection/history-list.ts'
import { judgeApprovedList } from '../../src/results/lists/approved-list.ts'
import type { Defect } from '../../src/spreadsheets/defect.ts'
import { markedWorkbook } from '../../src/spreadsheets/marked.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
import type { Workbook } from '../../src/spreadsheets/workbook.ts'
import { openPackage } from '../../src/spreadsheets/zip.ts'
import { filled } from './workbook-builder.ts'

const today = '2025-11-21'

async function marked(file: string) {
  const given = new Uint8Array(readFileSync(`tests/samples/${file}`))
  const workbook = await readWorkbook(given)
  const verdict = await judgeApprovedList(openSpreadsheet(given), { today })
  return { workbook, verdict, bytes: await markedWorkbook(workbook, verdict.defects, verdict.columns) }
}

async function sheetXml(bytes: Uint8Array): Promise<string> {
  const parts = await openPackage(bytes)
  let xml = ''
  for (const part of parts.parts.filter((part) => part.startsWith('xl/worksheets/sheet')))
    for await (const chunk of parts.read(part)!) xml += Buffer.from(chunk).toString()
  return xml
}

describe('a marked workbook', () => {
  it('has each defective cell coloured and commented with its reason, and no other', async () => {
    const { verdict, bytes } = await marked('approved-list-2023-faults.xlsx')
    const [sheet] = (await readXlsx(bytes, { readStyles: true })).sheets
    const found = [...sheet!.cells!].flatMap(([place, { comment, style }]) => {
      const fill = style?.fill as { fgColor?: { rgb?: string } } | undefined
      return comment ? [[place, fill?.fgColor?.rgb?.slice(-6), comment.text] as const] : []
    })
    const columns = verdict.columns.get('通过人员')!
    const expected = verdict.defects.map(({ row, column, severity }) => [
      `${row - 1},${columns.get(column)!.charCodeAt(0) - 65}`,
      severity === 'refusal' ? 'FFC7CE' : 'FFEB9C',
    ])
    expect(found.map(([place, colour]) => [place, colour])).toEqual(expect.arrayContaining(expected))
    expect(found).toHaveLength(new Set(expected.map(([place]) => place)).size)
    for (const { reason } of verdict.defects)
      expect(found.some(([, , text]) => text.includes(reason))).toBe(true)
  })

  it('is judged again with the very same outcome: no value has changed', async () => {
    const { workbook, verdict, bytes } = await marked('approved-list-2023-faults.xlsx')
    const again = await readWorkbook(bytes)
    expect(await judgeApprovedList(openSpreadsheet(bytes), { today })).toEqual(verdict)
    expect(again.sheets.map(({ name }) => name)).toEqual(workbook.sheets.map(({ name }) => name))
  })

  it.each(['', '-1904'])(
    'keeps merged ranges, hidden parts and dates%s, and computes nothing',
    async (system) => {
      const { workbook, bytes } = await marked(`approved-list-2023-structure${system}.xlsx`)
      const again = await readWorkbook(bytes)
      expect(again.date1904).toBe(workbook.date1904)
      const parts = ({ sheets }: Workbook) =>
        sheets.map(({ name, hidden, merged, rows }) => ({
          name,
          hidden,
          merged,
          rows: rows.map(({ number, hidden, cells }) => [
            number,
            hidden,
            filled({ number, hidden, cells }).map(({ column, text }) => [column, text]),
          ]),
        }))
      expect(parts(again)).toEqual(parts(workbook))
      expect(await sheetXml(bytes)).not.toMatch(/<f[ >]/)
    },
  )

  it('of a text table is read as one again, however often it goes back and forth', async () => {
    const csv = new TextEncoder().encode('姓名,取得时间\n张伟,1998.1\n')
    const workbook = await readWorkbook(csv)
    const once = await markedWorkbook(workbook, [], new Map())
    const twice = await markedWorkbook(await readWorkbook(once), [], new Map())
    expect((await readXlsx(twice)).sheets.map(({ name }) => name)).toEqual(['CSV', '原为文本表'])
    expect(await readWorkbook(twice)).toEqual(workbook)
    expect(workbook.plainText).toBe(true)
    const spreadsheet = await markedWorkbook({ date1904: false, sheets: workbook.sheets }, [], new Map())
    expect((await readWorkbook(spreadsheet)).plainText).toBe(undefined)
  })

  it('of a text table takes 1998.1 for no month, as the table itself', async () => {
    const lines = [
      '姓名,身份证号,工作单位,系列,专业,职称名称,级别,取得途径,取得时间,批准文号,发证机关',
      '杜宇桂,519901380716772,某学院,会计,会计,会计师,中级,评审,1998.1,昆职改办(98)3号,大理州职改办',
    ]
    const given = new TextEncoder().encode(lines.join('\n'))
    const judge = (bytes: Uint8Array) => judgeHistoryList(openSpreadsheet(bytes), { today, keepRows: true })
    const verdict = await judge(given)
    expect(verdict.rows[0]?.obtainedOn).toEqual({ value: '1998', precision: 'year' })
    expect(verdict.defects.map(({ code }) => code)).toContain('collection/month-ambiguous')
    const marked = await markedWorkbook(await readWorkbook(given), verdict.defects, verdict.columns)
    expect(await judge(marked)).toEqual(verdict)
  })

  it('marks a defect of a whole row, and of a missing header, at the first cell of the row', async () => {
    const rows = [{ number: 3, hidden: false, cells: ['', '姓名', '单位'] }]
    const told = (column: string): Defect => ({
      sheet: '表',
      row: 3,
      column,
      value: '',
      code: 'a/b',
      severity: 'warning',
      reason: `看这里${column}`,
    })
    const bytes = await markedWorkbook(
      { date1904: false, sheets: [{ name: '表', hidden: false, merged: [], rows }] },
      [told(''), told('级别'), told('单位')],
      new Map([['表', new Map([['单位', 'C']])]]),
    )
    const cells = [...(await readXlsx(bytes, { readStyles: true })).sheets[0]!.cells!]
    expect(cells.flatMap(([place, { comment }]) => (comment ? [[place, comment.text]] : []))).toEqual([
      ['2,1', '提醒：看这里\n提醒（级别）：看这里级别'],
      ['2,2', '提醒（单位）：看这里单位'],
    ])
  })

  it('of any texts under any sheet names is written, and read back as they were', async () => {
    const unit = fc.constantFrom(...'=+-@<&"\'_x005F_ 张\n\t\r\u0001\ufffe\ud842𠮷/[]*?:\\')
    const text = fc.string({ unit, minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 6 }),
        fc.array(text, { maxLength: 3 }),
        async (texts, names) => {
          const rows = texts.map((text, i) => ({
            number: i + 1,
            hidden: false,
            cells: [text],
          }))
          const sheets = ['表', ...names].map((name) => ({ name, hidden: false, merged: [], rows }))
          const bytes = await markedWorkbook({ date1904: false, sheets }, [], new Map())
          const again = await readWorkbook(bytes)
          expect(again.sheets.map(({ rows }) => rows)).toEqual(sheets.map(({ rows }) => rows))
          expect(await sheetXml(bytes)).not.toMatch(/<f[ >]/)
        },
      ),
      { numRuns: 60 },
    )
  })
})
