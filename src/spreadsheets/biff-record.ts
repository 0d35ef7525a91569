import { damagedWorkbook } from './refusals.ts'

/** One record of a BIFF stream ([MS-XLS] §2.1.4): its identifier and its bytes. */
export interface BiffRecord {
  readonly id: number
  readonly data: Buffer
}

export const BIFF = {
  FORMULA: 0x0006,
  EOF: 0x000a,
  DATE1904: 0x0022,
  FILEPASS: 0x002f,
  CONTINUE: 0x003c,
  BOUNDSHEET: 0x0085,
  MULRK: 0x00bd,
  RSTRING: 0x00d6,
  XF: 0x00e0,
  MERGECELLS: 0x00e5,
  SST: 0x00fc,
  LABELSST: 0x00fd,
  SUPBOOK: 0x01ae,
  NUMBER: 0x0203,
  LABEL: 0x0204,
  BOOLERR: 0x0205,
  STRING: 0x0207,
  ROW: 0x0208,
  RK: 0x027e,
  FORMAT: 0x041e,
  BOF: 0x0809,
} as const

/** The records from `offset` on, as long as they are whole. */
export function* recordsFrom(stream: Buffer, offset: number): Generator<BiffRecord, void> {
  let at = offset
  while (at + 4 <= stream.length) {
    const id = stream.readUInt16LE(at)
    const end = at + 4 + stream.readUInt16LE(at + 2)
    if (end > stream.length) throw cutRecord()
    yield { id, data: stream.subarray(at + 4, end) }
    at = end
  }
}

const cutRecord = () => damagedWorkbook('记录不完整')

/** Reads `length` characters of one or two bytes each. */
export function characters(data: Buffer, at: number, length: number, wide: boolean): string {
  const end = at + (wide ? length * 2 : length)
  if (end > data.length) throw cutRecord()
  return data.toString(wide ? 'utf16le' : 'latin1', at, end)
}

/** XLUnicodeString at `at`: a two-byte length (one byte when `short`), a flag, the characters. */
export function textAt(data: Buffer, at: number, short = false): string {
  const flags = at + (short ? 1 : 2)
  if (flags >= data.length) throw cutRecord()
  const length = short ? data.readUInt8(at) : data.readUInt16LE(at)
  return characters(data, flags + 1, length, (data[flags]! & 1) === 1)
}

/** RkNumber ([MS-XLS] §2.5.217): 30 bits of a float or an integer, perhaps divided by a hundred. */
export function rkNumber(rk: number): number {
  const value = (rk & 2) !== 0 ? rk >> 2 : highHalf(rk & ~3)
  return (rk & 1) !== 0 ? value / 100 : value
}

function highHalf(bits: number): number {
  const buffer = Buffer.alloc(8)
  buffer.writeInt32LE(bits | 0, 4)
  return buffer.readDoubleLE(0)
}
