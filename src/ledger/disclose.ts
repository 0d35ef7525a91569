import { eq, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Context } from '../platform/context.ts'
import { base64url, fromUtf8 } from '../signing/bytes.ts'
import type { Disclosure, OpenedField } from './disclosure.ts'
import { leafHash } from './hash.ts'
import { inclusionRanges, treeRoot } from './merkle.ts'
import { proveEntry } from './prove.ts'
import { noSuchRow, rowErased } from './refusals.ts'
import { ledgerEntries } from './schema.ts'
import { sealedText, type SealedTable } from './seal.ts'

/**
 * Hands over one sealed row with its salt, so that whoever gets it can check by themselves what was recorded and when.
 * To be given only to somebody who may see the row: the salt opens it for ever. Refuses `ledger/no-such-row`,
 * `ledger/row-erased`, `ledger/not-published`.
 */
export async function discloseRow(
  ctx: Context,
  { sealed, row, opened = [] }: { sealed: SealedTable; row: string; opened?: readonly OpenedField[] },
): Promise<Disclosure> {
  const { read } = ctx.database
  const { table, name } = sealed
  const [found] = (await read.select().from<PgTable>(table).where(eq(table.id, row))) as Readonly<
    Record<string, unknown>
  >[]
  if (!found) throw noSuchRow(name, row)
  if (!(found.sealSalt instanceof Uint8Array)) throw rowErased(name, row)
  const siblings = (await read
    .select({ id: table.id, seal: table.seal })
    .from<PgTable>(table)
    .where(eq(table.sealedBy, String(found.sealedBy)))
    .orderBy(sql`${table.id} collate "C"`)) as { id: string; seal: Uint8Array }[]
  const leaves = siblings.map(({ seal }) => leafHash(seal))
  const position = siblings.findIndex(({ id }) => id === row)
  const path = inclusionRanges(position, leaves.length).map(({ from, to }) =>
    treeRoot(leaves.slice(from, to)),
  )
  const [entry] = await read
    .select({ index: ledgerEntries.index, body: ledgerEntries.body })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.record, String(found.sealedBy)))
  if (!entry) throw noSuchRow(name, row)
  return {
    v: 1,
    table: name,
    row,
    values: sealedText(sealed, found),
    salt: base64url(found.sealSalt),
    position,
    path: path.map(base64url),
    entry: fromUtf8(entry.body),
    proof: await proveEntry(read, entry.index),
    opened,
  }
}
