import { BIFF, recordsFrom, textAt } from './biff-record.ts'
import { sharedTexts } from './biff-strings.ts'
import { newBudget } from './budget.ts'
import { openCompoundFile } from './compound-file.ts'
import { formatPrecision } from './number-format.ts'
import type { DatePrecision } from './number-format.ts'
import { damagedWorkbook, encryptedWorkbook, forbiddenContent, notAWorkbook, tooLarge } from './refusals.ts'
import { isTextMark } from './workbook.ts'
import type { Piece } from './workbook.ts'
import { xlsSheetPieces } from './xls-sheet.ts'

const MAX_SHEETS = 100
const BIFF8 = 0x0600
const WORKSHEET = 0
// SupBook of the workbook itself, and of add-in functions ([MS-XLS] §2.4.271).
const INNER_BOOKS = [0x0401, 0x3a01]

interface Declared {
  readonly name: string
  readonly hidden: boolean
  readonly offset: number
}

/** What the first part of the stream says of the workbook. */
interface Globals {
  date1904: boolean
  readonly sheets: Declared[]
  readonly formats: Map<number, string>
  readonly precisions: (DatePrecision | null)[]
  readonly texts: Buffer[]
}

/**
 * Reads an .xls of Excel 97–2003 (BIFF8, [MS-XLS]) of unknown origin: the same cells, with the same faults, as the
 * same workbook saved as .xlsx. Throws refusals only; Excel 95 and older are refused with advice.
 */
export async function* xlsPieces(bytes: Uint8Array): AsyncGenerator<Piece, void> {
  const file = openCompoundFile(bytes)
  if (file.names.includes('_VBA_PROJECT_CUR')) throw forbiddenContent('macros')
  const found = file.read('Workbook')
  if (found === null) throw damagedWorkbook('没有工作簿部件')
  const stream = Buffer.from(found.buffer, found.byteOffset, found.byteLength)
  const globals = readGlobals(stream)
  const { date1904, precisions } = globals
  const texts = globals.texts.length === 0 ? [] : await sharedTexts(globals.texts)
  const budget = newBudget()
  const marked = globals.sheets.some(isTextMark) && { plainText: true }
  for (const { name, hidden, offset } of globals.sheets.filter((sheet) => !isTextMark(sheet))) {
    yield { kind: 'sheet', name, hidden, date1904, ...marked }
    yield* xlsSheetPieces(recordsFrom(stream, offset), { texts, precisions, date1904, budget })
  }
}

function readGlobals(stream: Buffer): Globals {
  const globals: Globals = { date1904: false, sheets: [], formats: new Map(), precisions: [], texts: [] }
  const formatIds: number[] = []
  let before: number = BIFF.BOF
  let first = true
  for (const { id, data } of recordsFrom(stream, 0)) {
    if (first) refuseOtherVersions(id, data)
    first = false
    if (id === BIFF.EOF) {
      globals.precisions.push(...formatIds.map((format) => formatPrecision(format, globals.formats)))
      return globals
    }
    if (id === BIFF.FILEPASS) throw encryptedWorkbook()
    if (id === BIFF.CONTINUE && before === BIFF.SST) globals.texts.push(data)
    if (id !== BIFF.CONTINUE) {
      takeGlobal(globals, formatIds, id, data)
      before = id
    }
  }
  throw damagedWorkbook('记录不完整')
}

function refuseOtherVersions(id: number, data: Buffer): void {
  if (id !== BIFF.BOF || data.length < 4) throw damagedWorkbook('没有工作簿部件')
  if (data.readUInt16LE(0) !== BIFF8) throw notAWorkbook('old-xls')
}

function takeGlobal(globals: Globals, formatIds: number[], id: number, data: Buffer): void {
  switch (id) {
    case BIFF.DATE1904:
      globals.date1904 = number(data, 0) === 1
      break
    case BIFF.FORMAT:
      globals.formats.set(number(data, 0), textAt(data, 2))
      break
    case BIFF.XF:
      formatIds.push(number(data, 2))
      break
    case BIFF.SST:
      globals.texts.push(data)
      break
    case BIFF.SUPBOOK:
      if (!INNER_BOOKS.includes(number(data, 2))) throw forbiddenContent('external-links')
      break
    case BIFF.BOUNDSHEET:
      takeSheet(globals.sheets, data)
  }
}

/** Charts and macro sheets are passed over. One place for two sheets would multiply the work: it is refused. */
function takeSheet(sheets: Declared[], data: Buffer): void {
  if (data.length < 8) throw damagedWorkbook('工作表没有内容')
  const offset = data.readUInt32LE(0)
  if (data[5] !== WORKSHEET) return
  if (sheets.length === MAX_SHEETS) throw tooLarge('sheets', MAX_SHEETS)
  if (sheets.some((sheet) => sheet.offset === offset)) throw damagedWorkbook('工作表重复')
  sheets.push({ name: textAt(data, 6, true), hidden: (data[4]! & 3) !== 0, offset })
}

function number(data: Buffer, at: number): number {
  if (data.length < at + 2) throw damagedWorkbook('记录不完整')
  return data.readUInt16LE(at)
}
