import type { Day } from '../calendar/day.ts'
import type { Remark } from './defect.ts'
import { ownText } from './own-text.ts'
import { CELL_FAULTS, HIDDEN_ROW, judgedColumns } from './row-defects.ts'
import type { mergedCells } from './row-defects.ts'
import type { ListKind, TableHead } from './table.ts'
import { cellOf } from './workbook.ts'
import type { Cell, Row } from './workbook.ts'

/** What the rules of a kind see of one row. */
export interface RowReader<Key extends string> {
  readonly today: Day
  readonly date1904: boolean
  /** A text table: see `Piece`. */
  readonly plainText: boolean
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
  tell(key: Key, remark: Remark): void
  /** Reads a cell, and the same text in the same column never twice: `read` may look at this cell and no other. */
  once<T>(key: Key, read: (row: RowReader<Key>, key: Key) => T): T
  /** An answer that depends on nothing but `question`, found once. */
  recall<T>(question: string, find: () => T): T
  /** What rows share or differ in by the kind's rule of that name. */
  repeats(rule: string, key: string, differing?: string): void
}

/** The reader of a sheet, moved from row to row. */
export interface MovingReader<Key extends string> extends RowReader<Key> {
  /** Tells what is wrong with cells whatever they mean. */
  move(row: Row, position: number): void
}

export interface ReaderSetting<Key extends string> {
  readonly head: TableHead<Key>
  readonly kind: ListKind<Key>
  readonly today: Day
  readonly privateUse: Remark
  readonly merged: ReturnType<typeof mergedCells<Key>>
  readonly memory: Memory
  tell(row: Row, key: Key, remark: Remark): void
  tellRow(row: Row, remark: Remark): void
  repeats(rule: string, key: string, differing: string): void
}

/** Answers kept while a spreadsheet is judged, so many of each column. */
const MOST_REMEMBERED = 4_000
export type Memory = Map<string, Map<string, unknown>>

interface Remembered<Key> {
  readonly value: unknown
  readonly told: readonly { readonly key: Key; readonly remark: Remark }[]
}

export function rowReader<Key extends string>(setting: ReaderSetting<Key>): MovingReader<Key> {
  const { head, kind, merged, memory } = setting
  const { sheet, date1904, plainText, headers } = head
  const judged = judgedColumns(head, kind)
  // Told once at the header, not at every row.
  const lacking = new Set(
    kind.columns.flatMap(({ key, required }) => (required && !headers.has(key) ? [key] : [])),
  )
  const unreadable = new Set<Key>()
  let row: Row = head.row
  let position = 0
  let recording: { key: Key; remark: Remark }[] | null = null

  const contentOf = (key: Key) => {
    const place = headers.get(key)
    return place === undefined || unreadable.has(key) ? undefined : row.cells[place.index]
  }
  const tell = (key: Key, remark: Remark) => {
    recording?.push({ key, remark })
    setting.tell(row, key, remark)
  }
  const reader: MovingReader<Key> = {
    today: setting.today,
    date1904,
    plainText,
    privateUse: setting.privateUse,
    get at() {
      return { sheet, row: row.number, position }
    },
    move(next, count) {
      row = next
      position = count
      if (unreadable.size > 0) unreadable.clear()
      if (row.hidden) setting.tellRow(row, HIDDEN_ROW)
      for (const { key, covered, remark } of merged(row)) {
        setting.tell(row, key, remark)
        if (covered) unreadable.add(key)
      }
      for (const { key, index } of judged) {
        const content = row.cells[index]
        const fault = typeof content === 'object' ? CELL_FAULTS[content.kind] : undefined
        if (fault === undefined) continue
        if (!unreadable.has(key)) setting.tell(row, key, fault)
        unreadable.add(key)
      }
    },
    isUnreadable: (key) => unreadable.has(key) || lacking.has(key),
    cell: (key) => cellOf(contentOf(key)),
    hasColumn: (key) => headers.has(key),
    header: (key) => headers.get(key)?.name ?? '',
    tell,
    once<T>(key: Key, read: (row: RowReader<Key>, key: Key) => T): T {
      const content = contentOf(key)
      if (typeof content !== 'string' || content === '') return read(reader, key)
      const known = remembered(memory, key)
      const found = known.get(content) as Remembered<Key> | undefined
      if (found !== undefined) {
        for (const each of found.told) setting.tell(row, each.key, each.remark)
        return found.value as T
      }
      recording = []
      const value = read(reader, key)
      if (known.size < MOST_REMEMBERED) known.set(ownText(content), { value, told: recording })
      recording = null
      return value
    },
    recall<T>(question: string, find: () => T): T {
      const known = remembered(memory, '')
      if (known.has(question)) return known.get(question) as T
      const answer = find()
      if (known.size < MOST_REMEMBERED) known.set(ownText(question), answer)
      return answer
    },
    repeats: (rule, key, differing = '') => setting.repeats(rule, key, differing),
  }
  return reader
}

function remembered(memory: Memory, name: string): Map<string, unknown> {
  const known = memory.get(name)
  if (known !== undefined) return known
  const made = new Map<string, unknown>()
  memory.set(name, made)
  return made
}
