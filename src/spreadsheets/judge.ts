import { setImmediate as breath } from 'node:timers/promises'
import type { Day } from '../calendar/day.ts'
import { COLUMN_NAMES } from './column.ts'
import type { Defect, Remark } from './defect.ts'
import { peopleIndex } from './people-index.ts'
import { repeats } from './repeats.ts'
import { mergedBelow, mergedCells, PASSED_OVER } from './row-defects.ts'
import { rowReader } from './row-reader.ts'
import type { Memory, MovingReader, RowReader } from './row-reader.ts'
import type { HeaderMapping, ListKind, TableHead } from './table.ts'
import { tellRepeats } from './tell-repeats.ts'
import type { RepeatRule } from './tell-repeats.ts'
import { newTelling, tell } from './telling.ts'
import { walkList } from './walk-list.ts'
import { textOf } from './workbook.ts'
import type { MergedRange, Row, Spreadsheet } from './workbook.ts'

/** The rules of one kind of list. */
export interface ListRules<Key extends string, Person> {
  readonly kind: ListKind<Key>
  readonly privateUse: Remark
  /** The column at whose header `nobody` is told of a list without people. */
  readonly who: Key
  readonly nobody: Remark
  /** What rows say of each other, by name (`RowReader.repeats`). */
  readonly repeats: Readonly<Record<string, RepeatRule<Key>>>
  /** Judges one row: tells what is wrong, and gives it back when every cell could be read. */
  judgeRow(row: RowReader<Key>): Person | null
}

export interface JudgeSetting {
  /** The last day anything can have happened on. */
  readonly today: Day
  /** What the office has said of headers nobody else knows. */
  readonly headers?: HeaderMapping
  /** Keep the accepted rows; else they are counted and let go. */
  readonly keepRows?: boolean
  /** What an earlier verdict of the same file told of cells merged below headers: then it is read once. */
  readonly merged?: MergedByPlace
}

export interface ListVerdict<Person> {
  /** People found, accepted or not. */
  readonly judged: number
  /** People without a refusal. A list with any refusal is imported as a whole or not at all. */
  readonly accepted: number
  /** Their rows, when they were to be kept. */
  readonly rows: readonly Person[]
  readonly refusals: number
  readonly warnings: number
  /** By sheet and row, 10,000 of each severity at most. Holds cells as they stand: for the clerk only (defect.ts). */
  readonly defects: readonly Defect[]
  /** Where each header of each sheet that was read stands: sheet → header → column. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Cells merged below a header, by the sheet's place. */
  readonly merged: MergedByPlace
}

export type MergedByPlace = ReadonlyMap<number, readonly MergedRange[]>

/**
 * Judges a spreadsheet by the rules of one kind as it is read, a row at a time: every defect with its cell. What it
 * holds of a row that has passed is 50 bytes, for repeats. Reads once more when cells are merged below a header, or when
 * rows repeat each other. Throws a refusal only when the spreadsheet is no such list.
 */
export async function judgeList<Key extends string, Person extends RowReader<Key>['at']>(
  spreadsheet: Spreadsheet,
  rules: ListRules<Key, Person>,
  setting: JudgeSetting,
): Promise<ListVerdict<Person>> {
  const first = await judgeOnce(spreadsheet, rules, setting, setting.merged ?? new Map())
  return setting.merged !== undefined || first.merged.size === 0
    ? first
    : judgeOnce(spreadsheet, rules, setting, first.merged)
}

async function judgeOnce<Key extends string, Person extends RowReader<Key>['at']>(
  spreadsheet: Spreadsheet,
  rules: ListRules<Key, Person>,
  { today, headers = new Map(), keepRows = false }: JudgeSetting,
  known: MergedByPlace,
): Promise<ListVerdict<Person>> {
  const { kind, privateUse } = rules
  const people = peopleIndex()
  const telling = newTelling()
  const memory: Memory = new Map()
  const shared = new Map(Object.keys(rules.repeats).map((name) => [name, repeats()]))
  const merged = new Map<number, readonly MergedRange[]>()
  const columns = new Map<string, ReadonlyMap<string, string>>()
  const kept: Person[] = []
  let head: TableHead<Key> | null = null
  let place = 0
  let from = 0
  let reader: MovingReader<Key> | null = null

  const tellAt = (row: Row, key: Key, remark: Remark) => {
    const found = head?.headers.get(key)
    const value = found === undefined ? '' : textOf(row.cells[found.index])
    tell(telling, {
      sheet: head?.sheet ?? '',
      row: row.number,
      column: found?.name ?? '',
      value: value.trim() === '' ? '' : value,
      ...remark,
    })
    if (remark.severity === 'refusal') people.refuse(people.count - 1)
  }
  const tellRow = (row: Row, remark: Remark, value = '') =>
    tell(telling, { sheet: head?.sheet ?? '', row: row.number, column: '', value, ...remark })

  const walk = await walkList(spreadsheet, kind, headers, {
    open(next, at) {
      head = next
      place = at
      from = people.count
      people.openSheet(next.sheet)
      columns.set(next.sheet, columnsOf(next))
      reader = rowReader({
        head: next,
        kind,
        today,
        privateUse,
        memory,
        merged: mergedCells(next, kind, known.get(at) ?? []),
        tell: tellAt,
        tellRow,
        repeats: (rule, key, differing) => shared.get(rule)?.add(people.count - 1, key, differing),
      })
    },
    row(row) {
      if (reader === null) return
      people.add(row.number)
      reader.move(row, people.count)
      const person = rules.judgeRow(reader)
      if (keepRows && person !== null) kept.push(person)
    },
    note: (row) => tellRow(row, PASSED_OVER, textOf(row.cells.find((content) => textOf(content) !== ''))),
    close(ranges) {
      if (head === null) return
      const below = mergedBelow(head, kind, ranges)
      if (below.length > 0) merged.set(place, below)
      if (people.count === from)
        tell(telling, {
          sheet: head.sheet,
          row: head.row.number,
          column: head.headers.get(rules.who)?.name ?? '',
          value: '',
          ...rules.nobody,
        })
    },
  })
  for (const defect of walk.defects) tell(telling, defect)
  if (known.size > 0 || merged.size === 0)
    await tellRepeats({ spreadsheet, rules, headers, people, shared, telling })

  const order = new Map(walk.sheets.map((name, index) => [name, index]))
  const placeOf = ({ sheet }: Defect) => order.get(sheet) ?? 0
  await breath()
  return {
    judged: people.count,
    accepted: people.count - people.refused,
    rows: kept.filter(({ position }) => !people.isRefused(position - 1)),
    refusals: telling.refusals,
    warnings: telling.warnings,
    defects: telling.kept.sort((a, b) => placeOf(a) - placeOf(b) || a.row - b.row),
    columns,
    merged,
  }
}

const columnsOf = <Key extends string>({ headers }: TableHead<Key>): ReadonlyMap<string, string> =>
  new Map([...headers.values()].map(({ name, index }) => [name, COLUMN_NAMES[index + 1] ?? '']))
