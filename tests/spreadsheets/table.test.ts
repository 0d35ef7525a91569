import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/platform/refusal.ts'
import { compact, halfWidth } from '../../src/spreadsheets/full-width.ts'
import type { Defect } from '../../src/spreadsheets/defect.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'
import { headerName } from '../../src/spreadsheets/table.ts'
import type { HeaderMapping, ListKind, TableHead } from '../../src/spreadsheets/table.ts'
import { walkList } from '../../src/spreadsheets/walk-list.ts'
import { textOf } from '../../src/spreadsheets/workbook.ts'
import type { Row } from '../../src/spreadsheets/workbook.ts'
import { sheetOf, xlsxOf } from './workbook-builder.ts'

const KIND: ListKind<'no' | 'name' | 'id' | 'unit'> = {
  mark: 'test 1',
  name: '测试名单',
  columns: [
    { key: 'no', header: '序号', required: false, idle: true },
    { key: 'name', header: '姓名', required: true },
    { key: 'id', header: '证件号码', also: ['身份证号'], required: true },
    { key: 'unit', header: '工作单位', required: true },
  ],
}

type Rows = readonly (readonly string[])[]
type Column = 'no' | 'name' | 'id' | 'unit'
type Sheets = readonly { name?: string; state?: string; rows: Rows }[]

interface Found {
  readonly tables: { readonly head: TableHead<Column>; readonly rows: Row[]; readonly notes: Row[] }[]
  readonly defects: readonly Defect[]
}

async function findBy(mapping: HeaderMapping, sheets: Sheets): Promise<Found> {
  const bytes = xlsxOf({ sheets: sheets.map(({ rows, ...sheet }) => ({ ...sheet, xml: sheetOf(rows) })) })
  const tables: Found['tables'] = []
  const { defects } = await walkList(openSpreadsheet(bytes), KIND, mapping, {
    open: (head) => void tables.push({ head, rows: [], notes: [] }),
    row: (row) => void tables.at(-1)!.rows.push(row),
    note: (row) => void tables.at(-1)!.notes.push(row),
    close() {},
  })
  return { tables, defects }
}

const find = (...sheets: Sheets) => findBy(new Map(), sheets)

const LIST: Rows = [
  ['某某名单'],
  ['序号', '姓 名', '身份证号\n（18位）', '工作单位*'],
  ['1', '张伟', '1', '某单位'],
]

describe('full width', () => {
  it('becomes half width for ASCII alone', () => {
    expect(halfWidth('ＡＢ１２－（）　，')).toBe('AB12-() ,')
    expect(halfWidth('①²㈠、。·')).toBe('①²㈠、。·')
    expect(compact(' １ 2\n3 ')).toBe('123')
  })
})

describe('a header', () => {
  it.each([
    ['取得时间', '取得时间'],
    [' 取 得\n时 间 ', '取得时间'],
    ['取得时间（年－月－日）', '取得时间'],
    ['*取得时间：', '取得时间'],
    ['取得时间【必填】', '取得时间'],
  ])('%j is %s', (text, name) => expect(headerName(text)).toBe(name))
})

describe('a list in a workbook', () => {
  it('is found by header names below its banners', async () => {
    const { tables, defects } = await find({ rows: LIST })
    expect(defects).toEqual([])
    expect(tables).toHaveLength(1)
    expect(tables[0]!.head.row.number).toBe(2)
    expect(tables[0]!.head.headers.get('id')).toEqual({ name: '身份证号 （18位）', index: 2 })
    expect(tables[0]!.rows.map(({ number, cells }) => [number, textOf(cells[1])])).toEqual([[3, '张伟']])
  })

  it('may stand on several sheets; remarks and hidden sheets are not read', async () => {
    const { tables, defects } = await find(
      { name: '一', rows: LIST },
      { name: '说明', rows: [['请按文本填写']] },
      { name: '二', rows: LIST },
      { name: '去年', state: 'hidden', rows: LIST },
      { name: '续', rows: [['2', '李四', '2', '某单位', '无']] },
    )
    expect(tables.map(({ head }) => head.sheet)).toEqual(['一', '二'])
    expect(defects.map(({ sheet, row, code, severity }) => [sheet, row, code, severity])).toEqual([
      ['去年', 2, 'spreadsheets/hidden-sheet', 'warning'],
      ['续', 1, 'spreadsheets/sheet-not-read', 'warning'],
    ])
  })

  it('with a missing or doubled header is told at the header row', async () => {
    const { defects } = await find({
      rows: [
        ['姓名', '姓名', '证件号码'],
        ['张伟', '', '1'],
      ],
    })
    expect(defects.map(({ row, column, code, severity }) => [row, column, code, severity])).toEqual([
      [1, '工作单位', 'spreadsheets/missing-header', 'refusal'],
      [1, '姓名', 'spreadsheets/duplicate-header', 'refusal'],
    ])
  })

  it('with a header nobody knows suggests the column it may be, and reads it once the office has said so', async () => {
    const rows = [
      ['姓名', '证件编号', '工作单位'],
      ['张伟', '1', '某单位'],
    ]
    const { defects } = await find({ rows })
    expect(defects).toMatchObject([{ code: 'spreadsheets/missing-header', column: '证件号码' }])
    expect(defects[0]!.reason).toContain('“证件编号”（B列）是不是这一列')
    const told = await findBy(new Map([['证件编号', 'id']]), [{ rows }])
    expect(told.defects).toEqual([])
    expect(told.tables[0]!.head.headers.get('id')).toEqual({ name: '证件编号', index: 1 })
  })

  it('filled in on an old template says which version it is', async () => {
    const mark = (text: string) => ({ name: '模板标记', state: 'veryHidden', rows: [[text]] })
    const { defects } = await find({ rows: LIST }, mark('test 0'))
    expect(defects).toMatchObject([{ code: 'spreadsheets/old-template', severity: 'warning' }])
    expect(defects[0]!.reason).toContain('第 0 版模板，现行是第 1 版')
    expect((await find({ rows: LIST }, mark('test 1'))).defects).toEqual([])
    expect((await find({ rows: LIST }, mark('other 0'))).defects).toEqual([])
  })

  it('of another kind is refused with the headers it lacks', async () => {
    const outcome: unknown = await find({
      rows: [
        ['商品', '数量', '姓名'],
        ['笔', '1', '张伟'],
      ],
    }).catch((error: unknown) => error)
    expect(outcome).toBeInstanceOf(Refusal)
    expect(outcome).toMatchObject({
      code: 'spreadsheets/not-this-list',
      facts: { missing: ['证件号码', '工作单位'] },
    })
    expect((outcome as Refusal).message).toContain('缺少“证件号码”“工作单位”列')
  })

  it('on hidden sheets only is refused with that reason', async () =>
    await expect(find({ state: 'veryHidden', rows: LIST })).rejects.toMatchObject({
      code: 'spreadsheets/hidden-list-only',
    }))

  it('passes over totals, signatures and repeated headers, and says so; numbered empty rows silently', async () => {
    const { tables } = await find({
      rows: [
        ...LIST,
        ['2'],
        ['序号', '姓名', '身份证号', '工作单位'],
        ['3', '合计', '', '某单位'],
        ['合计', '2人'],
        ['', '审核人：张三', '', '填表日期：2023年'],
        ['4', '总计明', '4', '某单位'],
      ],
    })
    expect(tables[0]!.rows.map(({ number }) => number)).toEqual([3, 6, 9])
    expect(tables[0]!.notes.map(({ number }) => number)).toEqual([5, 7, 8])
  })
})
