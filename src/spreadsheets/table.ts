import { COLUMN_NAMES } from './column.ts'
import type { Defect } from './defect.ts'
import { compact } from './full-width.ts'
import { similarity } from './similar.ts'
import { textOf } from './workbook.ts'
import type { Content, Row } from './workbook.ts'

/** A column a kind of list has; headers match without blanks, width, marks and remarks in brackets. */
export interface ColumnSpec<Key extends string> {
  readonly key: Key
  readonly header: string
  readonly also?: readonly string[]
  /** A list without this header is refused. */
  readonly required: boolean
  /** Never judged: running numbers and remarks. */
  readonly idle?: boolean
  /** Read where there is one, but no mark of the list: other tables have it too. */
  readonly aside?: boolean
  /** What a template offers to choose from. */
  readonly choices?: readonly string[]
  /** What a template says of the column. */
  readonly note?: string
}

export interface ListKind<Key extends string> {
  /** Which template: the hidden mark of a file made from it. Counts up when columns change. */
  readonly mark: string
  /** 通过人员名单, for messages. */
  readonly name: string
  readonly columns: readonly ColumnSpec<Key>[]
}

/** Where a list begins on a sheet, and which column holds what. */
export interface TableHead<Key extends string> {
  readonly sheet: string
  readonly date1904: boolean
  readonly plainText: boolean
  readonly row: Row
  /** Header names as the spreadsheet spells them; `index` counts columns from 0. */
  readonly headers: ReadonlyMap<Key, { readonly name: string; readonly index: number }>
  readonly twice: readonly { readonly name: string }[]
}

export interface SheetTraits {
  readonly name: string
  readonly date1904: boolean
  readonly plainText: boolean
}

/** What an office has said of its own headers: a header's name (`headerName`) → the column it is. */
export type HeaderMapping = ReadonlyMap<string, string>

export const HEADER_SEARCH_ROWS = 20

/** A header without blanks, width, marks and remarks in brackets: “取得时间 *（年-月-日）” is 取得时间. */
export const headerName = (text: string): string =>
  compact(text)
    .replace(/[([【〔].*?[)\]】〕]/g, '')
    .replace(/[*※:、.]/g, '')

/** Header names → columns: the kind's own, and what the office has said. */
export function headerNames<Key extends string>(
  kind: ListKind<Key>,
  mapping: HeaderMapping,
): ReadonlyMap<string, Key> {
  const names = new Map<string, Key>()
  const keys = new Map(kind.columns.map(({ key }) => [key as string, key]))
  for (const [name, said] of mapping) {
    const key = keys.get(said)
    if (key !== undefined) names.set(name, key)
  }
  for (const { key, header, also } of kind.columns)
    for (const name of [header, ...(also ?? [])]) names.set(name, key)
  return names
}

/** The row among a sheet's first with most of the kind's columns, the first of equals; null without any row. */
export function findHeader<Key extends string>(
  sheet: SheetTraits,
  rows: readonly Row[],
  names: ReadonlyMap<string, Key>,
): TableHead<Key> | null {
  return nearestHead(rows.slice(0, HEADER_SEARCH_ROWS).map((row) => matchRow(sheet, row, names)))
}

export const nearestHead = <Key extends string>(
  heads: readonly (TableHead<Key> | null)[],
): TableHead<Key> | null =>
  heads.reduce((best, next) => ((next?.headers.size ?? 0) > (best?.headers.size ?? 0) ? next : best), null)

/** At least half the columns that tell the kind: less is another table. */
export const isList = <Key extends string>(
  head: TableHead<Key> | null,
  kind: ListKind<Key>,
): head is TableHead<Key> => {
  const telling = kind.columns.filter(({ aside }) => aside !== true)
  return head !== null && telling.filter(({ key }) => head.headers.has(key)).length * 2 >= telling.length
}

