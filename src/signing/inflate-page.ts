// Bundled into pages in place of inflate.ts: no node modules here.

/** What a zlib stream (RFC 1950) holds, or null: damaged, longer than `most` bytes, or followed by anything. */
export function inflateZlib(deflated: Uint8Array, most: number): Uint8Array | null {
  try {
    return inflate(deflated, most)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Least significant bit first (RFC 1951 §3.1.1). */
interface Input {
  readonly bytes: Uint8Array
  at: number
  held: number
  count: number
}

interface Output {
  bytes: Uint8Array
  length: number
  readonly most: number
}

// RFC 1951 §3.2.5: lengths from 257, distances from 0, and how many extra bits each takes.
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
]
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
]
const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
const END = 256

function inflate(bytes: Uint8Array, most: number): Uint8Array {
  const [method = 0, flags = 0] = bytes
  // RFC 1950 §2.2: deflate, a window of at most 32 KB, no dictionary, and a check over both bytes.
  if ((method & 15) !== 8 || method >> 4 > 7 || flags & 0x20 || (method * 256 + flags) % 31 !== 0)
    throw new RangeError('not zlib')
  const input: Input = { bytes, at: 2, held: 0, count: 0 }
  const output: Output = { bytes: new Uint8Array(Math.min(most, 65_536)), length: 0, most }
  const window = 1 << ((method >> 4) + 8)
  for (let last = 0; last === 0;) {
    last = take(input, 1)
    const kind = take(input, 2)
    if (kind === 0) copyStored(input, output)
    else if (kind === 1) copyCoded(input, output, FIXED, FIXED_DISTANCES, window)
    else if (kind === 2) copyCoded(input, output, ...readCodes(input), window)
    else throw new RangeError('no such block')
  }
  const whole = output.bytes.subarray(0, output.length)
  input.held = input.count = 0
  const check = new DataView(bytes.buffer, bytes.byteOffset + input.at, bytes.length - input.at)
  if (check.byteLength !== 4 || check.getUint32(0) !== adler32(whole)) throw new RangeError('damaged')
  return whole.slice()
}

function take(input: Input, bits: number): number {
  while (input.count < bits) {
    const byte = input.bytes[input.at++]
    if (byte === undefined) throw new RangeError('cut short')
    input.held |= byte << input.count
    input.count += 8
  }
  const value = input.held & ((1 << bits) - 1)
  input.held >>>= bits
  input.count -= bits
  return value
}

function copyStored(input: Input, output: Output): void {
  input.held = input.count = 0
  const length = take(input, 16)
  if ((take(input, 16) ^ 0xffff) !== length || input.at + length > input.bytes.length)
    throw new RangeError('stored block damaged')
  room(output, length)
  output.bytes.set(input.bytes.subarray(input.at, input.at + length), output.length)
  output.length += length
  input.at += length
}

/** A canonical Huffman code: how many codes of each length, and the symbols in their order. */
interface Code {
  readonly counts: readonly number[]
  readonly symbols: readonly number[]
}

function codeOf(lengths: readonly number[]): Code {
  const counts = Array.from({ length: 16 }, () => 0)
  for (const length of lengths) counts[length]! += 1
  const starts = [0, 0]
  for (let length = 1; length < 15; length++) starts[length + 1] = starts[length]! + counts[length]!
  const symbols: number[] = []
  lengths.forEach((length, symbol) => {
    if (length > 0) symbols[starts[length]!++] = symbol
  })
  return { counts: [0, ...counts.slice(1)], symbols }
}

/** How many codes the lengths leave unused: 0 for a complete code, negative for an impossible one. */
function unused({ counts }: Code): number {
  let left = 1
  for (let length = 1; length <= 15; length++) {
    left = left * 2 - counts[length]!
    if (left < 0) return left
  }
  return left
}

function symbolOf(input: Input, { counts, symbols }: Code): number {
  let code = 0
  let first = 0
  let index = 0
  for (let length = 1; length <= 15; length++) {
    code |= take(input, 1)
    const count = counts[length]!
    if (code - first < count) return symbols[index + code - first]!
    index += count
    first = (first + count) << 1
    code <<= 1
  }
  throw new RangeError('no such code')
}

const FIXED = codeOf(
  Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
)
const FIXED_DISTANCES = codeOf(Array.from({ length: 30 }, () => 5))

function readCodes(input: Input): [literals: Code, distances: Code] {
  const [literals, distances, lengths] = [take(input, 5) + 257, take(input, 5) + 1, take(input, 4) + 4]
  if (literals > 286 || distances > 30) throw new RangeError('too many codes')
  const own = Array.from({ length: 19 }, () => 0)
  for (let i = 0; i < lengths; i++) own[ORDER[i]!] = take(input, 3)
  const code = codeOf(own)
  if (unused(code) !== 0) throw new RangeError('incomplete code')
  const read: number[] = []
  while (read.length < literals + distances) {
    const symbol = symbolOf(input, code)
    if (symbol < 16) read.push(symbol)
    else repeat(input, read, symbol)
  }
  const found: [Code, Code] = [codeOf(read.slice(0, literals)), codeOf(read.slice(literals))]
  if (read.length > literals + distances || read[END] === 0 || !found.every(isUsable))
    throw new RangeError('impossible code')
  return found
}

// zlib takes an incomplete code only when it is a single one of one bit.
const isUsable = (code: Code): boolean =>
  unused(code) === 0 ||
  (unused(code) > 0 && code.symbols.length <= 1 && code.counts[1] === code.symbols.length)

function repeat(input: Input, read: number[], symbol: number): void {
  const before = read.at(-1)
  if (symbol === 16 && before === undefined) throw new RangeError('nothing to repeat')
  const times = symbol === 16 ? 3 + take(input, 2) : symbol === 17 ? 3 + take(input, 3) : 11 + take(input, 7)
  for (let i = 0; i < times; i++) read.push(symbol === 16 ? before! : 0)
}

function copyCoded(input: Input, output: Output, literals: Code, distances: Code, window: number): void {
  for (let symbol = symbolOf(input, literals); symbol !== END; symbol = symbolOf(input, literals)) {
    if (symbol < END) {
      room(output, 1)
      output.bytes[output.length++] = symbol
      continue
    }
    const length = LENGTHS[symbol - 257]! + take(input, LENGTH_BITS[symbol - 257]!)
    const far = symbolOf(input, distances)
    const distance = DISTANCES[far]! + take(input, DISTANCE_BITS[far]!)
    if (!(distance <= output.length && distance <= window)) throw new RangeError('too far back')
    room(output, length)
    for (let i = 0; i < length; i++) {
      output.bytes[output.length] = output.bytes[output.length - distance]!
      output.length++
    }
  }
}

function room(output: Output, more: number): void {
  const needed = output.length + more
  if (needed > output.most) throw new RangeError('too long')
  if (needed <= output.bytes.length) return
  const larger = new Uint8Array(Math.min(output.most, Math.max(needed, output.bytes.length * 2)))
  larger.set(output.bytes)
  output.bytes = larger
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0]
  for (const byte of bytes) {
    a = (a + byte) % 65_521
    b = (b + a) % 65_521
  }
  return ((b << 16) | a) >>> 0
}
