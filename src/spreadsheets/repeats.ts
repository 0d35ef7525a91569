/** Rows that share a key, found without keeping the keys: 20 bytes a row. */
export interface Repeats {
  /** A row, counted from 0, with its key; `differing` is what rows of one key may differ in. */
  add(row: number, key: string, differing: string): void
  /** Rows of each key that came twice and more, a part of them at a time. */
  groups(): Iterable<readonly RepeatGroup[]>
}

export interface RepeatGroup {
  /** In order. */
  readonly rows: readonly number[]
  /** They do not agree in what they may differ in. */
  readonly differ: boolean
}

/** So that no table grown at once holds anybody up. */
const PARTS = 64
const FIRST = 256

/** Keys are told apart by 64 bits of a hash: a million differ with a chance of one in thirty million. */
export function repeats(): Repeats {
  const parts = Array.from({ length: PARTS }, newPart)
  return {
    add(row, key, differing) {
      const high = hash(key, 0x01000193)
      addTo(parts[high % PARTS]!, high, hash(key, 0x85ebca6b), row, hash(differing, 0x01000193))
    },
    *groups() {
      for (const part of parts) yield groupsOf(part)
    },
  }
}

/** Open addressing: `slots` holds the newest entry of each key, from 1; `before` leads to the one before it. */
interface Part {
  slots: Uint32Array
  high: Uint32Array
  low: Uint32Array
  row: Uint32Array
  differing: Uint32Array
  before: Uint32Array
  size: number
}

const newPart = (): Part => ({
  slots: new Uint32Array(FIRST * 2),
  high: new Uint32Array(FIRST),
  low: new Uint32Array(FIRST),
  row: new Uint32Array(FIRST),
  differing: new Uint32Array(FIRST),
  before: new Uint32Array(FIRST),
  size: 0,
})

function addTo(part: Part, high: number, low: number, row: number, differing: number): void {
  if (part.size === part.row.length) grow(part)
  const slot = slotOf(part, high, low)
  const entry = part.size++
  part.high[entry] = high
  part.low[entry] = low
  part.row[entry] = row
  part.differing[entry] = differing
  part.before[entry] = part.slots[slot]!
  part.slots[slot] = entry + 1
}

function slotOf({ slots, high: highs, low: lows }: Part, high: number, low: number): number {
  let slot = (low ^ (high >>> 8)) & (slots.length - 1)
  for (;;) {
    const entry = slots[slot]!
    if (entry === 0 || (highs[entry - 1] === high && lows[entry - 1] === low)) return slot
    slot = (slot + 1) & (slots.length - 1)
  }
}

function grow(part: Part): void {
  const doubled = (numbers: Uint32Array) => {
    const larger = new Uint32Array(numbers.length * 2)
    larger.set(numbers)
    return larger
  }
  const before = part.slots
  part.high = doubled(part.high)
  part.low = doubled(part.low)
  part.row = doubled(part.row)
  part.differing = doubled(part.differing)
  part.before = doubled(part.before)
  part.slots = new Uint32Array(before.length * 2)
  for (const entry of before)
    if (entry !== 0) part.slots[slotOf(part, part.high[entry - 1]!, part.low[entry - 1]!)] = entry
}

function groupsOf(part: Part): RepeatGroup[] {
  const groups: RepeatGroup[] = []
  for (const newest of part.slots) {
    if (newest === 0 || part.before[newest - 1] === 0) continue
    const rows: number[] = []
    let differ = false
    for (let entry = newest; entry !== 0; entry = part.before[entry - 1]!) {
      rows.push(part.row[entry - 1]!)
      if (part.differing[entry - 1] !== part.differing[newest - 1]) differ = true
    }
    groups.push({ rows: rows.toReversed(), differ })
  }
  return groups
}

/** FNV-1a over UTF-16 units, stirred once more at the end. */
function hash(text: string, prime: number): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), prime)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
