import { setImmediate as breath } from 'node:timers/promises'
import { characters } from './biff-record.ts'
import { damagedWorkbook, tooLarge } from './refusals.ts'

const MAX_STRINGS = 1_000_000
const SLICE = 5_000

/** Where the reading stands: strings run from block to block, and a cut one repeats its flag ([MS-XLS] §2.5.293). */
interface Place {
  readonly blocks: readonly Buffer[]
  block: number
  at: number
}

/** The shared strings of an SST record and the CONTINUE records behind it. Formatting and phonetics are left out. */
export async function sharedTexts(blocks: readonly Buffer[]): Promise<string[]> {
  const place: Place = { blocks, block: 0, at: 4 }
  const count = number(place, 4)
  if (count > MAX_STRINGS) throw tooLarge('cells', MAX_STRINGS)
  const texts: string[] = []
  for (let i = 0; i < count; i++) {
    texts.push(oneText(place))
    if (i % SLICE === 0) await breath()
  }
  return texts
}

function oneText(place: Place): string {
  const length = number(place, 2)
  const flags = number(place, 1)
  const runs = flags & 8 ? number(place, 2) : 0
  const more = flags & 4 ? number(place, 4) : 0
  let wide = (flags & 1) === 1
  let text = ''
  while (text.length < length) {
    if (room(place) === 0) {
      nextBlock(place)
      wide = (number(place, 1) & 1) === 1
    }
    const width = wide ? 2 : 1
    const take = Math.min(length - text.length, Math.floor(room(place) / width))
    if (take === 0) throw cut()
    text += characters(place.blocks[place.block]!, place.at, take, wide)
    place.at += take * width
  }
  skip(place, runs * 4 + more)
  return text
}

const cut = () => damagedWorkbook('文字表不完整')

const room = ({ blocks, block, at }: Place): number => (blocks[block]?.length ?? 0) - at

function nextBlock(place: Place): void {
  place.block++
  place.at = 0
  if (place.block >= place.blocks.length) throw cut()
}

/** A little-endian number; never cut by the end of a block, except between strings. */
function number(place: Place, size: 1 | 2 | 4): number {
  if (room(place) === 0) nextBlock(place)
  if (room(place) < size) throw cut()
  const value = place.blocks[place.block]!.readUIntLE(place.at, size)
  place.at += size
  return value
}

function skip(place: Place, count: number): void {
  let left = count
  while (left > 0) {
    if (room(place) === 0) nextBlock(place)
    const step = Math.min(left, room(place))
    place.at += step
    left -= step
  }
}
