import type { Defect } from './defect.ts'
import { compact } from './full-width.ts'
import { hiddenListOnly, notThisList } from './refusals.ts'
import type { Cell, Row, Sheet, Workbook } from './workbook.ts'

/** A column a kind of list has; headers match without blanks, width, marks and remarks in brackets. */
export interface ColumnSpec<Key extends string> {
  readonly key: Key
  readonly header: string
  readonly also?: readonly string[]
  /** A list without this header is refused. */
  readonly required: boolean
  /** Never judged: running numbers and remarks. */
  readonly idle?: boolean
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

export interface TableRow<Key extends string> {
  readonly sheet: string
  readonly number: number
  readonly hidden: boolean
  readonly cells: ReadonlyMap<Key, Cell>
}

export interface Table<Key extends string> {
  readonly sheet: Sheet
  readonly headerRow: number
  /** Header names as the spreadsheet spells them, and where they stand. */
  readonly headers: ReadonlyMap<Key, { readonly name: string; readonly column: string }>
  /** Rows of people, or what should be. */
  readonly rows: readonly TableRow<Key>[]
  /** Totals, signatures and repeated headers among them, which were passed over. */
  readonly notes: readonly Row[]
}

const HEADER_SEARCH_ROWS = 20
/** A row this wide in a sheet that is no list may be a list gone unread. */
const SUSPICIOUS_WIDTH = 5

interface Header<Key extends string> {
  readonly row: Row
  readonly found: Map<Key, { name: string; column: string }>
  readonly twice: readonly { readonly name: string }[]
}

/**
 * Finds the lists of one kind in a workbook: every visible sheet whose first rows hold a header row that has at
 * least half the kind's columns. Missing and doubled headers are defects; a workbook without any list is refused.
 */
export function findTables<Key extends string>(
  workbook: Workbook,
  kind: ListKind<Key>,
): { readonly tables: readonly Table<Key>[]; readonly defects: readonly Defect[] } {
  const tables: Table<Key>[] = []
  const defects: Defect[] = []
  const sheets = workbook.sheets.map((sheet) => ({ sheet, header: findHeader(sheet, kind) }))
  const isList = (header: Header<Key> | null): header is Header<Key> =>
    header !== null && header.found.size * 2 >= kind.columns.length

  for (const { sheet, header } of sheets) {
    if (!isList(header)) defects.push(...unreadSheet(sheet))
    else if (sheet.hidden) defects.push(sheetDefect(sheet, header.row.number, ...HIDDEN_SHEET))
    else {
      defects.push(...headerDefects(sheet, header, kind))
      tables.push(tableOf(sheet, header, kind))
    }
  }
  if (tables.length > 0) return { tables, defects }
  if (sheets.some(({ header }) => isList(header))) throw hiddenListOnly(kind.name)
  throw notThisList(kind.name, missingHeaders(nearest(sheets.map(({ header }) => header)), kind))
}

/** A header without blanks, width, marks and remarks in brackets: “取得时间 *（年-月-日）” is 取得时间. */
export const headerName = (text: string): string =>
  compact(text)
    .replace(/[([【〔].*?[)\]】〕]/g, '')
    .replace(/[*※:、.]/g, '')

function findHeader<Key extends string>(sheet: Sheet, kind: ListKind<Key>): Header<Key> | null {
  const keys = new Map(
    kind.columns.flatMap(({ key, header, also }) =>
      [header, ...(also ?? [])].map((name) => [name, key] as const),
    ),
  )
  return nearest(sheet.rows.slice(0, HEADER_SEARCH_ROWS).map((row) => matchRow(row, keys)))
}

/** The candidate with most columns, the first of equals. */
const nearest = <Key extends string>(candidates: readonly (Header<Key> | null)[]): Header<Key> | null =>
  candidates.reduce((best, next) => ((next?.found.size ?? 0) > (best?.found.size ?? 0) ? next : best), null)

function matchRow<Key extends string>(row: Row, keys: ReadonlyMap<string, Key>): Header<Key> {
  const found: Header<Key>['found'] = new Map()
  const twice: { name: string }[] = []
  for (const { text, column } of row.cells) {
    const key = keys.get(headerName(text))
    const name = text.replace(/\s+/g, ' ').trim()
    if (key === undefined) continue
    if (found.has(key)) twice.push({ name })
    else found.set(key, { name, column })
  }
  return { row, found, twice }
}

const missingHeaders = <Key extends string>(header: Header<Key> | null, kind: ListKind<Key>): string[] =>
  kind.columns
    .filter(({ key, required }) => required && !header?.found.has(key))
    .map((column) => column.header)

function headerDefects<Key extends string>(sheet: Sheet, header: Header<Key>, kind: ListKind<Key>): Defect[] {
  const at = { sheet: sheet.name, row: header.row.number, severity: 'refusal' } as const
  const missing = missingHeaders(header, kind).map((column) => ({
    ...at,
    column,
    value: '',
    code: 'spreadsheets/missing-header',
    reason: `表头缺少“${column}”列：请对照模板补上`,
  }))
  const twice = header.twice.map(({ name }) => ({
    ...at,
    column: name,
    value: name,
    code: 'spreadsheets/duplicate-header',
    reason: `表头“${name}”出现不止一次，不知以哪一列为准：请删去多余的一列`,
  }))
  return [...missing, ...twice]
}

const HIDDEN_SHEET = [
  'spreadsheets/hidden-sheet',
  '这张隐藏的工作表也像是名单，没有读入：要读入请取消隐藏',
] as const
const UNREAD_SHEET = [
  'spreadsheets/sheet-not-read',
  '这张工作表没有名单的表头，没有读入：如是名单请补上表头',
] as const

const unreadSheet = (sheet: Sheet): Defect[] => {
  const wide = sheet.hidden ? undefined : sheet.rows.find(({ cells }) => cells.length >= SUSPICIOUS_WIDTH)
  return wide === undefined ? [] : [sheetDefect(sheet, wide.number, ...UNREAD_SHEET)]
}

const sheetDefect = (sheet: Sheet, row: number, code: string, reason: string): Defect => ({
  sheet: sheet.name,
  row,
  column: '',
  value: sheet.name,
  code,
  severity: 'warning',
  reason,
})

function tableOf<Key extends string>(sheet: Sheet, header: Header<Key>, kind: ListKind<Key>): Table<Key> {
  const keys = new Map([...header.found].map(([key, { column }]) => [column, key]))
  const idle = new Set(kind.columns.flatMap(({ key, idle }) => (idle ? [key] : [])))
  const rows: TableRow<Key>[] = []
  const notes: Row[] = []
  for (const row of sheet.rows) {
    if (row.number <= header.row.number) continue
    const cells = new Map<Key, Cell>()
    for (const cell of row.cells) {
      const key = keys.get(cell.column)
      if (key !== undefined && !isBlank(cell)) cells.set(key, cell)
    }
    const judged = [...cells.keys()].some((key) => !idle.has(key))
    if (judged && isNote(row, header.row)) notes.push(row)
    else if (judged) rows.push({ sheet: sheet.name, number: row.number, hidden: row.hidden, cells })
  }
  return { sheet, headerRow: header.row.number, headers: header.found, rows, notes }
}

const isBlank = (cell: Cell): boolean => cell.kind === 'text' && cell.text.trim() === ''

const NOTE =
  /^(合计|总计|小计|共计|累计|(填表|制表|填报|审核|复核|校对|经办|负责|联系)(人|单位|日期|电话)?|单位负责人|备注|说明|注)([:：0-9(（人]|$)/
/** People fill most of their row; totals and signatures fill a few cells. */
const NOTE_WIDTH = 4

/** A total, a signature line or the header printed again: no person. */
function isNote(row: Row, header: Row): boolean {
  const filled = row.cells.filter((cell) => !isBlank(cell))
  if (filled.length <= NOTE_WIDTH && NOTE.test(compact(filled[0]?.text ?? ''))) return true
  const names = new Set(header.cells.map(({ text }) => headerName(text)))
  return filled.length > 2 && filled.every(({ text }) => names.has(headerName(text)))
}
