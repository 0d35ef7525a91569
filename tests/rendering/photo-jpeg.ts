import { readFileSync } from 'node:fs'

const FILE = new URL('../vectors/pdf/photo.jpg', import.meta.url)

/** A drawn portrait, 350 × 450, with a note in an APP1 segment if given. */
export function photoJpeg(note?: string): Uint8Array {
  const jpeg = new Uint8Array(readFileSync(FILE))
  if (note === undefined) return jpeg
  const text = Buffer.from(note)
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, text.length + 2]), text])
  return new Uint8Array(Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]))
}
