import { inflateSync } from 'node:zlib'

// In a page, inflate-page.ts stands here: same names, same answers.

/** What a zlib stream (RFC 1950) holds, or null: damaged, longer than `most` bytes, or followed by anything. */
export function inflateZlib(deflated: Uint8Array, most: number): Uint8Array | null {
  try {
    const { buffer, engine } = inflateSync(deflated, { maxOutputLength: most, info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return engine.bytesWritten === deflated.length ? new Uint8Array(buffer) : null
  } catch {
    return null
  }
}
