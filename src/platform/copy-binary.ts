import { getTableColumns } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/** What a stream of rows begins with: the signature, no flags, no extension. */
export const COPY_HEAD: Uint8Array = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex')
export const COPY_TAIL: Uint8Array = Buffer.from('ffff', 'hex')

/** Rows of one table in PostgreSQL's binary COPY format, all columns in order, without head and tail. */
export interface CopyWriter {
  add(row: Readonly<Record<string, unknown>>): void
  /** What was written since; its memory is the caller's. */
  take(): Uint8Array
}

interface Room {
  buffer: Buffer
  at: number
}
type Write = (room: Room, value: never) => void

const FIRST_BYTES = 64 * 1024

export function copyWriter(table: PgTable): CopyWriter {
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => {
    const write = WRITERS[column.getSQLType()]
    if (!write) throw new TypeError(`no binary form is written of ${column.getSQLType()}`)
    return { key, write }
  })
  const room: Room = { buffer: Buffer.allocUnsafeSlow(FIRST_BYTES), at: 0 }
  return {
    add(row) {
      makeRoom(room, 2 + 4 * columns.length)
      room.at = room.buffer.writeInt16BE(columns.length, room.at)
      for (const { key, write } of columns) {
        const value = row[key]
        if (value === null || value === undefined) writeNull(room)
        else write(room, value as never)
      }
    },
    take() {
      const { buffer, at } = room
      room.buffer = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, at + (at >> 3)))
      room.at = 0
      return buffer.subarray(0, at)
    },
  }
}

const WRITERS: Readonly<Record<string, Write>> = {
  text(room, value: string) {
    makeRoom(room, 4 + 3 * value.length)
    const length = room.buffer.write(value, room.at + 4)
    room.at = room.buffer.writeInt32BE(length, room.at) + length
  },
  bytea(room, value: Uint8Array) {
    makeRoom(room, 4 + value.length)
    room.at = room.buffer.writeInt32BE(value.length, room.at)
    room.buffer.set(value, room.at)
    room.at += value.length
  },
  integer(room, value: number) {
    makeRoom(room, 8)
    room.at = room.buffer.writeInt32BE(4, room.at)
    room.at = room.buffer.writeInt32BE(value, room.at)
  },
  smallint(room, value: number) {
    makeRoom(room, 6)
    room.at = room.buffer.writeInt32BE(2, room.at)
    room.at = room.buffer.writeInt16BE(value, room.at)
  },
  boolean(room, value: boolean) {
    makeRoom(room, 5)
    room.at = room.buffer.writeInt32BE(1, room.at)
    room.at = room.buffer.writeUInt8(value ? 1 : 0, room.at)
  },
}

function writeNull(room: Room): void {
  makeRoom(room, 4)
  room.at = room.buffer.writeInt32BE(-1, room.at)
}

function makeRoom(room: Room, more: number): void {
  if (room.at + more <= room.buffer.length) return
  const larger = Buffer.allocUnsafeSlow(2 * (room.at + more))
  larger.set(room.buffer.subarray(0, room.at))
  room.buffer = larger
}
