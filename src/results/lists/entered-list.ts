import { utf8 } from '../../signing/bytes.ts'
import type { ListColumn } from './approved-columns.ts'
import { listKindOf } from './approved-columns.ts'
import type { ListStage } from './schema.ts'

/** What a form asks of each person; the rest the cycle knows. */
export const ENTRY_COLUMNS = [
  'name',
  'sex',
  'idType',
  'idNumber',
  'employer',
  'employerCode',
  'series',
  'specialty',
  'title',
  'level',
  'obtainedOn',
  'declaredOn',
  'application',
  'scope',
  'remarks',
] as const satisfies readonly ListColumn[]

export type EnteredRow = Readonly<Partial<Record<ListColumn, string>>>

/** The columns a form has for a list of a cycle, as that list spells and offers them. */
export const entryColumns = (stage: ListStage) =>
  listKindOf(stage, true).columns.filter(({ key }) => (ENTRY_COLUMNS as readonly ListColumn[]).includes(key))

/**
 * Typed rows as the text table they would have been uploaded as, so that a typed list is judged by the very same
 * rules; rows with nothing in them are left out. Row 1 is the header.
 */
export function enteredList(stage: ListStage, rows: readonly EnteredRow[]): Uint8Array {
  const columns = entryColumns(stage)
  const lines = rows
    .filter((row) => !isEmptyRow(row))
    .map((row) => columns.map(({ key }) => (row[key] ?? '').trim()))
  const table = [columns.map(({ header }) => header), ...lines]
  return utf8(`${table.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`)
}

/** Nothing typed: a document type alone, which the form offers, is nobody. */
export const isEmptyRow = (row: EnteredRow): boolean =>
  Object.entries(row).every(([key, text]) => key === 'idType' || text.trim() === '')

// RFC 4180.
const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
