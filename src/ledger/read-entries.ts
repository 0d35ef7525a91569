import { is } from 'drizzle-orm'
import { PgTransaction } from 'drizzle-orm/pg-core'
import { readBytes, type Handle } from '../platform/database.ts'
import type { StoredEntry } from './replay.ts'

/** Entries in one reading; a multiple of a tile's width. */
const BATCH = 10_240n
/** Readings under way while the caller works: one is being packed, one sent. */
const AHEAD = 1

/** The stored entries of [from, to) as the database packs them: see `unpackEntries`. A hole is simply not there. */
export interface PackedEntries {
  readonly from: bigint
  readonly to: bigint
  readonly packed: Uint8Array
}

/** Step: the stored entries of [from, to) in order, some thousands at a time. */
export async function* readEntries(
  handle: Handle,
  from: bigint,
  to: bigint,
): AsyncGenerator<Iterable<StoredEntry>> {
  for await (const { packed } of readPacked(handle, from, to)) yield unpackEntries(packed)
}

/** Step: the same for whoever unpacks them elsewhere. */
export async function* readPacked(handle: Handle, from: bigint, to: bigint): AsyncGenerator<PackedEntries> {
  const under: Promise<PackedEntries>[] = []
  // A transaction has one connection, and the caller's own statements must find it free.
  const ahead = is(handle, PgTransaction) ? 0 : AHEAD
  for (let next = from; next < to || under.length > 0;) {
    for (; next < to && under.length <= ahead; next += BATCH) {
      const reading = readBatch(handle, next, next + BATCH < to ? next + BATCH : to)
      // Nobody may be left to hear it fail.
      reading.catch(() => {})
      under.push(reading)
    }
    const read = under.shift()
    if (read) yield await read
  }
}

// Five values an entry, each parsed on its own, would cost several times the hashing: so one value a batch.
const readBatch = async (handle: Handle, from: bigint, to: bigint): Promise<PackedEntries> => ({
  from,
  to,
  packed: await readBytes(
    handle,
    `select string_agg(record_send(entry), '') from (select index, record, body, leaf, chain
      from ledger_entries where index >= ${from} and index < ${to} order by index) as entry`,
  ),
})

/**
 * Records as PostgreSQL sends them: the number of columns, and each as type (4 bytes), length (4) and value. One at a
 * time: ten thousand that live until the last of them is done would keep the collector busier than the hashing does us.
 */
export function* unpackEntries(packed: Uint8Array): Generator<StoredEntry> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length)
  let at = 0
  const take = (): Uint8Array => {
    const start = at + 8
    at = start + bytes.readUInt32BE(at + 4)
    return packed.subarray(start, at)
  }
  while (at < bytes.length) {
    const index = bytes.readInt32BE(at + 12) * 2 ** 32 + bytes.readUInt32BE(at + 16)
    at += 20
    const start = at + 8
    at = start + bytes.readUInt32BE(at + 4)
    const record = bytes.toString('latin1', start, at)
    yield { index, record, body: take(), leaf: take(), chain: take() }
  }
}
