import { describe, expect, it } from 'vitest'
import { structureDefects } from '../../src/spreadsheets/row-defects.ts'
import { findTables } from '../../src/spreadsheets/table.ts'
import type { ListKind } from '../../src/spreadsheets/table.ts'
import type { CellKind } from '../../src/spreadsheets/cell-value.ts'
import type { MergedRange, Row } from '../../src/spreadsheets/workbook.ts'

const KIND: ListKind<'no' | 'name' | 'unit'> = {
  mark: 'test 1',
  name: '测试名单',
  columns: [
    { key: 'no', header: '序号', required: false, idle: true },
    { key: 'name', header: '姓名', required: true },
    { key: 'unit', header: '单位', required: true },
  ],
}

const row = (number: number, texts: readonly string[], kind: CellKind = 'text', hidden = false): Row => ({
  number,
  hidden,
  cells: texts.flatMap((text, i) => (text === '' ? [] : [{ column: 'ABC'[i]!, kind, text }])),
})

function defectsOf(rows: readonly Row[], merged: readonly MergedRange[] = []) {
  const sheet = { name: '表', hidden: false, rows: [row(1, ['序号', '姓名', '单位']), ...rows], merged }
  const { tables } = findTables({ date1904: false, sheets: [sheet] }, KIND)
  const { defects, unreadable } = structureDefects(tables[0]!, KIND)
  return { told: defects.map(({ row, column, severity, code }) => [row, column, severity, code]), unreadable }
}

describe('cells before anyone asks what they mean', () => {
  it.each<[CellKind, string]>([
    ['formula', 'spreadsheets/formula-cell'],
    ['error', 'spreadsheets/error-cell'],
    ['boolean', 'spreadsheets/boolean-cell'],
  ])('of kind %s are refused and judged no further, running numbers excepted', (kind, code) => {
    const { told, unreadable } = defectsOf([row(2, ['1', '张伟', '某单位'], kind)])
    expect(told).toEqual([
      [2, '姓名', 'refusal', code],
      [2, '单位', 'refusal', code],
    ])
    expect(unreadable.size).toBe(2)
  })

  it('on a hidden row are read with a warning for the row', () =>
    expect(defectsOf([row(2, ['1', '张伟', '某单位'], 'text', true)]).told).toEqual([
      [2, '', 'warning', 'spreadsheets/hidden-row'],
    ]))

  it('covered by a merged range are refused, its first cell keeps its value with a warning', () => {
    const people = [2, 3, 4, 7].map((number) => row(number, ['1', '张伟', number === 2 ? '某单位' : '']))
    const { told, unreadable } = defectsOf(people, [
      { firstRow: 2, lastRow: 6, firstColumn: 3, lastColumn: 3 },
    ])
    expect(told).toEqual([
      [2, '单位', 'warning', 'spreadsheets/merged-cells'],
      [3, '单位', 'refusal', 'spreadsheets/merged-cells'],
      [4, '单位', 'refusal', 'spreadsheets/merged-cells'],
    ])
    expect([...unreadable]).toEqual(['3 unit', '4 unit'])
  })

  it('merged above the list, or in a column nobody judges, are no matter', () => {
    const people = [row(2, ['1', '张伟', '某单位']), row(3, ['', '李四', '某单位'])]
    const banner = { firstRow: 1, lastRow: 1, firstColumn: 1, lastColumn: 3 }
    const numbers = { firstRow: 2, lastRow: 3, firstColumn: 1, lastColumn: 1 }
    expect(defectsOf(people, [banner, numbers]).told).toEqual([])
  })

  it('merged a hostile number of times are refused instead of counted', () => {
    const people = Array.from({ length: 1000 }, (_, i) => row(i + 2, ['1', '张伟', '某单位']))
    const range = { firstRow: 2, lastRow: 1_048_576, firstColumn: 1, lastColumn: 200 }
    const hostile = () =>
      defectsOf(
        people,
        Array.from({ length: 600 }, () => range),
      )
    expect(hostile).toThrowError(expect.objectContaining({ code: 'spreadsheets/too-large' }) as Error)
  })
})
