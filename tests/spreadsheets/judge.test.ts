import { describe, expect, it } from 'vitest'
import { judgeList } from '../../src/spreadsheets/judge.ts'
import type { ListRules } from '../../src/spreadsheets/judge.ts'
import type { RowReader } from '../../src/spreadsheets/row-reader.ts'
import type { Row, Spreadsheet } from '../../src/spreadsheets/workbook.ts'

type Column = 'name' | 'id'
type Person = RowReader<Column>['at'] & { readonly name: string }
const today = '2025-11-21'
let reads = 0

const RULES: ListRules<Column, Person> = {
  kind: {
    mark: 'test 1',
    name: '测试名单',
    columns: [
      { key: 'name', header: '姓名', required: true },
      { key: 'id', header: '号码', required: true },
    ],
  },
  privateUse: { code: 'a/b', severity: 'warning', reason: '' },
  who: 'name',
  nobody: { code: 'a/nobody', severity: 'refusal', reason: '' },
  repeats: {
    twice: { at: 'id', remark: (others) => ({ code: 'a/twice', severity: 'refusal', reason: others }) },
    names: {
      at: 'name',
      onlyDiffering: true,
      remark: (others) => ({ code: 'a/names', severity: 'warning', reason: others }),
    },
  },
  judgeRow(row) {
    const name = row.once('name', (reader, key) => {
      reads++
      if (reader.cell(key)?.text === '坏')
        reader.tell(key, { code: 'a/bad', severity: 'refusal', reason: '' })
      return reader.cell(key)?.text ?? null
    })
    const id = row.cell('id')?.text
    if (id !== undefined) {
      row.repeats('twice', `${id} ${name}`)
      row.repeats('names', id, name ?? '')
    }
    return name === null || name === '坏' ? null : { ...row.at, name }
  },
}

const rowOf = (number: number, ...cells: string[]): Row => ({ number, hidden: false, cells })

/** A spreadsheet that makes its rows as they are asked for, and knows how many stood at once. */
function growing(count: number, row: (i: number) => Row) {
  const seen = { passes: 0 }
  const spreadsheet: Spreadsheet = {
    async *pieces() {
      seen.passes++
      yield { kind: 'sheet', name: '表', hidden: false, date1904: false }
      yield { kind: 'rows', rows: [rowOf(1, '姓名', '号码')] }
      for (let i = 0; i < count; i++) yield { kind: 'rows', rows: [row(i)] }
      yield await Promise.resolve({ kind: 'merged', ranges: [] } as const)
    },
  }
  return { spreadsheet, seen }
}

describe('a list judged as it is read', () => {
  it('is read once when nothing repeats, and the same text is read once', async () => {
    const { spreadsheet, seen } = growing(5_000, (i) => rowOf(i + 2, '张伟', String(i)))
    reads = 0
    const verdict = await judgeList(spreadsheet, RULES, { today })
    expect(verdict).toMatchObject({ judged: 5_000, accepted: 5_000, refusals: 0, warnings: 0, rows: [] })
    expect([seen.passes, reads]).toEqual([1, 1])
  })

  it('gives back its accepted rows only when asked to', async () => {
    const rows = [rowOf(2, '张伟', '1'), rowOf(3, '坏', '2'), rowOf(4, '李四', '3')]
    const { spreadsheet } = growing(3, (i) => rows[i]!)
    const verdict = await judgeList(spreadsheet, RULES, { today, keepRows: true })
    expect(verdict.rows.map(({ name, row, position }) => [name, row, position])).toEqual([
      ['张伟', 2, 1],
      ['李四', 4, 3],
    ])
    expect(verdict).toMatchObject({ judged: 3, accepted: 2, refusals: 1 })
  })

  it('tells a remembered fault at every row that has it', async () => {
    const { spreadsheet } = growing(3, (i) => rowOf(i + 2, '坏', String(i)))
    const { defects } = await judgeList(spreadsheet, RULES, { today })
    expect(defects.map(({ row, code, value }) => [row, code, value])).toEqual([
      [2, 'a/bad', '坏'],
      [3, 'a/bad', '坏'],
      [4, 'a/bad', '坏'],
    ])
  })

  it('tells rows that repeat each other with what stands in them, each naming the others', async () => {
    const rows = [rowOf(2, '张伟', '7'), rowOf(3, '李四', '8'), rowOf(5, '张伟', '7'), rowOf(6, '章伟', '7')]
    const { spreadsheet, seen } = growing(4, (i) => rows[i]!)
    const verdict = await judgeList(spreadsheet, RULES, { today })
    expect(
      verdict.defects.map(({ row, column, value, code, reason }) => [row, column, value, code, reason]),
    ).toEqual([
      [2, '号码', '7', 'a/twice', '第5行'],
      [2, '姓名', '张伟', 'a/names', '第5行、第6行'],
      [5, '号码', '7', 'a/twice', '第2行'],
      [5, '姓名', '张伟', 'a/names', '第2行、第6行'],
      [6, '姓名', '章伟', 'a/names', '第2行、第5行'],
    ])
    expect([verdict.accepted, seen.passes]).toEqual([2, 2])
  })

  it('keeps ten thousand of each kind of defect and counts the rest', async () => {
    const { spreadsheet } = growing(30_000, (i) => rowOf(i + 2, '坏', '7'))
    const verdict = await judgeList(spreadsheet, RULES, { today })
    expect(verdict).toMatchObject({ judged: 30_000, accepted: 0, refusals: 60_000 })
    expect(verdict.defects).toHaveLength(10_000)
  })
})
