import type { Defect } from './defect.ts'
import { hiddenListOnly, notThisList } from './refusals.ts'
import {
  findHeader,
  headerDefects,
  headerNames,
  HEADER_SEARCH_ROWS,
  isBlankContent,
  isList,
  missingHeaders,
  nearestHead,
  noteTeller,
} from './table.ts'
import type { HeaderMapping, ListKind, SheetTraits, TableHead } from './table.ts'
import { MARK_SHEET } from './template.ts'
import { textOf } from './workbook.ts'
import type { MergedRange, Piece, Row, Spreadsheet } from './workbook.ts'

/** Who goes along: rows come in order, each once. */
export interface ListVisitor<Key extends string> {
  /** A list begins; `place` counts the sheets of the workbook from 0. */
  open(head: TableHead<Key>, place: number): void
  /** A person, or what should be one. */
  row(row: Row): void
  /** A total, a signature or the header once more: passed over. */
  note(row: Row): void
  close(merged: readonly MergedRange[]): void
}

/** What is wrong with the file as a whole, and the names of its sheets in order. */
export interface ListWalk {
  readonly defects: readonly Defect[]
  readonly sheets: readonly string[]
}

/** A row this wide in a sheet that is no list may be a list gone unread. */
const SUSPICIOUS_WIDTH = 5

/** The sheet at hand. */
interface Sheet<Key extends string> extends SheetTraits {
  readonly hidden: boolean
  readonly place: number
  /** The first rows, until the header among them is known. */
  first: Row[] | null
  head: TableHead<Key> | null
  wide: Row | null
  isPerson: (row: Row) => boolean
  isNote: (row: Row) => boolean
}

/**
 * Goes once through the lists of one kind in a spreadsheet: every visible sheet whose first rows hold a header row with
 * at least half the kind's columns. Holds the first rows of one sheet and no more. A spreadsheet without any list is
 * refused (`spreadsheets/not-this-list`, `spreadsheets/hidden-list-only`).
 */
export async function walkList<Key extends string>(
  spreadsheet: Spreadsheet,
  kind: ListKind<Key>,
  mapping: HeaderMapping,
  visitor: ListVisitor<Key>,
): Promise<ListWalk> {
  const names = headerNames(kind, mapping)
  const heads: (TableHead<Key> | null)[] = []
  const defects: Defect[] = []
  const sheets: string[] = []
  let lists = 0
  let sheet: Sheet<Key> | null = null

  const settle = (at: Sheet<Key>) => {
    const rows = at.first ?? []
    at.first = null
    const head = findHeader(at, rows, names)
    heads.push(head)
    if (!isList(head, kind)) defects.push(...oldTemplate(at, rows, kind))
    else if (at.hidden) defects.push(sheetDefect(at, head.row.number, ...HIDDEN_SHEET))
    else {
      defects.push(...headerDefects(head, kind))
      at.head = head
      at.isPerson = personTeller(head, kind)
      at.isNote = noteTeller(head)
      lists++
      visitor.open(head, at.place)
    }
    for (const row of rows) take(at, row)
  }
  const take = (at: Sheet<Key>, row: Row) => {
    if (at.head === null) at.wide ??= widthOf(row) >= SUSPICIOUS_WIDTH ? row : null
    else if (row.number > at.head.row.number && at.isPerson(row))
      if (at.isNote(row)) visitor.note(row)
      else visitor.row(row)
  }
  const finish = (at: Sheet<Key>, merged: readonly MergedRange[]) => {
    if (at.first !== null) settle(at)
    if (at.head !== null) visitor.close(merged)
    else if (!at.hidden && at.wide !== null) defects.push(sheetDefect(at, at.wide.number, ...UNREAD_SHEET))
  }

  for await (const piece of spreadsheet.pieces()) {
    if (piece.kind === 'sheet') {
      if (sheet !== null) finish(sheet, [])
      sheet = opened(piece, sheets.length)
      sheets.push(piece.name)
    } else if (piece.kind === 'merged') {
      if (sheet !== null) finish(sheet, piece.ranges)
      sheet = null
    } else if (sheet !== null) {
      for (const row of piece.rows) {
        if (sheet.first === null) take(sheet, row)
        else if (sheet.first.push(row) === HEADER_SEARCH_ROWS) settle(sheet)
      }
    }
  }
  if (sheet !== null) finish(sheet, [])
  if (lists > 0) return { defects, sheets }
  if (heads.some((head) => isList(head, kind))) throw hiddenListOnly(kind.name)
  throw notThisList(kind.name, missingHeaders(nearestHead(heads), kind))
}

const opened = <Key extends string>(
  { name, hidden, date1904, plainText = false }: Extract<Piece, { kind: 'sheet' }>,
  place: number,
): Sheet<Key> => ({
  name,
  hidden,
  date1904,
  plainText,
  place,
  first: [],
  head: null,
  wide: null,
  isPerson: () => false,
  isNote: () => false,
})

const widthOf = ({ cells }: Row): number => cells.filter((content) => !isBlankContent(content)).length

/** A row with anything in a column that is judged. */
function personTeller<Key extends string>(head: TableHead<Key>, kind: ListKind<Key>): (row: Row) => boolean {
  const judged = kind.columns.flatMap(({ key, idle }) =>
    idle ? [] : [head.headers.get(key)?.index ?? []].flat(),
  )
  return ({ cells }) => judged.some((index) => !isBlankContent(cells[index]))
}

const HIDDEN_SHEET = [
  'spreadsheets/hidden-sheet',
  '这张隐藏的工作表也像是名单，没有读入：要读入请取消隐藏',
] as const
const UNREAD_SHEET = [
  'spreadsheets/sheet-not-read',
  '这张工作表没有名单的表头，没有读入：如是名单请补上表头',
] as const

const sheetDefect = ({ name }: { name: string }, row: number, code: string, reason: string): Defect => ({
  sheet: name,
  row,
  column: '',
  value: name,
  code,
  severity: 'warning',
  reason,
})

/** What the hidden mark of a template says of its age. */
function oldTemplate<Key extends string>(
  sheet: { readonly name: string; readonly hidden: boolean },
  rows: readonly Row[],
  { mark }: ListKind<Key>,
): Defect[] {
  const found = sheet.hidden && sheet.name === MARK_SHEET ? textOf(rows[0]?.cells[0]).trim() : ''
  const [family = '', version = ''] = mark.split(' ')
  const [foundFamily, foundVersion = ''] = found.split(' ')
  if (foundFamily !== family || foundVersion === version || !/^[0-9]{1,4}$/.test(foundVersion)) return []
  const reason = `这份表用的是第 ${foundVersion} 版模板，现行是第 ${version} 版：请核对各列，下次请用新模板`
  return [sheetDefect(sheet, 1, 'spreadsheets/old-template', reason)]
}
