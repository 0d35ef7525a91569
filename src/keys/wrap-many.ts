import { createCipheriv } from 'node:crypto'

/** Bytes of a data key: four blocks of 64 bits. */
const KEY = 32
const WRAPPED = 40
const BLOCKS = 4
const ROUNDS = 6
/** RFC 3394 §2.2.3.1: the default initial value, as two words. */
const INITIAL = 0xa6a6a6a6

/**
 * Wraps keys of 32 bytes, one behind the other, to 40 bytes each: RFC 3394 §2.2.1 on all of them side by side. A key by
 * itself is 24 steps that wait for each other; a thousand keys are the same 24 steps, and one cipher.
 */
export function wrapMany(wrapping: Uint8Array, keys: Uint8Array): Uint8Array {
  const count = keys.length / KEY
  if (!Number.isInteger(count)) throw new RangeError('a data key has 32 bytes')
  const cipher = createCipheriv('aes-256-ecb', wrapping, null).setAutoPadding(false)
  // As words, which only move: [A, A, R, R] of each key goes through the cipher, its R by turns.
  const rest = new Uint32Array(keys.slice().buffer)
  let block: Uint32Array = new Uint32Array(4 * count)
  for (let k = 0; k < count; k++) block.fill(INITIAL, 4 * k, 4 * k + 2)
  for (let step = 0; step < ROUNDS * BLOCKS; step++) {
    const i = step % BLOCKS
    for (let k = 0; k < count; k++) {
      block[4 * k + 2] = rest[8 * k + 2 * i]!
      block[4 * k + 3] = rest[8 * k + 2 * i + 1]!
    }
    const through = new Uint8Array(cipher.update(new Uint8Array(block.buffer)))
    block = new Uint32Array(through.buffer)
    for (let k = 0; k < count; k++) {
      // t is added at the end of A, whatever the machine's order of bytes.
      through[16 * k + 7]! ^= step + 1
      rest[8 * k + 2 * i] = block[4 * k + 2]!
      rest[8 * k + 2 * i + 1] = block[4 * k + 3]!
    }
  }
  const wrapped = new Uint32Array((WRAPPED / 4) * count)
  for (let k = 0; k < count; k++) {
    wrapped.set(block.subarray(4 * k, 4 * k + 2), 10 * k)
    wrapped.set(rest.subarray(8 * k, 8 * k + 8), 10 * k + 2)
  }
  return new Uint8Array(wrapped.buffer)
}
