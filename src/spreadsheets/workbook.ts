import { damagedWorkbook, emptyFile, encryptedWorkbook, forbiddenContent, notAWorkbook } from './refusals.ts'
import type { CellKind } from './cell-value.ts'
import { stylesHandler } from './number-format.ts'
import type { DatePrecision } from './number-format.ts'
import { readManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { seemingFormat } from './seeming.ts'
import { sharedStringsHandler } from './shared-strings.ts'
import { sheetHandler } from './sheet.ts'
import type { SheetBudget } from './sheet.ts'
import { xmlScanner } from './xml.ts'
import type { XmlHandler } from './xml.ts'
import { openPackage } from './zip.ts'
import type { OfficePackage } from './zip.ts'

export interface Workbook {
  /** Serial numbers count from 1904-01-01 instead of 1899-12-30. */
  readonly date1904: boolean
  readonly sheets: readonly Sheet[]
}

export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  /** Rows with content only, in order. */
  readonly rows: readonly Row[]
  readonly merged: readonly MergedRange[]
}

export interface Row {
  /** As the spreadsheet numbers it, from 1. */
  readonly number: number
  readonly hidden: boolean
  /** Cells with content only, from left to right. */
  readonly cells: readonly Cell[]
}

export interface Cell {
  /** 'A' … */
  readonly column: string
  readonly kind: CellKind
  readonly text: string
  /** The numeral as stored: 5.39901196310156E+017 shows that digits were lost. */
  readonly number?: string
}

/** Inclusive on all sides; columns from 1. */
export interface MergedRange {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}

/**
 * Reads an .xlsx held in memory, of unknown origin, within bounds of size, rows (200,000), columns (200) and cells.
 * Throws only refusals (`spreadsheets/…`), each one Chinese sentence: what is wrong and what to do.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<Workbook> {
  refuseOtherFormats(bytes)
  const parts = await openPackage(bytes)
  refuseOtherPackages(parts)
  const manifest = await readManifest((part, handler) => scanPart(parts, part, handler))
  const strings: string[] = []
  const precisions: (DatePrecision | null)[] = []
  if (manifest.sharedStrings !== null)
    await scanPart(parts, manifest.sharedStrings, sharedStringsHandler(strings))
  if (manifest.styles !== null) await scanPart(parts, manifest.styles, stylesHandler(precisions))
  return { date1904: manifest.date1904, sheets: await readSheets(parts, manifest, strings, precisions) }
}

function refuseOtherFormats(bytes: Uint8Array): void {
  if (bytes.length === 0) throw emptyFile()
  const format = seemingFormat(bytes)
  if (format === 'encrypted') throw encryptedWorkbook()
  if (format !== 'zip') throw notAWorkbook(format)
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

async function readSheets(
  parts: OfficePackage,
  manifest: Manifest,
  strings: readonly string[],
  precisions: readonly (DatePrecision | null)[],
): Promise<Sheet[]> {
  const sheets: Sheet[] = []
  const budget: SheetBudget = { rows: 0, cells: 0, merged: 0 }
  for (const { name, hidden, part } of manifest.sheets) {
    const rows: Row[] = []
    const merged: MergedRange[] = []
    const handler = sheetHandler({ strings, precisions, date1904: manifest.date1904, budget, rows, merged })
    await scanPart(parts, part, handler)
    sheets.push({ name, hidden, rows, merged })
  }
  return sheets
}

async function scanPart(parts: OfficePackage, part: string, handler: XmlHandler): Promise<void> {
  const bytes = parts.read(part)
  if (bytes === null) throw damagedWorkbook('缺少部件')
  const scanner = xmlScanner(handler)
  for await (const chunk of bytes) scanner.push(chunk)
  scanner.end()
}
