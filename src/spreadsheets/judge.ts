import type { Day } from '../calendar/day.ts'
import type { Defect, Remark } from './defect.ts'
import { cellId, place, structureDefects } from './row-defects.ts'
import { findTables } from './table.ts'
import type { ListKind, Table, TableRow } from './table.ts'
import type { Cell, Workbook } from './workbook.ts'

/** What the rules of a kind see of one row. */
export interface RowReader<Key extends string> {
  readonly today: Day
  readonly date1904: boolean
  /** How much a private-use character weighs in this kind of list. */
  readonly privateUse: Remark
  /** As the spreadsheet names and numbers it; the position counts people over all sheets, from 1. */
  readonly at: { readonly sheet: string; readonly row: number; readonly position: number }
  /** The cell, or undefined when it is empty or already refused (`isUnreadable`). */
  cell(key: Key): Cell | undefined
  isUnreadable(key: Key): boolean
  /** False when the list has no such column. */
  hasColumn(key: Key): boolean
  header(key: Key): string
  /** Where a defect of this cell is told. */
  place(key: Key): CellPlace
  tell(key: Key, remark: Remark): void
}

export type CellPlace = Pick<Defect, 'sheet' | 'row' | 'column' | 'value'>

/** The rules of one kind of list. */
export interface ListRules<Key extends string, Row, Repeat> {
  readonly kind: ListKind<Key>
  readonly privateUse: Remark
  /** The column at whose header `nobody` is told of a list without people. */
  readonly who: Key
  readonly nobody: Remark
  /** Judges one row: tells what is wrong, and gives it back when every cell could be read. */
  judgeRow(row: RowReader<Key>): { readonly row: Row | null; readonly repeat: Repeat | null }
  /** What rows say of each other. */
  judgeTogether(repeats: readonly Repeat[]): readonly Defect[]
}

export interface ListVerdict<Row> {
  /** People found, accepted or not. */
  readonly judged: number
  /** The rows without a refusal. A list with any refusal is imported as a whole or not at all. */
  readonly rows: readonly Row[]
  /** By sheet and row. Holds cells as they stand: for the clerk only (defect.ts). */
  readonly defects: readonly Defect[]
  /** Where each header of each sheet that was read stands: sheet → header → column. */
  readonly columns: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/**
 * Judges a whole workbook by the rules of one kind: every defect with its cell, and the rows that have no refusal.
 * `today` is the last day anything can have happened on. Throws a refusal only when the workbook is no such list.
 */
export function judgeList<Key extends string, Row extends RowReader<Key>['at'], Repeat>(
  workbook: Workbook,
  rules: ListRules<Key, Row, Repeat>,
  { today }: { readonly today: Day },
): ListVerdict<Row> {
  const { kind, who } = rules
  const found = findTables(workbook, kind)
  const defects: Defect[] = [...found.defects]
  let judged = 0
  const read = found.tables.flatMap((table) => {
    const { defects: structural, unreadable } = structureDefects(table, kind)
    defects.push(...structural)
    if (table.rows.length === 0)
      defects.push({ ...place(table, table.headerRow, who, undefined), ...rules.nobody })
    const setting = {
      table,
      rules,
      today,
      date1904: workbook.date1904,
      unreadable,
      lacking: lackingOf(table, kind),
    }
    return table.rows.map((row) => rules.judgeRow(readerOf(row, ++judged, setting, defects)))
  })
  for (const defect of rules.judgeTogether(read.flatMap(({ repeat }) => repeat ?? []))) defects.push(defect)

  const refused = new Set(defects.filter(({ severity }) => severity === 'refusal').map(rowOf))
  const order = new Map(workbook.sheets.map(({ name }, index) => [name, index]))
  return {
    judged,
    rows: read.flatMap(({ row }) => (row === null || refused.has(rowOf(row)) ? [] : [row])),
    defects: defects.sort((a, b) => order.get(a.sheet)! - order.get(b.sheet)! || a.row - b.row),
    columns: new Map(found.tables.map((table) => [table.sheet.name, columnsOf(table)])),
  }
}

const rowOf = ({ sheet, row }: { readonly sheet: string; readonly row: number }): string => `${row} ${sheet}`

const columnsOf = <Key extends string>({ headers }: Table<Key>): ReadonlyMap<string, string> =>
  new Map([...headers.values()].map(({ name, column }) => [name, column]))

/** Required columns without a header: told once there, not at every row. */
const lackingOf = <Key extends string>({ headers }: Table<Key>, kind: ListKind<Key>): ReadonlySet<Key> =>
  new Set(kind.columns.flatMap(({ key, required }) => (required && !headers.has(key) ? [key] : [])))

function readerOf<Key extends string>(
  row: TableRow<Key>,
  position: number,
  setting: {
    readonly table: Table<Key>
    readonly rules: { readonly privateUse: Remark }
    readonly today: Day
    readonly date1904: boolean
    readonly unreadable: ReadonlySet<string>
    readonly lacking: ReadonlySet<Key>
  },
  defects: Defect[],
): RowReader<Key> {
  const { table, rules, today, date1904, unreadable, lacking } = setting
  const isUnreadable = (key: Key) => lacking.has(key) || unreadable.has(cellId(row.number, key))
  const placeOf = (key: Key) => place(table, row.number, key, row.cells.get(key))
  return {
    today,
    date1904,
    privateUse: rules.privateUse,
    at: { sheet: row.sheet, row: row.number, position },
    isUnreadable,
    cell: (key) => (isUnreadable(key) ? undefined : row.cells.get(key)),
    hasColumn: (key) => table.headers.has(key),
    header: (key) => table.headers.get(key)?.name ?? '',
    place: placeOf,
    tell: (key, remark) => defects.push({ ...placeOf(key), ...remark }),
  }
}
