import { createReadStream } from 'node:fs'
import { setImmediate as breath } from 'node:timers/promises'

/** Bytes that can be read through more than once, a piece at a time. */
export interface ByteSource {
  readonly size: number
  pieces(): AsyncIterable<Uint8Array>
}

const PIECE = 64 * 1024

export const bytesInMemory = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  async *pieces() {
    for (let at = 0; at < bytes.length; at += PIECE) {
      yield bytes.subarray(at, at + PIECE)
      await breath()
    }
  },
})

/** A file nobody changes meanwhile; fails as the file system does. */
export const bytesOnDisk = (path: string, size: number): ByteSource => ({
  size,
  pieces: () => createReadStream(path, { highWaterMark: PIECE }) as AsyncIterable<Uint8Array>,
})
