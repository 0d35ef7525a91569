import { newBudget } from './budget.ts'
import { readManifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'
import { stylesHandler } from './number-format.ts'
import type { DatePrecision } from './number-format.ts'
import { damagedWorkbook, forbiddenContent, notAWorkbook } from './refusals.ts'
import { sharedStringsHandler } from './shared-strings.ts'
import { sheetHandler } from './sheet.ts'
import type { MergedRange, Row, Sheet, Workbook } from './workbook.ts'
import { xmlScanner } from './xml.ts'
import type { XmlHandler } from './xml.ts'
import { openPackage } from './zip.ts'
import type { OfficePackage } from './zip.ts'

/** Reads an Office Open XML workbook (ECMA-376) of unknown origin. Throws refusals only. */
export async function readXlsx(bytes: Uint8Array): Promise<Workbook> {
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
  const budget = newBudget()
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
