import type { SealRoot } from '../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { copyIn, type Transaction } from '../platform/database.ts'
import { sealedTitleRecords, titleRecords } from './schema.ts'

export type NewTitleRecord = UnsealedRow<typeof titleRecords>

/** Step: titles come into being under the caller's entry, which puts the answer in its `seals.title_records`. */
export async function recordTitles(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  titles: readonly NewTitleRecord[],
): Promise<SealRoot> {
  const { rows, sealRoot } = sealRows(sealedTitleRecords, entryRecord, titles, ctx.random(32 * titles.length))
  await copyIn(tx, titleRecords, rows)
  return sealRoot
}
