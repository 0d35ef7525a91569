import { eq, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { base64url, fromUtf8 } from '../signing/bytes.ts'
import type { Disclosure, OpenedField, SealedIn } from './disclosure.ts'
import { leafHash } from './hash.ts'
import { inclusionRanges, treeRoot } from './merkle.ts'
import { proveEntry } from './prove.ts'
import { noSuchRow, rowErased, rowWaiting } from './refusals.ts'
import { dayBatches, ledgerEntries, openBatches, sealedDayBatches } from './schema.ts'
import type { SealedTable } from './seal.ts'
import { sealedBytes } from './sealed-text.ts'

/**
 * Hands over one sealed row with its salt, so that whoever gets it can check by themselves what was recorded and when.
 * To be given only to somebody who may see the row: the salt opens it for ever. Refuses `ledger/no-such-row`,
 * `ledger/row-erased`, `ledger/row-waiting`, `ledger/not-published`.
 */
export async function discloseRow(
  ctx: Context,
  { sealed, row, opened = [] }: { sealed: SealedTable; row: string; opened?: readonly OpenedField[] },
): Promise<Disclosure> {
  const { read } = ctx.database
  const found = await placeOf(read, sealed, row)
  const [batch] = await read
    .select({ id: dayBatches.id })
    .from(dayBatches)
    .where(eq(dayBatches.id, found.sealedBy))
  const [open] = await read.select().from(openBatches).where(eq(openBatches.record, found.sealedBy))
  if (open) throw rowWaiting(sealed.name, row)
  const day = batch ? await placeOf(read, sealedDayBatches, batch.id) : null
  const [entry] = await read
    .select({ index: ledgerEntries.index, body: ledgerEntries.body })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.record, (day ?? found).sealedBy))
  if (!entry) throw noSuchRow(sealed.name, row)
  return {
    v: 1,
    ...found.place,
    batch: day && day.place,
    entry: fromUtf8(entry.body),
    proof: await proveEntry(read, entry.index),
    opened,
  }
}

/** A row, opened, and its place among the rows of whatever sealed it. */
async function placeOf(
  handle: Handle,
  sealed: SealedTable,
  row: string,
): Promise<{ readonly sealedBy: string; readonly place: SealedIn }> {
  const { table, name } = sealed
  const [found] = (await handle.select().from<PgTable>(table).where(eq(table.id, row))) as Readonly<
    Record<string, unknown>
  >[]
  if (!found) throw noSuchRow(name, row)
  if (!(found.sealSalt instanceof Uint8Array)) throw rowErased(name, row)
  const sealedBy = String(found.sealedBy)
  const siblings = (await handle
    .select({ id: table.id, seal: table.seal })
    .from<PgTable>(table)
    .where(eq(table.sealedBy, sealedBy))
    .orderBy(sql`${table.id} collate "C"`)) as { id: string; seal: Uint8Array }[]
  const leaves = siblings.map(({ seal }) => leafHash(seal))
  const position = siblings.findIndex(({ id }) => id === row)
  const path = inclusionRanges(position, leaves.length).map(({ from, to }) =>
    treeRoot(leaves.slice(from, to)),
  )
  const [values, salt] = [fromUtf8(sealedBytes(sealed.columns, found)), base64url(found.sealSalt)]
  return { sealedBy, place: { table: name, row, values, salt, position, path: path.map(base64url) } }
}
