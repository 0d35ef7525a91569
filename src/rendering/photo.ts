import { concat } from '../signing/bytes.ts'
import { photoUnusable } from './refusals.ts'

/** A JPEG as the PDF carries it: pixels only. */
export interface Photo {
  readonly width: number
  readonly height: number
  readonly grey: boolean
  readonly bytes: Uint8Array
}

const MOST_BYTES = 512 * 1024
const SOI = 0xd8
const SOS = 0xda
const EOI = 0xd9
const APP0 = 0xe0
const APP14 = 0xee
const APP15 = 0xef
const COMMENT = 0xfe
// DHT, DQT, DRI.
const TABLES = new Set([0xc4, 0xdb, 0xdd])

/**
 * Reads an 8-bit grey or colour JPEG and drops what is not picture: phones write the place and a thumbnail of the
 * uncropped shot beside it, and whole films behind it. Throws Refusal `rendering/photo-unusable`.
 */
export function readPhoto(jpeg: Uint8Array): Photo {
  if (jpeg.length > MOST_BYTES) throw photoUnusable('文件大于 512 KB')
  if (jpeg[0] !== 0xff || jpeg[1] !== SOI) throw photoUnusable('不是 JPEG 文件')
  const kept: Uint8Array[] = [jpeg.subarray(0, 2)]
  let frame: Omit<Photo, 'bytes'> | null = null
  let hasPixels = false
  for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff;) {
    const marker = jpeg[at + 1]!
    let end = at + 2 + jpeg[at + 2]! * 256 + jpeg[at + 3]!
    if (end > jpeg.length) break
    if (isFrame(marker) && !hasPixels) frame = readFrame(jpeg.subarray(at, end))
    if (marker === SOS) {
      if (!frame) break
      end = endOfPixels(jpeg, end)
      hasPixels = true
    }
    if (isPicture(marker, hasPixels)) kept.push(jpeg.subarray(at, end))
    else if (!isNote(marker)) throw photoUnusable('编码方式少见')
    at = end
    if (frame && hasPixels && jpeg[at] === 0xff && jpeg[at + 1] === EOI)
      return { ...frame, bytes: concat(...kept, jpeg.subarray(at, at + 2)) }
  }
  throw photoUnusable('文件不完整')
}

/** Where the pixels of a scan end: at the next marker that is no stuffing, restart or fill (ITU-T T.81 B.1.1). */
function endOfPixels(jpeg: Uint8Array, from: number): number {
  let at = from
  while (at < jpeg.length && (jpeg[at] !== 0xff || isAmongPixels(jpeg[at + 1]))) at++
  return at
}

const isAmongPixels = (next = 0): boolean => next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)

/** What a reader needs to see the picture. APP14 says how the colours are coded, before the first of them. */
const isPicture = (marker: number, hasPixels: boolean): boolean =>
  TABLES.has(marker) || marker === SOS || (!hasPixels && (isFrame(marker) || marker === APP14))

const isNote = (marker: number): boolean => (marker >= APP0 && marker <= APP15) || marker === COMMENT

// SOF0–SOF15 without DHT, JPG and DAC, which share the range (ITU-T T.81 table B.1).
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

function readFrame(segment: Uint8Array): Omit<Photo, 'bytes'> {
  const [, marker, , , bits, h1 = 0, h2 = 0, w1 = 0, w2 = 0, components] = segment
  const [height, width] = [h1 * 256 + h2, w1 * 256 + w2]
  // Baseline, extended and progressive: what every reader decodes.
  if (marker! > 0xc2 || bits !== 8) throw photoUnusable('编码方式少见')
  if (components !== 1 && components !== 3) throw photoUnusable('颜色不是灰度或彩色（RGB）')
  if (height === 0 || width === 0 || height > 4096 || width > 4096)
    throw photoUnusable('尺寸不在 1 至 4096 像素之间')
  return { width, height, grey: components === 1 }
}
