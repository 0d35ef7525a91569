import type { Day } from '../calendar/day.ts'
import type { IdDocument, IdDocumentType } from '../people/id-document.ts'
import type { Defect } from '../spreadsheets/defect.ts'
import { cellId, place, structureDefects } from '../spreadsheets/row-defects.ts'
import { findTables } from '../spreadsheets/table.ts'
import type { Table, TableRow } from '../spreadsheets/table.ts'
import type { Workbook } from '../spreadsheets/workbook.ts'
import type { LevelCode } from '../titles/level.ts'
import type { Route } from '../titles/route.ts'
import type { ValidityScope } from '../titles/validity-scope.ts'
import { APPROVED_LIST } from './approved-columns.ts'
import type { ApprovedColumn } from './approved-columns.ts'
import { repeatDefects } from './list-repeats.ts'
import type { RepeatKeys } from './list-repeats.ts'
import * as cell from './list-cell.ts'
import { noPeople, sexContradiction } from './reasons.ts'

/** One person's new title as the committee's spreadsheet gives it, every cell accepted. */
export interface ApprovedRow {
  readonly sheet: string
  /** As the spreadsheet numbers it. */
  readonly row: number
  /** Place among the people of the file, from 1; what 序号 says is nobody's number. */
  readonly position: number
  /** Exactly as given. */
  readonly name: string
  readonly sex: '男' | '女'
  readonly idType: IdDocumentType
  /** Half width, no blanks, capitals. */
  readonly idNumber: string
  readonly employer: string
  readonly employerCode: string
  readonly series: string
  readonly specialty: string
  readonly title: string
  /** Never 410 or 430. */
  readonly level: LevelCode
  readonly route: Route
  readonly obtainedOn: Day
  /** Required of a review; other routes may have none. */
  readonly committee: string | null
  readonly scope: ValidityScope
  readonly remarks: string | null
}

export interface ApprovedListVerdict {
  /** People found, accepted or not. */
  readonly judged: number
  /** The rows without a refusal. A list with any refusal is imported as a whole or not at all. */
  readonly rows: readonly ApprovedRow[]
  /** By sheet and row. Holds cells as they stand: for the clerk only (spreadsheets/defect.ts). */
  readonly defects: readonly Defect[]
}

/**
 * Judges a committee's list of approved people, the whole file at once: every defect with its cell, and the rows
 * that have no refusal. `today` is the last day a title can have been obtained on. Throws a refusal only when the
 * workbook is no such list.
 */
export function judgeApprovedList(
  workbook: Workbook,
  { today }: { readonly today: Day },
): ApprovedListVerdict {
  const found = findTables(workbook, APPROVED_LIST)
  const defects: Defect[] = [...found.defects]
  const judged = found.tables.flatMap((table) => {
    const { defects: structural, unreadable } = structureDefects(table, APPROVED_LIST)
    defects.push(...structural)
    if (table.rows.length === 0)
      defects.push({ ...place(table, table.headerRow, 'name', undefined), ...noPeople })
    const lacking = new Set(
      APPROVED_LIST.columns.flatMap(({ key, required }) =>
        required && !table.headers.has(key) ? [key] : [],
      ),
    )
    const setting: Setting = { table, today, date1904: workbook.date1904, unreadable, lacking }
    return table.rows.map((row) => judgeRow(row, setting, defects))
  })
  defects.push(...repeatDefects(judged.flatMap(({ repeat }) => repeat ?? [])))

  const refused = new Set(defects.filter(({ severity }) => severity === 'refusal').map(rowOf))
  const order = new Map(workbook.sheets.map(({ name }, index) => [name, index]))
  return {
    judged: judged.length,
    rows: judged.flatMap(({ row }, index) =>
      row === null || refused.has(rowOf(row)) ? [] : [{ ...row, position: index + 1 }],
    ),
    defects: defects.sort((a, b) => order.get(a.sheet)! - order.get(b.sheet)! || a.row - b.row),
  }
}

