import { sql } from 'drizzle-orm'
import { appendEntries } from '../ledger/append.ts'
import { checkpointMemory } from '../ledger/deployment-memory.ts'
import { entryRecord, type EntryDraft } from '../ledger/entry.ts'
import { publishCheckpoint } from '../ledger/publish.ts'
import type { Context } from '../platform/context.ts'
import { rowsOf } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'

const BATCH = 10_000
const BATCHES_A_CHECKPOINT = 50
const TABLES = ['certificates', 'persons']

/**
 * Brings a deployment of the bench to `many` certificates: real entries in the real ledger, and under each a
 * certificate and its holder in the real tables with all their indexes. Their envelopes are filler: nobody verifies
 * these; they are what the others have to be found among.
 */
export async function fillUp(ctx: Context, many: number): Promise<void> {
  const [counted] = await rowsOf<{ n: number }>(
    ctx.database.read,
    sql`select count(*)::int as n from certificates`,
  )
  const [head] = await rowsOf<{ size: string }>(ctx.database.read, sql`select size from ledger_head`)
  let left = many - (counted?.n ?? 0)
  for (let batch = 1; left > 0; batch++) {
    const entries = Array.from({ length: Math.min(left, BATCH) }, () => fillerEntry(ctx))
    await ctx.database.transaction((tx) => appendEntries(tx, entries))
    left -= entries.length
    if (batch % BATCHES_A_CHECKPOINT === 0 || left === 0)
      await publishCheckpoint(ctx, checkpointMemory(ctx.config))
  }
  const rebuild = await withoutIndexes(ctx)
  await insertFiller(ctx, BigInt(head?.size ?? 0))
  for (const statement of rebuild) await ctx.database.read.execute(sql.raw(statement))
  for (const table of [...TABLES, 'ledger_entries', 'ledger_tiles'])
    await ctx.database.read.execute(sql.raw(`vacuum analyze ${table}`))
}

function fillerEntry(ctx: Context): EntryDraft {
  const hash = () => base64url(ctx.random(32))
  return {
    type: 'certificate.issued',
    record: entryRecord(ctx.random(16)),
    day: ctx.today(),
    commitments: { cwt: hash(), sdJwt: hash() },
    seals: { certificates: { root: hash(), rows: 1 } },
  }
}

/** Ids and codes are the entry's record, forwards and backwards: as random as real ones. */
async function insertFiller(ctx: Context, from: bigint): Promise<void> {
  const entries = sql`ledger_entries e where e.index >= ${from.toString()}::bigint and get_byte(e.leaf, 0) >= 0
    and position('"chain.anchor"'::bytea in e.body) = 0`
  await ctx.database.read.execute(sql`
    insert into persons (id, tier, wrapped_key, name_sealed, blind_index, name_salt, name_commitment, seal_salt, seal, sealed_by)
    select 'p' || record, 'none', e.chain || e.leaf, e.leaf, e.leaf, e.chain, e.leaf, e.chain, e.leaf, record from ${entries}`)
  await ctx.database.read.execute(sql`
    insert into certificates (id, number, code, origin, title_id, version, person_id, authority_id, document_id, issued_on,
      credentials_sealed, commitment_salts, status_list, status_index, template, seal_salt, seal, sealed_by)
    select record, 'X2026' || lpad(e.index::text, 9, '0'), reverse(record), ${ctx.config.publicOrigin}, 't' || record, 1,
      'p' || record, 'filler-' || e.index % 500, 'filler-' || e.index / 1000, ${ctx.today()}::date,
      e.body || e.body || e.body || e.body, e.chain || e.leaf, 1000 + (e.index / 65536)::int, (e.index % 65536)::int, 1,
      e.chain, e.leaf, record from ${entries}`)
}

/** Takes the indexes away, and answers what builds them again: ten million rows sort faster than they squeeze in. */
async function withoutIndexes(ctx: Context): Promise<readonly string[]> {
  const { read } = ctx.database
  const rebuild: string[] = []
  for (const table of TABLES) {
    const constraints = await rowsOf<{ name: string; definition: string }>(
      read,
      sql`select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
        where conrelid = ${table}::regclass and contype = 'u'`,
    )
    for (const { name, definition } of constraints) {
      await read.execute(sql.raw(`alter table ${table} drop constraint "${name}"`))
      rebuild.push(`alter table ${table} add constraint "${name}" ${definition}`)
    }
    const indexes = await rowsOf<{ name: string; definition: string }>(
      read,
      sql`select indexname as name, indexdef as definition from pg_indexes
        where tablename = ${table} and schemaname = 'public' and indexname not like '%pkey'`,
    )
    for (const { name, definition } of indexes) {
      await read.execute(sql.raw(`drop index "${name}"`))
      rebuild.push(definition)
    }
  }
  return rebuild
}
