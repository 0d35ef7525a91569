import { open, readFile } from 'node:fs/promises'
import { bytesInMemory, bytesOnDisk, type ByteSource } from './byte-source.ts'
import { csvPieces } from './csv.ts'
import { emptyFile, encryptedWorkbook, notAWorkbook } from './refusals.ts'
import { seemingFormat } from './seeming.ts'
import { encodingOf, type TextEncodingName } from './text-encoding.ts'
import type { Spreadsheet } from './workbook.ts'
import { xlsPieces } from './xls.ts'
import { xlsxPieces } from './xlsx.ts'

/**
 * Opens an .xlsx, .xls (97–2003) or text table held in memory, of unknown origin, within bounds of size, rows (a
 * million), columns (200) and cells. `encoding` overrules what a text table seems to be in. Throws only refusals
 * (`spreadsheets/…`), each one Chinese sentence: what is wrong and what to do. Reading gives way to others between
 * slices of a few milliseconds.
 */
export function openSpreadsheet(
  bytes: Uint8Array,
  { encoding }: { readonly encoding?: TextEncodingName | undefined } = {},
): Spreadsheet {
  if (bytes.length === 0) throw emptyFile()
  const format = seemingFormat(bytes)
  switch (format) {
    case 'zip':
      return { pieces: () => xlsxPieces(bytes) }
    case 'xls':
      return { pieces: () => xlsPieces(bytes) }
    case 'csv':
      return { pieces: () => csvPieces(bytesInMemory(bytes), encoding) }
    case 'encrypted':
      throw encryptedWorkbook()
    default:
      throw notAWorkbook(format)
  }
}

/** The same of bytes that are kept in pieces somewhere: a text table never stands in memory as a whole. */
export async function openSpreadsheetFrom(
  source: ByteSource,
  { encoding }: { readonly encoding?: TextEncodingName | undefined } = {},
): Promise<Spreadsheet> {
  for await (const head of source.pieces()) {
    if (seemingFormat(head) !== 'csv') break
    let known = encoding
    return {
      async *pieces() {
        known ??= await encodingOf(source)
        yield* csvPieces(source, known)
      },
    }
  }
  return openSpreadsheet(await allOf(source), { encoding })
}

async function allOf(source: ByteSource): Promise<Uint8Array> {
  const whole = new Uint8Array(source.size)
  let at = 0
  for await (const piece of source.pieces()) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

const HEAD = 4096

/** The same of a file on disk: a text table is not even held as bytes. Fails as the file system does. */
export async function openSpreadsheetFile(
  path: string,
  options: { readonly encoding?: TextEncodingName | undefined } = {},
): Promise<Spreadsheet> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    if (bytesRead > 0 && seemingFormat(buffer.subarray(0, bytesRead)) === 'csv')
      return { pieces: () => csvPieces(bytesOnDisk(path, size), options.encoding) }
  } finally {
    await file.close()
  }
  return openSpreadsheet(new Uint8Array(await readFile(path)), options)
}
