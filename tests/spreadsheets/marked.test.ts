import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
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
