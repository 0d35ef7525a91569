import { qrTooLarge } from './refusals.ts'

/** A QR code as modules: 1 is dark, row by row from the top, `size` by `size`. */
export interface QrCode {
  readonly size: number
  readonly modules: Uint8Array
}

/** Modules of clear space on every side (ISO/IEC 18004 §6.3.8). */
export const QUIET_ZONE = 4

/** One dot at 150 dpi, in points: modules of whole dots stay sharp at 150, 300 and 600 dpi. */
const DOT = 0.48
/** 0.508 mm: three dots at 150 dpi, the fewest that phones read from a print (at least 0.5 mm a module). */
const SMALLEST_MODULE = 3 * DOT
/** Small codes are drawn larger, up to about this side in points. */
const COMFORTABLE_SIDE = 90
const LARGEST_SIZE = 93

/** The side of one module in points; throws Refusal `rendering/qr-too-large` above version 19. */
export function moduleSide(qr: QrCode): number {
  if (qr.size > LARGEST_SIZE || qr.modules.length !== qr.size ** 2) throw qrTooLarge(qr.size)
  const dots = Math.floor(COMFORTABLE_SIDE / qr.size / DOT)
  return Math.max(SMALLEST_MODULE, Math.min(dots, 6) * DOT)
}

/** Rounds down to the dot grid that moduleSide counts on. */
export const toDots = (points: number): number => Math.floor(points / DOT) * DOT

const NUMBERS = Array.from({ length: LARGEST_SIZE + 1 }, (_, i) => `${i} `)

/** The dark modules as one path: runs along each row, a unit a module, (0, 0) the top left corner. */
export function qrOperators({ size, modules }: QrCode): string {
  let path = ''
  for (let row = 0; row < size; row++) {
    const first = row * size
    const bottom = `${-row - 1} `
    for (let column = 0; column < size; column++) {
      if (modules[first + column] !== 1) continue
      const start = column
      while (column < size && modules[first + column] === 1) column++
      path += NUMBERS[start]! + bottom + NUMBERS[column - start]! + '1 re\n'
    }
  }
  return `0 g\n${path}f`
}
