import { tooLarge } from './refusals.ts'
import { decodeXml, utf8Text } from './xml-text.ts'
import { unescapeText } from './workbook-text.ts'

const MAX_STRINGS = 5_000_000
const MAX_BYTES = 96 * 1024 * 1024
const BLOCK = 1024 * 1024
/** Words that come again are decoded once while they stay in their slot. */
const SLOTS = 1 << 16
/** Added to the length of a text whose entities are resolved already. */
const JOINED = 1 << 30

/** The shared strings of a workbook, kept as the bytes they stand in and decoded when a cell asks. */
export interface StringTable {
  readonly size: number
  /** A text of XML character data, `bytes[from…to)`. */
  addBytes(bytes: Buffer, from: number, to: number): void
  /** A text put together from several runs. */
  addText(text: string): void
  /** Undefined for an index nobody added. */
  get(index: number): string | undefined
}

export function stringTable(): StringTable {
  const blocks: Buffer[] = []
  let room = 0
  let starts = new Uint32Array(1024)
  let lengths = new Uint32Array(1024)
  let size = 0
  const slotIndex = new Int32Array(SLOTS).fill(-1)
  const slotText: string[] = Array.from({ length: SLOTS }, () => '')

  function grow(): void {
    if (size === MAX_STRINGS) throw tooLarge('cells', MAX_STRINGS)
    if (size < starts.length) return
    starts = resized(starts)
    lengths = resized(lengths)
  }

  function place(length: number): number {
    if (length > room) {
      if (blocks.length * BLOCK >= MAX_BYTES) throw tooLarge('cells', MAX_BYTES)
      blocks.push(Buffer.allocUnsafeSlow(BLOCK))
      room = BLOCK
    }
    const start = blocks.length * BLOCK - room
    room -= length
    return start
  }

  function decode(index: number): string {
    const start = starts[index]!
    const block = blocks[Math.floor(start / BLOCK)]!
    const from = start % BLOCK
    const length = lengths[index]!
    if (length >= JOINED) return unescapeText(utf8Text(block, from, from + length - JOINED))
    return unescapeText(decodeXml(block, from, from + length))
  }

  function add(bytes: Buffer, from: number, to: number, joined: number): void {
    grow()
    if (to > from) {
      const start = place(to - from)
      bytes.copy(blocks[blocks.length - 1]!, start % BLOCK, from, to)
      starts[size] = start
    }
    lengths[size++] = to === from ? 0 : to - from + joined
  }

  return {
    get size() {
      return size
    },
    addBytes: (bytes, from, to) => add(bytes, from, to, 0),
    addText(text) {
      const bytes = Buffer.from(text)
      add(bytes, 0, bytes.length, JOINED)
    },
    get(index) {
      if (!(index >= 0 && index < size)) return undefined
      if (lengths[index] === 0) return ''
      const slot = index & (SLOTS - 1)
      if (slotIndex[slot] === index) return slotText[slot]
      const text = decode(index)
      slotIndex[slot] = index
      slotText[slot] = text
      return text
    },
  }
}

function resized(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2)
  larger.set(numbers)
  return larger
}
