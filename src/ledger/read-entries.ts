import { sql } from 'drizzle-orm'
import { rowsOf, type Handle } from '../platform/database.ts'
import type { StoredEntry } from './replay.ts'
import { ledgerEntries } from './schema.ts'

/** Entries in one reading; a multiple of a tile's width. */
const BATCH = 5_120n

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
  const [row] = await rowsOf<{ packed: Uint8Array | null }>(
    handle,
    sql`
      select string_agg(int8send(index) || int4send(octet_length(record)) || convert_to(record, 'UTF8')
        || int4send(octet_length(body)) || body || int4send(octet_length(leaf)) || leaf
        || int4send(octet_length(chain)) || chain, '') as packed
      from (select * from ${ledgerEntries} where index >= ${from} and index < ${end} order by index) as entries`,
  )
  return unpack(row?.packed ?? new Uint8Array())
}

function unpack(packed: Uint8Array): StoredEntry[] {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length)
  const entries: StoredEntry[] = []
  let at = 0
  const take = (): Uint8Array => {
    const start = at + 4
    at = start + bytes.readUInt32BE(at)
    return packed.subarray(start, at)
  }
  while (at < bytes.length) {
    const index = bytes.readBigInt64BE(at)
    at += 8
    const record = Buffer.from(take()).toString()
    entries.push({ index, record, body: take(), leaf: take(), chain: take() })
  }
  return entries
}
