import { and, asc, eq, gte, inArray, sql } from 'drizzle-orm'
import type { WaitingRow } from '../ledger/day-batch.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { base64url, equalBytes, fromBase64url } from '../signing/bytes.ts'
import type { Day } from '../calendar/day.ts'
import { recordBytes, recordMark } from './record.ts'
import { trailAltered } from './refusals.ts'
import { trailRecords, trailSubjects } from './schema.ts'

/**
 * For the `facts` of `recordAct`: the rows an act left to wait for the day's entry. So each is bound, by its seal, into
 * the trail's chain, which the ledger anchors within a minute without a word of what is in it.
 */
export const promised = (
  batch: string,
  rows: readonly WaitingRow[],
): { readonly batch: string; readonly sealed: string } => ({
  batch,
  sealed: rows.map(({ table, id, seal }) => `${table}/${id}/${base64url(seal)}`).join(' '),
})

/** Step: every row that was promised to a batch, in the order of the records. Refuses `trail/altered`. */
export async function promisedRows(
  ctx: Context,
  handle: Handle,
  { record, day }: { readonly record: string; readonly day: Day },
): Promise<readonly WaitingRow[]> {
  const records = await handle
    .select()
    .from(trailRecords)
    .where(
      and(
        // Nothing is promised to a day before it begins.
        gte(trailRecords.at, new Date(`${day}T00:00:00+08:00`)),
        sql`position(${`"batch":"${record}"`} in ${trailRecords.facts}) > 0`,
      ),
    )
    .orderBy(asc(trailRecords.position))
  const subjects = await subjectsOf(
    handle,
    records.map(({ position }) => position),
  )
  const rows: WaitingRow[] = []
  for (const { position, mark, chain: _, ...row } of records) {
    const bytes = recordBytes(row, subjects.get(position) ?? [])
    if (!equalBytes(mark, recordMark(ctx.keyring.fields, bytes))) throw trailAltered()
    const { batch, sealed } = JSON.parse(row.facts) as { readonly batch?: string; readonly sealed?: string }
    if (batch === record) rows.push(...readRows(sealed ?? ''))
  }
  return rows
}

const readRows = (text: string): readonly WaitingRow[] =>
  text
    .split(' ')
    .filter((each) => each !== '')
    .map((each) => {
      const [table = '', id = '', seal = ''] = each.split('/')
      return { table, id, seal: fromBase64url(seal) }
    })

async function subjectsOf(
  handle: Handle,
  positions: readonly bigint[],
): Promise<ReadonlyMap<bigint, Uint8Array[]>> {
  const found = new Map<bigint, Uint8Array[]>()
  if (positions.length === 0) return found
  const rows = await handle
    .select()
    .from(trailSubjects)
    .where(inArray(trailSubjects.position, [...positions]))
  for (const { position, subject } of rows) {
    const known = found.get(position)
    if (known) known.push(subject)
    else found.set(position, [subject])
  }
  return found
}

/** Step: the ids of a table's rows that name this batch, each with its seal. */
export const rowsUnder = async (
  handle: Handle,
  table: string,
  record: string,
): Promise<readonly WaitingRow[]> => {
  const name = sql.identifier(table)
  const rows = await handle
    .select({ id: sql<string>`id`, seal: sql<Uint8Array>`seal`.mapWith(trailRecords.mark) })
    .from(sql`${name}`)
    .where(eq(sql`sealed_by`, record))
  return rows.map(({ id, seal }) => ({ table, id, seal }))
}
