import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 65_536

/** Unpredictable bytes from the system's generator, drawn in large pieces: one call each would cost more than a signature. */
export function chance(): (length: number) => Uint8Array {
  let pool = new Uint8Array(0)
  let used = 0
  return (length) => {
    if (length > POOL_BYTES) return randomFillSync(new Uint8Array(length))
    if (used + length > pool.length) {
      pool = randomFillSync(new Uint8Array(POOL_BYTES))
      used = 0
    }
    const drawn = pool.slice(used, used + length)
    // What was handed out is not kept for the next reader of this memory.
    pool.fill(0, used, used + length)
    used += length
    return drawn
  }
}
