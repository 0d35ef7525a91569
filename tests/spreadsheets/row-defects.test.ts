import { describe, expect, it } from 'vitest'
import type { CellKind } from '../../src/spreadsheets/cell-value.ts'
import { judgeList } from '../../src/spreadsheets/judge.ts'
import type { ListRules } from '../../src/spreadsheets/judge.ts'
import type { RowReader } from '../../src/spreadsheets/row-reader.ts'
import type { MergedRange, Row } from '../../src/spreadsheets/workbook.ts'
import { spreadsheetOf } from './workbook-builder.ts'

type Column = 'no' | 'name' | 'unit'
const unreadable: string[] = []
const RULES: ListRules<Column, RowReader<Column>['at']> = {
  kind: {
    mark: 'test 1',
    name: '测试名单',
    columns: [
      { key: 'no', header: '序号', required: false, idle: true },
      { key: 'name', header: '姓名', required: true },
      { key: 'unit', header: '单位', required: true },
    ],
  },
  privateUse: { code: 'a/b', severity: 'warning', reason: '' },
  who: 'name',
  nobody: { code: 'a/nobody', severity: 'refusal', reason: '' },
  repeats: {},
  judgeRow(row) {
    for (const key of ['no', 'name', 'unit'] as const)
      if (row.isUnreadable(key)) unreadable.push(`${row.at.row} ${key}`)
    return row.at
  },
}

const row = (number: number, texts: readonly string[], kind: CellKind = 'text', hidden = false): Row => ({
  number,
  hidden,
  cells: texts.map((text) => (kind === 'text' || text === '' ? text : { kind, text })),
})

async function defectsOf(rows: readonly Row[], merged: readonly MergedRange[] = []) {
  const sheet = { name: '表', hidden: false, rows: [row(1, ['序号', '姓名', '单位']), ...rows], merged }
  unreadable.length = 0
  const spreadsheet = spreadsheetOf({ date1904: false, sheets: [sheet] })
  const { defects, accepted } = await judgeList(spreadsheet, RULES, { today: '2025-11-21' })
  const told = defects.map(({ row, column, severity, code }) => [row, column, severity, code])
  return { told, accepted, unreadable: [...new Set(unreadable)] }
}

describe('cells before anyone asks what they mean', () => {
  it.each<[CellKind, string]>([
    ['formula', 'spreadsheets/formula-cell'],
    ['error', 'spreadsheets/error-cell'],
    ['boolean', 'spreadsheets/boolean-cell'],
  ])('of kind %s are refused and judged no further, running numbers excepted', async (kind, code) => {
    const found = await defectsOf([row(2, ['1', '张伟', '某单位'], kind)])
    expect(found).toEqual({
      told: [
        [2, '姓名', 'refusal', code],
        [2, '单位', 'refusal', code],
      ],
      accepted: 0,
      unreadable: ['2 name', '2 unit'],
    })
  })

  it('on a hidden row are read with a warning for the row', async () =>
    expect((await defectsOf([row(2, ['1', '张伟', '某单位'], 'text', true)])).told).toEqual([
      [2, '', 'warning', 'spreadsheets/hidden-row'],
    ]))

  it('covered by a merged range are refused, its first cell keeps its value with a warning', async () => {
    const people = [2, 3, 4, 7].map((number) => row(number, ['1', '张伟', number === 2 ? '某单位' : '']))
    const found = await defectsOf(people, [{ firstRow: 2, lastRow: 6, firstColumn: 3, lastColumn: 3 }])
    expect(found).toEqual({
      told: [
        [2, '单位', 'warning', 'spreadsheets/merged-cells'],
        [3, '单位', 'refusal', 'spreadsheets/merged-cells'],
        [4, '单位', 'refusal', 'spreadsheets/merged-cells'],
      ],
      accepted: 2,
      unreadable: ['3 unit', '4 unit'],
    })
  })

  it('merged above the list, or in a column nobody judges, are no matter', async () => {
    const people = [row(2, ['1', '张伟', '某单位']), row(3, ['', '李四', '某单位'])]
    const banner = { firstRow: 1, lastRow: 1, firstColumn: 1, lastColumn: 3 }
    const numbers = { firstRow: 2, lastRow: 3, firstColumn: 1, lastColumn: 1 }
    expect((await defectsOf(people, [banner, numbers])).told).toEqual([])
  })

  it('merged a hostile number of times are refused instead of counted', async () => {
    const people = Array.from({ length: 1000 }, (_, i) => row(i + 2, ['1', '张伟', '某单位']))
    const range = { firstRow: 2, lastRow: 1_048_576, firstColumn: 1, lastColumn: 200 }
    const ranges = Array.from({ length: 600 }, () => range)
    await expect(defectsOf(people, ranges)).rejects.toMatchObject({ code: 'spreadsheets/too-large' })
  })
})
