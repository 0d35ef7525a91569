import { readBytes, type Handle } from '../platform/database.ts'
import type { StoredEntry } from './replay.ts'

/** Entries in one reading; a multiple of a tile's width. */
const BATCH = 10_240n

/** Step: the stored entries of [from, to) in order, some thousands at a time. A hole is simply not there. */
export async function* readEntries(
  handle: Handle,
  from: bigint,
  to: bigint,
): AsyncGenerator<readonly StoredEntry[]> {
  let next = readBatch(handle, from, to)
  for (let at = from; at < to; at += BATCH) {
    const batch = await next
    // The database packs the next while the caller hashes this one; nobody may be left to hear it fail.
    next = readBatch(handle, at + BATCH, to)
    next.catch(() => {})
    yield batch
  }
}

// Five values an entry, each parsed on its own, would cost several times the hashing: so one value a batch.
async function readBatch(handle: Handle, from: bigint, to: bigint): Promise<readonly StoredEntry[]> {
  if (from >= to) return []
  const end = from + BATCH < to ? from + BATCH : to
  return unpack(
    await readBytes(
      handle,
      `select string_agg(record_send(entry), '') from (select index, record, body, leaf, chain
        from ledger_entries where index >= ${from} and index < ${end} order by index) as entry`,
    ),
  )
}

// A record as PostgreSQL sends it: the number of columns, and each as type (4 bytes), length (4) and value.
function unpack(packed: Uint8Array): StoredEntry[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length)
  const entries: StoredEntry[] = []
  let at = 0
  const take = (): Uint8Array => {
    const start = at + 8
    at = start + bytes.readUInt32BE(at + 4)
    return packed.subarray(start, at)
  }
  while (at < bytes.length) {
    const index = bytes.readBigInt64BE(at + 12)
    at += 20
    const start = at + 8
    at = start + bytes.readUInt32BE(at + 4)
    const record = bytes.toString('latin1', start, at)
    entries.push({ index, record, body: take(), leaf: take(), chain: take() })
  }
  return entries
}
