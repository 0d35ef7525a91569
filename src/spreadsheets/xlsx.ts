import { newBudget } from './budget.ts'
import { readManifest } from './manifest.ts'
import { stylesHandler } from './number-format.ts'
import type { DatePrecision } from './number-format.ts'
import { damagedWorkbook, forbiddenContent, notAWorkbook } from './refusals.ts'
import { sharedStringsHandler } from './shared-strings.ts'
import { sheetHandler } from './sheet.ts'
import { stringTable } from './string-table.ts'
import { isTextMark } from './workbook.ts'
import type { MergedRange, Piece, Row } from './workbook.ts'
import { xmlScanner } from './xml.ts'
import type { XmlHandler } from './xml.ts'
import { openPackage } from './zip.ts'
import type { OfficePackage } from './zip.ts'

/** Reads an Office Open XML workbook (ECMA-376) of unknown origin, a chunk at a time. Throws refusals only. */
export async function* xlsxPieces(bytes: Uint8Array): AsyncGenerator<Piece, void> {
  const parts = await openPackage(bytes)
  refuseOtherPackages(parts)
  const whole = async (part: string, handler: XmlHandler) => {
    for await (const _ of scanned(parts, part, handler));
  }
  const { date1904, sharedStrings, styles, sheets } = await readManifest(whole)
  const strings = stringTable()
  const precisions: (DatePrecision | null)[] = []
  if (sharedStrings !== null) await whole(sharedStrings, sharedStringsHandler(strings))
  if (styles !== null) await whole(styles, stylesHandler(precisions))

  const budget = newBudget()
  const marked = sheets.some(isTextMark) && { plainText: true }
  for (const { name, hidden, part } of sheets.filter((sheet) => !isTextMark(sheet))) {
    yield { kind: 'sheet', name, hidden, date1904, ...marked }
    const rows: Row[] = []
    const ranges: MergedRange[] = []
    const handler = sheetHandler({ strings, precisions, date1904, budget, rows, merged: ranges })
    for await (const _ of scanned(parts, part, handler))
      if (rows.length > 0) yield { kind: 'rows', rows: rows.splice(0) }
    yield { kind: 'merged', ranges }
  }
}

/** Tells the other kinds of .zip by their parts. */
function refuseOtherPackages({ parts }: OfficePackage): void {
  if (parts.some((part) => part.endsWith('vbaproject.bin'))) throw forbiddenContent('macros')
  if (parts.some((part) => part.startsWith('xl/externallinks/'))) throw forbiddenContent('external-links')
  if (parts.includes('_rels/.rels') && parts.some((part) => part.startsWith('xl/'))) {
    if (parts.includes('xl/workbook.bin')) throw notAWorkbook('excel-binary')
    return
  }
  if (parts.some((part) => part.startsWith('word/'))) throw notAWorkbook('word')
  if (parts.some((part) => part.startsWith('ppt/'))) throw notAWorkbook('presentation')
  throw notAWorkbook(parts.includes('content.xml') ? 'opendocument' : 'archive')
}

/** Stops after each chunk, so that what it held can be passed on. */
async function* scanned(
  parts: OfficePackage,
  part: string,
  handler: XmlHandler,
): AsyncGenerator<undefined, void> {
  const bytes = parts.read(part)
  if (bytes === null) throw damagedWorkbook('缺少部件')
  const scanner = xmlScanner(handler)
  for await (const chunk of bytes) {
    scanner.push(chunk)
    yield
  }
  scanner.end()
}
