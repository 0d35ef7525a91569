import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/platform/refusal.ts'
import { compact, halfWidth } from '../../src/spreadsheets/full-width.ts'
import { findTables, headerName } from '../../src/spreadsheets/table.ts'
import type { ListKind } from '../../src/spreadsheets/table.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
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
const find = async (...sheets: readonly { name?: string; state?: string; rows: Rows }[]) =>
  findTables(
    await readWorkbook(
      xlsxOf({ sheets: sheets.map(({ rows, ...sheet }) => ({ ...sheet, xml: sheetOf(rows) })) }),
    ),
    KIND,
  )

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
    expect(tables[0]!.headerRow).toBe(2)
    expect(tables[0]!.headers.get('id')).toEqual({ name: '身份证号 （18位）', column: 'C' })
    expect(tables[0]!.rows.map(({ number, cells }) => [number, cells.get('name')?.text])).toEqual([
      [3, '张伟'],
    ])
  })

  it('may stand on several sheets; remarks and hidden sheets are not read', async () => {
    const { tables, defects } = await find(
      { name: '一', rows: LIST },
      { name: '说明', rows: [['请按文本填写']] },
      { name: '二', rows: LIST },
      { name: '去年', state: 'hidden', rows: LIST },
      { name: '续', rows: [['2', '李四', '2', '某单位', '无']] },
    )
    expect(tables.map(({ sheet }) => sheet.name)).toEqual(['一', '二'])
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
