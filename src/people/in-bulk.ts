import { setImmediate as breath } from 'node:timers/promises'
import { inArray, sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import { copyWritten, rowsOf, type Handle, type Transaction } from '../platform/database.ts'
import { openPersonKey, revealText } from './protect.ts'
import { lockRegister } from './register-lock.ts'
import { persons } from './schema.ts'

// For whoever registers a million: the field keys stay in this thread and here, data keys go to the thread that protects.

/** Somebody we know, opened for one act. */
export interface OpenedPerson {
  readonly personId: string
  readonly dataKey: Uint8Array
  readonly name: string
}

/** Numbers looked up in one question; others have their turn between so many keys. */
const AT_ONCE = 250
const INDEX_LENGTH = 32

/** Blind indexes of documents ('type|number', or '' for none: zeroes), 32 bytes each in one block. */
export async function indexesInBulk(ctx: Context, documents: readonly string[]): Promise<Uint8Array> {
  const { fields } = ctx.keyring
  const indexes = new Uint8Array(documents.length * INDEX_LENGTH)
  for (const [i, document] of documents.entries()) {
    if (document !== '') indexes.set(fields.blindIndex(document), i * INDEX_LENGTH)
    if (i % AT_ONCE === AT_ONCE - 1) await breath()
  }
  return indexes
}

/** Step: whom these blind indexes find, by their place among them. */
export async function knownInBulk(
  ctx: Context,
  handle: Handle,
  indexes: Uint8Array,
): Promise<ReadonlyMap<number, OpenedPerson>> {
  const known = new Map<number, OpenedPerson>()
  for (let from = 0; from < indexes.length; from += AT_ONCE * INDEX_LENGTH) {
    const asked = indexes.subarray(from, from + AT_ONCE * INDEX_LENGTH)
    // Lateral, so that no plan ever reads the whole register instead of its index.
    const rows = await rowsOf<Found & { at: number }>(
      handle,
      sql`select at, id, wrapped, name
        from generate_series(0, ${asked.length / INDEX_LENGTH - 1}::integer) at
        cross join lateral (
          select id, wrapped_key as wrapped, name_sealed as name from persons
          where blind_index = substring(${asked}::bytea from 1 + ${INDEX_LENGTH}::integer * at for ${INDEX_LENGTH}::integer)
          limit 1
        ) found`,
    )
    for (const row of rows) known.set(from / INDEX_LENGTH + row.at, opened(ctx, row))
    await breath()
  }
  return known
}

/** Step: these persons, but for those who were erased. */
export async function openInBulk(
  ctx: Context,
  handle: Handle,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, OpenedPerson>> {
  const found = new Map<string, OpenedPerson>()
  for (let from = 0; from < personIds.length; from += 1000) {
    const rows = await handle
      .select({ id: persons.id, wrapped: persons.wrappedKey, name: persons.name })
      .from(persons)
      .where(inArray(persons.id, personIds.slice(from, from + 1000)))
    for (const [i, row] of rows.entries()) {
      if (row.wrapped.length > 0) found.set(row.id, opened(ctx, row))
      if (i % AT_ONCE === AT_ONCE - 1) await breath()
    }
  }
  return found
}

interface Found extends Record<string, unknown> {
  readonly id: string
  readonly wrapped: Uint8Array
  readonly name: Uint8Array
}

function opened(ctx: Context, { id, wrapped, name }: Found): OpenedPerson {
  const key = openPersonKey(ctx.keyring.fields, id, wrapped)
  return {
    personId: id,
    dataKey: key.dataKey,
    name: revealText(key, { column: 'persons.name', row: id }, name),
  }
}

/** Data keys for so many new persons, 32 bytes each, and the same wrapped, 40 bytes each. */
export async function keysInBulk(
  ctx: Context,
  count: number,
): Promise<{ readonly dataKeys: Uint8Array; readonly wrapped: Uint8Array }> {
  const dataKeys = ctx.random(32 * count)
  const wrapped = ctx.keyring.fields.wrapMany(dataKeys)
  await breath()
  return { dataKeys, wrapped }
}

/**
 * Step: stores new persons that a thread has protected, sealed and written as COPY takes them. Fails on the constraint
 * `persons_blind_index` when somebody else registered one of them since they were looked up.
 */
export async function storeInBulk(tx: Transaction, pieces: readonly Uint8Array[]): Promise<void> {
  await lockRegister(tx)
  if (pieces.length > 0) await copyWritten(tx, persons, pieces)
}

/** A key for keyed hashes of one sort and owner, 32 bytes: it may go to the thread, and finds nobody's number. */
export const hashKeyInBulk = (ctx: Context, about: string): Uint8Array =>
  ctx.keyring.fields.blindIndex(`hash-key|${about}`)
