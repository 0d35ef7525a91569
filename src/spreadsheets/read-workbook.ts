import { openSpreadsheet } from './open-spreadsheet.ts'
import { tooLarge } from './refusals.ts'
import type { TextEncodingName } from './text-encoding.ts'
import type { MergedRange, Row, Sheet, Workbook } from './workbook.ts'

/** A spreadsheet of more rows is judged, but not held: nobody could open a marked copy of it. */
const MOST_ROWS = 200_100

/** All of a spreadsheet at once: see `openSpreadsheet`. Refuses more than 200,000 rows (`spreadsheets/too-large`). */
export async function readWorkbook(
  bytes: Uint8Array,
  options: { readonly encoding?: TextEncodingName | undefined } = {},
): Promise<Workbook> {
  const sheets: (Sheet & { rows: Row[]; merged: MergedRange[] })[] = []
  let date1904 = false
  let plainText = false
  let count = 0
  for await (const piece of openSpreadsheet(bytes, options).pieces()) {
    const sheet = sheets.at(-1)
    if (piece.kind === 'sheet') {
      date1904 = piece.date1904
      plainText = piece.plainText ?? false
      sheets.push({ name: piece.name, hidden: piece.hidden, rows: [], merged: [] })
    } else if (piece.kind === 'rows') {
      count += piece.rows.length
      if (count > MOST_ROWS) throw tooLarge('marked', MOST_ROWS)
      for (const row of piece.rows) sheet?.rows.push(row)
    } else for (const range of piece.ranges) sheet?.merged.push(range)
  }
  return { date1904, ...(plainText && { plainText }), sheets }
}
