import { eq, sql } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { sameHumans } from '../../people/same-persons.ts'
import { personJoins } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf, type Handle, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { misconductTerms } from '../schema.ts'
import { builderHere, builderInThread, type BuiltSnapshot } from './build-snapshot.ts'
import {
  integrityBlindNames,
  integritySnapshotParts,
  integritySnapshots,
  sealedIntegritySnapshots,
} from './schema.ts'
import { subjectTexts } from './subject.ts'
import { blind, blindingKey, OUTPUT_LENGTH, type BlindingKey } from './vrf.ts'

export interface Taken {
  /** Persons and offices listed; never told outside. */
  readonly subjects: number
  readonly size: number
}

// One at a time: two would both find none of today.
const SNAPSHOT_LOCK = 7_301_021
// Between two of these others get their turn: a name takes about a millisecond.
const NAMES_AT_ONCE = 20
// Names that are read, handed on or hashed at once: some 30 milliseconds. More of them are hashed in a thread.
const STRETCH = 5000

/**
 * Commits who is listed today, once a day: whoever is in the term of a record in force when it is made. Null: today's is
 * there already. Cut short, it is made by the next call; the names blinded until then stay made.
 */
export async function takeSnapshot(ctx: Context): Promise<Taken | null> {
  const day = ctx.today()
  const key = blindingKey(ctx.keyring.fields.blindingSeed())
  if (await isTaken(ctx.database.read, day)) return null
  await nameStrangers(ctx, ctx.database.read, key)
  return ctx.database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SNAPSHOT_LOCK})`)
    if (await isTaken(tx, day)) return null
    // Whoever came in since; and whoever is listed no more is forgotten.
    await nameStrangers(ctx, tx, key)
    await tx.execute(
      sql`delete from ${integrityBlindNames} where subject_id not in (${listedOn(day)})
        or blinding_key <> ${Buffer.from(key.publicKey)}`,
    )
    const { subjects, size, root, parts } = await built(ctx, await stretchesOf(tx), day)
    const record = entryRecord(ctx.random(16))
    const row = { id: base64url(ctx.random(16)), day, size, root, blindingKey: key.publicKey }
    const { rows, sealRoot } = sealRows(sealedIntegritySnapshots, record, [row], ctx.random(32))
    await tx.insert(integritySnapshots).values([...rows])
    for (const [part, { first, root: partRoot, leaves }] of parts.entries())
      await tx.insert(integritySnapshotParts).values({ day, part, first, root: partRoot, leaves })
    await recordAct(ctx, tx, { act: 'integrity.snapshot', officeId: null, facts: { day, size } })
    await appendEntries(tx, [
      {
        type: 'integrity.snapshot',
        record,
        day,
        seals: { integrity_snapshots: sealRoot },
        facts: { size, root: base64url(root), key: base64url(key.publicKey) },
      },
    ])
    return { subjects, size }
  })
}

async function isTaken(handle: Handle, day: string): Promise<boolean> {
  const [row] = await handle
    .select({ id: integritySnapshots.id })
    .from(integritySnapshots)
    .where(eq(integritySnapshots.day, day))
  return row !== undefined
}

// The newest row of each record, read backwards along its index; and every other number of whoever is in it.
const listedOn = (day: string) => sql`
  with listed(id) as (
    select coalesce(t.person_id, t.office_id) from (
      select distinct on (record_id) record_id, person_id, office_id, starts_on, ends_on
      from ${misconductTerms} order by record_id desc, position desc
    ) t
    where t.starts_on <= ${day} and t.ends_on >= ${day} and coalesce(t.person_id, t.office_id) is not null
  )
  select id from listed
  union
  select same.id from ${sameHumans(sql`(
    select string_agg(id, ',') from listed
    where id in (select one_id from ${personJoins} union select other_id from ${personJoins}))`)} same`

/** Blinds whoever has no name yet; what is written stays, should it be cut short. */
async function nameStrangers(ctx: Context, handle: Handle, key: BlindingKey): Promise<void> {
  const rows = await rowsOf<{ id: string }>(
    handle,
    sql`select l.id from (${listedOn(ctx.today())}) l (id)
      where not exists (select 1 from ${integrityBlindNames} n
        where n.subject_id = l.id and n.blinding_key = ${Buffer.from(key.publicKey)})`,
  )
  for (let from = 0; from < rows.length; from += NAMES_AT_ONCE) {
    const ids = rows.slice(from, from + NAMES_AT_ONCE).map(({ id }) => id)
    const texts = await subjectTexts(ctx, handle, ids)
    const values = ids.map((subjectId) => {
      const text = texts.get(subjectId)
      // Who has no number is nobody a stranger could ask about: an empty name, so that it is not looked for again.
      const name = text === undefined ? new Uint8Array() : blind(key, text)
      return { subjectId, blindingKey: key.publicKey, name }
    })
    await handle
      .insert(integrityBlindNames)
      .values(values)
      .onConflictDoUpdate({
        target: integrityBlindNames.subjectId,
        set: { blindingKey: sql`excluded.blinding_key`, name: sql`excluded.name` },
      })
  }
}

// Many to a row: a million rows of their own would cost more than all the hashing.
async function stretchesOf(tx: Transaction): Promise<readonly Uint8Array[]> {
  const rows = await rowsOf<{ names: Uint8Array }>(
    tx,
    sql`select string_agg(name, ''::bytea) as names from (
        select name, (row_number() over () - 1) / ${STRETCH}::int as part from ${integrityBlindNames}
        where length(name) = ${OUTPUT_LENGTH}
      ) n group by part`,
  )
  return rows.map(({ names }) => names)
}

async function built(
  ctx: Context,
  stretches: readonly Uint8Array[],
  day: Day,
): Promise<BuiltSnapshot & { readonly subjects: number }> {
  const builder = stretches.length > 1 ? builderInThread() : builderHere()
  try {
    for (const names of stretches) await builder.add(names)
    const subjects = stretches.reduce((sum, names) => sum + names.length / OUTPUT_LENGTH, 0)
    return { ...(await builder.build({ day, seed: ctx.random(32) })), subjects }
  } finally {
    await builder.close()
  }
}
