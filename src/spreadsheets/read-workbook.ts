import { readCsv } from './csv.ts'
import { emptyFile, encryptedWorkbook, notAWorkbook } from './refusals.ts'
import { seemingFormat } from './seeming.ts'
import type { TextEncodingName } from './text-encoding.ts'
import type { Workbook } from './workbook.ts'
import { readXls } from './xls.ts'
import { readXlsx } from './xlsx.ts'

/**
 * Reads an .xlsx, .xls (97–2003) or text table held in memory, of unknown origin, within bounds of size, rows
 * (200,000), columns (200) and cells. `encoding` overrules what a text table seems to be in. Throws only refusals
 * (`spreadsheets/…`), each one Chinese sentence: what is wrong and what to do.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  { encoding }: { readonly encoding?: TextEncodingName | undefined } = {},
): Promise<Workbook> {
  if (bytes.length === 0) throw emptyFile()
  const format = seemingFormat(bytes)
  switch (format) {
    case 'zip':
      return readXlsx(bytes)
    case 'xls':
      return readXls(bytes)
    case 'csv':
      return readCsv(bytes, encoding)
    case 'encrypted':
      throw encryptedWorkbook()
    default:
      throw notAWorkbook(format)
  }
}
