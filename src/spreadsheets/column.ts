/** Columns with content beyond this are refused: a hostile sheet ends every row at XFD. */
export const MAX_COLUMNS = 200
const LAST_COLUMN = 16_384

/** 1 → A, 27 → AA. */
function columnName(index: number): string {
  let name = ''
  for (let rest = index; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  }
  return name
}

/** The names of the columns we hold, so that a million cells share them. */
export const COLUMN_NAMES: readonly string[] = Array.from({ length: MAX_COLUMNS + 1 }, (_, i) =>
  columnName(i),
)

/** The column of letters, 0 when they are none or too many. */
export const columnOf = (letters: string): number => {
  const bytes = new TextEncoder().encode(`${letters}1`)
  return columnIndex(bytes, 0, bytes.length)
}

/** The column of a reference such as AB12, from its letters; 0 when it is none. */
export function columnIndex(bytes: Uint8Array, from: number, to: number): number {
  let index = 0
  let at = from
  for (; at < to; at++) {
    const byte = bytes[at]!
    if (byte < 0x41 || byte > 0x5a) break
    index = index * 26 + (byte - 0x40)
    if (index > LAST_COLUMN) return 0
  }
  return at === to ? 0 : index
}