function matchRow<Key extends string>(
  sheet: SheetTraits,
  row: Row,
  names: ReadonlyMap<string, Key>,
): TableHead<Key> {
  const headers = new Map<Key, { name: string; index: number }>()
  const twice: { name: string }[] = []
  for (const [index, content] of row.cells.entries()) {
    const text = textOf(content)
    const key = names.get(headerName(text))
    if (key === undefined) continue
    if (headers.has(key)) twice.push({ name: spelled(text) })
    else headers.set(key, { name: spelled(text), index })
  }
  const { name, date1904, plainText } = sheet
  return { sheet: name, date1904, plainText, row, headers, twice }
}

const spelled = (text: string): string => text.replace(/\s+/g, ' ').trim()

export const missingHeaders = <Key extends string>(
  head: TableHead<Key> | null,
  kind: ListKind<Key>,
): string[] =>
  kind.columns
    .filter(({ key, required }) => required && !head?.headers.has(key))
    .map((column) => column.header)

/** Missing headers, with the unknown one that looks most like each, and headers that stand twice. */
export function headerDefects<Key extends string>(head: TableHead<Key>, kind: ListKind<Key>): Defect[] {
  const at = { sheet: head.sheet, row: head.row.number, severity: 'refusal' } as const
  const missing = kind.columns
    .filter(({ key, required }) => required && !head.headers.has(key))
    .map((column) => ({
      ...at,
      column: column.header,
      value: '',
      code: 'spreadsheets/missing-header',
      reason: `表头缺少“${column.header}”列：${similarHeader(head, column)}`,
    }))
  const twice = head.twice.map(({ name }) => ({
    ...at,
    column: name,
    value: name,
    code: 'spreadsheets/duplicate-header',
    reason: `表头“${name}”出现不止一次，不知以哪一列为准：请删去多余的一列`,
  }))
  return [...missing, ...twice]
}

const ALIKE = 0.4

function similarHeader<Key extends string>(
  { row, headers }: TableHead<Key>,
  { header, also = [] }: ColumnSpec<Key>,
): string {
  const known = new Set([...headers.values()].map(({ index }) => index))
  const unknown = row.cells.flatMap((content, index) => {
    const name = headerName(textOf(content))
    if (known.has(index) || name === '') return []
    const likeness = Math.max(...[header, ...also].map((word) => similarity(word, name)))
    return [{ name: spelled(textOf(content)), index, likeness }]
  })
  const best = unknown.reduce<(typeof unknown)[number] | null>(
    (best, next) => (next.likeness > (best?.likeness ?? ALIKE) ? next : best),
    null,
  )
  if (best === null) return '请对照模板补上'
  return `“${best.name}”（${COLUMN_NAMES[best.index + 1]}列）是不是这一列？是的话请改名，或指明一次由系统记住`
}

export const isBlankContent = (content: Content): boolean =>
  content === undefined ||
  (typeof content === 'string'
    ? content.trim() === ''
    : content.kind === 'text' && content.text.trim() === '')

const NOTE =
  /^(合计|总计|小计|共计|累计|(填表|制表|填报|审核|复核|校对|经办|负责|联系)(人|单位|日期|电话)?|单位负责人|备注|说明|注)([:：0-9(（人]|$)/
/** People fill most of their row; totals and signatures fill a few cells. */
const NOTE_WIDTH = 4

/** Tells totals, signature lines and the header printed again from people. */
export function noteTeller<Key extends string>({ row }: TableHead<Key>): (row: Row) => boolean {
  const names = new Set(row.cells.map((content) => headerName(textOf(content))))
  return ({ cells }) => {
    let filled = 0
    let first = ''
    for (const content of cells) {
      if (isBlankContent(content)) continue
      if (filled === 0) first = textOf(content)
      if (++filled > NOTE_WIDTH) break
    }
    if (filled <= NOTE_WIDTH && NOTE.test(compact(first))) return true
    // A running number is no header: this spares nearly every row the comparison.
    if (filled <= 2 || /^[0-9]/.test(first) || !names.has(headerName(first))) return false
    return cells.every((content) => isBlankContent(content) || names.has(headerName(textOf(content))))
  }
}

/** approved-list 1 → approved-list: the kind, whatever its version. */
export const familyOf = ({ mark }: ListKind<string>): string => mark.split(' ')[0] ?? mark