const rowOf = ({ sheet, row }: { readonly sheet: string; readonly row: number }): string => `${row} ${sheet}`

interface Setting {
  readonly table: Table<ApprovedColumn>
  readonly today: Day
  readonly date1904: boolean
  readonly unreadable: ReadonlySet<string>
  /** Required columns without a header: told once there, not at every row. */
  readonly lacking: ReadonlySet<ApprovedColumn>
}

function readerOf(
  row: TableRow<ApprovedColumn>,
  setting: Setting,
  defects: Defect[],
): cell.RowReader<ApprovedColumn> {
  const { table, today, date1904, unreadable, lacking } = setting
  const isUnreadable = (key: ApprovedColumn) => lacking.has(key) || unreadable.has(cellId(row.number, key))
  return {
    today,
    date1904,
    isUnreadable,
    cell: (key) => (isUnreadable(key) ? undefined : row.cells.get(key)),
    header: (key) => table.headers.get(key)?.name ?? '',
    tell: (key, remark) => defects.push({ ...place(table, row.number, key, row.cells.get(key)), ...remark }),
  }
}

interface JudgedRow {
  readonly row: Omit<ApprovedRow, 'position'> | null
  /** What tells a repeat; null when the person is not known for sure. */
  readonly repeat: RepeatKeys | null
}

function judgeRow(source: TableRow<ApprovedColumn>, setting: Setting, defects: Defect[]): JudgedRow {
  const reader = readerOf(source, setting, defects)
  const name = cell.readName(reader, 'name')
  const sex = cell.readSex(reader, 'sex')
  const idType = cell.readIdType(reader, 'idType')
  const id = cell.readId(reader, 'idType', 'idNumber', idType)
  if (id?.idNumber && sex !== null && id.idNumber.sex !== sex)
    reader.tell('sex', sexContradiction(id.idNumber.sex))
  const employer = cell.readText(reader, 'employer', true)
  const employerCode = cell.readEmployerCode(reader, 'employerCode')
  const series = cell.readSeries(reader, 'series')
  const specialty = cell.readText(reader, 'specialty', true)
  const title = cell.readText(reader, 'title', true)
  const level = cell.readLevel(reader, 'level')
  cell.tellTitle(reader, 'title', { series, title, level })
  const route = cell.readRoute(reader, 'route')
  const obtainedOn = cell.readDay(reader, 'obtainedOn')
  const committee = cell.readText(reader, 'committee', route === 'review')
  const scope = cell.readScope(reader, 'scope')

  const read = {
    name,
    sex,
    idType,
    employer,
    employerCode,
    series,
    specialty,
    title,
    level,
    route,
    obtainedOn,
    scope,
  }
  return {
    row:
      id !== null && isComplete(read)
        ? {
            ...read,
            sheet: source.sheet,
            row: source.number,
            idNumber: id.number,
            committee,
            remarks: source.cells.get('remarks')?.text.trim() ?? null,
          }
        : null,
    repeat: repeatOf(source, setting.table, id, name, series && title && `${series} ${title}`),
  }
}

type Complete<T> = { readonly [K in keyof T]: NonNullable<T[K]> }

const isComplete = <T extends object>(read: T): read is T & Complete<T> =>
  Object.values(read).every((value) => value !== null)

function repeatOf(
  source: TableRow<ApprovedColumn>,
  table: Table<ApprovedColumn>,
  id: IdDocument | null,
  name: string | null,
  title: string | null,
): RepeatKeys | null {
  if (id === null) return null
  return {
    sheet: source.sheet,
    row: source.number,
    person: id.idNumber?.full ?? `${id.type} ${id.number}`,
    name,
    title,
    atNumber: place(table, source.number, 'idNumber', source.cells.get('idNumber')),
    atName: place(table, source.number, 'name', source.cells.get('name')),
  }
}
