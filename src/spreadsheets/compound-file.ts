import { damagedWorkbook, tooLarge } from './refusals.ts'

// [MS-CFB]. Every sector number is the attacker's: chains are followed no further than the file has sectors.
const MAX_FILE = 32 * 1024 * 1024
const MAX_ENTRIES = 4096
const HEADER = 512
const LAST_SECTOR = 0xfffffffa
const MINI_CUTOFF = 4096
const MINI_SECTOR = 64
const ENTRY = 128

export interface CompoundFile {
  /** Names of the streams and storages. */
  readonly names: readonly string[]
  /** The stream's bytes, or null when there is none of that name. */
  read(name: string): Uint8Array | null
}

interface DirectoryEntry {
  readonly name: string
  /** 1 storage, 2 stream, 5 root. */
  readonly type: number
  readonly start: number
  readonly size: number
}

/** Opens an untrusted OLE compound file. Throws only refusals: too large, damaged. */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
  if (bytes.length > MAX_FILE) throw tooLarge('file', MAX_FILE)
  if (bytes.length < HEADER) throw damaged()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const shift = view.getUint16(30, true)
  if (shift !== 9 && shift !== 12) throw damaged()
  const sectorSize = 1 << shift
  const sectors = Math.ceil(bytes.length / sectorSize)
  const sectorAt = (sector: number): Uint8Array => {
    const from = (sector + 1) * sectorSize
    if (from >= bytes.length) throw damaged()
    return bytes.subarray(from, from + sectorSize)
  }
  const fat = sectorTable(view, sectorAt, sectorSize, sectors)
  const chained = (start: number) => Buffer.concat(chain(start, fat, sectors).map(sectorAt))

  const entries = directoryOf(chained(view.getUint32(48, true)))
  const root = entries.find(({ type }) => type === 5)
  const read = ({ start, size }: DirectoryEntry): Uint8Array => {
    if (size === 0) return new Uint8Array()
    if (size >= MINI_CUTOFF) return cut(chained(start), size)
    if (root === undefined) throw damaged()
    const mini = chained(root.start)
    const miniFat = numbersIn(chained(view.getUint32(60, true)))
    const places = chain(start, miniFat, Math.ceil(mini.length / MINI_SECTOR))
    return cut(
      Buffer.concat(places.map((at) => mini.subarray(at * MINI_SECTOR, (at + 1) * MINI_SECTOR))),
      size,
    )
  }
  return {
    names: entries.map(({ name }) => name),
    read(name) {
      const entry = entries.find((entry) => entry.type === 2 && entry.name === name)
      return entry === undefined ? null : read(entry)
    },
  }
}

const damaged = () => damagedWorkbook('复合文件结构不完整')

function cut(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length < size) throw damaged()
  return bytes.subarray(0, size)
}

/** The allocation table: 109 of its sectors are named in the header, the rest in a chain of their own. */
function sectorTable(
  view: DataView,
  sectorAt: (sector: number) => Uint8Array,
  sectorSize: number,
  sectors: number,
): Uint32Array {
  const places: number[] = []
  const perSector = sectorSize / 4
  const take = (place: number) => {
    if (place >= LAST_SECTOR) return
    // Twice what the file needs: the same sector named again and again would fill the memory.
    if (places.length > (2 * sectors) / perSector + 128) throw damaged()
    places.push(place)
  }
  for (let i = 0; i < 109; i++) take(view.getUint32(76 + 4 * i, true))
  let next = view.getUint32(68, true)
  for (let seen = 0; next < LAST_SECTOR; seen++) {
    if (seen > sectors / perSector) throw damaged()
    const numbers = numbersIn(sectorAt(next))
    numbers.subarray(0, perSector - 1).forEach(take)
    next = numbers.at(-1) ?? LAST_SECTOR
  }
  return numbersIn(Buffer.concat(places.map(sectorAt)))
}

/** The sectors of a stream in order; a chain longer than the file runs in a circle. */
function chain(start: number, table: Uint32Array, most: number): number[] {
  const places: number[] = []
  for (let at = start; at < LAST_SECTOR; at = table[at] ?? LAST_SECTOR) {
    if (places.length >= most) throw damaged()
    places.push(at)
  }
  return places
}

function numbersIn(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(4 * i, true))
}

function directoryOf(bytes: Buffer): DirectoryEntry[] {
  const entries: DirectoryEntry[] = []
  for (let at = 0; at + ENTRY <= bytes.length; at += ENTRY) {
    const type = bytes.readUInt8(at + 66)
    if (type === 0) continue
    if (entries.length === MAX_ENTRIES) throw damaged()
    const length = Math.min(Math.max(bytes.readUInt16LE(at + 64) - 2, 0), 62)
    entries.push({
      type,
      name: bytes.toString('utf16le', at, at + length),
      start: bytes.readUInt32LE(at + 116),
      size: bytes.readUInt32LE(at + 120),
    })
  }
  return entries
}
