import { getTableColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

const CHUNK_CHARACTERS = 1 << 16

export type CopiedColumns = readonly (readonly [
  key: string,
  column: { readonly name: string; mapToDriverValue(value: unknown): unknown },
])[]

/** Every column of a table, in the order its lines hold them. */
export const copiedColumns = (table: PgTable): CopiedColumns => Object.entries(getTableColumns(table))

/** Rows in PostgreSQL's COPY text format, some 64,000 characters at a time. */
export function* copyLines(
  columns: CopiedColumns,
  rows: Iterable<Readonly<Record<string, unknown>>>,
): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    let line = ''
    for (const [key, column] of columns) {
      const value = row[key]
      line += line === '' ? '' : '\t'
      line += value === null || value === undefined ? '\\N' : copyCell(column.mapToDriverValue(value))
    }
    chunk += `${line}\n`
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk
      chunk = ''
    }
  }
  if (chunk !== '') yield chunk
}

const SPECIAL = /[\\\t\n\r]/g
const ESCAPED: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

// PostgreSQL's COPY text format. A driver value is a string, number, bigint, boolean or bytes.
function copyCell(value: unknown): string {
  if (value instanceof Uint8Array)
    return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  return String(value).replace(SPECIAL, (char) => ESCAPED[char] ?? char)
}
