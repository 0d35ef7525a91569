import { crc32, deflateSync } from 'node:zlib'

// A tree of three leaves: the ledger. No tick, which could be taken for a verdict. In a square of 28.
const GROUND = [15, 52, 96] as const
const CIRCLES = [
  [14, 8, 3],
  [8, 20.5, 2.5],
  [14, 20.5, 2.5],
  [20, 20.5, 2.5],
] as const
const BARS = [
  [13.2, 9, 14.8, 20],
  [7.2, 15.2, 20.8, 16.8],
  [7.2, 15.2, 8.8, 20],
  [19.2, 15.2, 20.8, 20],
] as const

/** The mark as a file for the browser's tab. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="5" fill="#0f3460"/><g fill="#fff">' +
  BARS.map(
    ([x, y, x2, y2]) => `<rect x="${x}" y="${y}" width="${near(x2 - x)}" height="${near(y2 - y)}"/>`,
  ).join('') +
  `${CIRCLES.map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}"/>`).join('')}</g></svg>`

function near(length: number): number {
  return Math.round(length * 10) / 10
}

// Across and down each pixel. The mark itself keeps within these lines; all else is ground.
const SAMPLES = 3
const [LEFT, TOP, RIGHT, BOTTOM] = [5, 4, 23, 24] as const

/** The same as a PNG of `size` × `size`, to its edges: phones cut their own corners. For home screens. */
export function iconPng(size: number): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array(size * (1 + size * 3))
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const white = coverage(x, y, 28 / size)
      for (const [i, ground] of GROUND.entries())
        rows[y * (1 + size * 3) + 1 + x * 3 + i] = Math.round(ground + (255 - ground) * white)
    }
  const head = new DataView(new ArrayBuffer(13))
  head.setUint32(0, size)
  head.setUint32(4, size)
  // Eight bits a sample, red green blue (PNG, third edition §11.2.1).
  head.setUint16(8, 0x0802)
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', new Uint8Array(head.buffer)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]
  return Uint8Array.from(Buffer.concat(parts))
}

/** How much of a pixel the mark covers, 0 to 1. */
function coverage(x: number, y: number, unit: number): number {
  if ((x + 1) * unit < LEFT || x * unit > RIGHT || (y + 1) * unit < TOP || y * unit > BOTTOM) return 0
  let inside = 0
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const [px, py] = [
      (x + ((i % SAMPLES) + 0.5) / SAMPLES) * unit,
      (y + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) * unit,
    ]
    const isMark =
      CIRCLES.some(([cx, cy, r]) => (px - cx) ** 2 + (py - cy) ** 2 <= r * r) ||
      BARS.some(([left, top, right, bottom]) => px >= left && px <= right && py >= top && py <= bottom)
    if (isMark) inside++
  }
  return inside / SAMPLES ** 2
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(named, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
