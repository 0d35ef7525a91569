import type { SealRoot } from '../../ledger/entry.ts'
import { sealRoot, sealRows, type RowSeal, type UnsealedRow } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { collectionRowTitles, sealedCollectionRowTitles } from './schema.ts'

export type Became = UnsealedRow<typeof collectionRowTitles>

/** Step: which title each row became, page by page, under the caller's entry. */
export function recordRowTitles(ctx: Context, tx: Transaction, entryRecord: string, batchId: string) {
  const seals: RowSeal[] = []
  return {
    async add(became: readonly Became[]): Promise<void> {
      if (became.some((each) => each.batchId !== batchId)) throw new RangeError('rows of another batch')
      const { rows } = sealRows(
        sealedCollectionRowTitles,
        entryRecord,
        became,
        ctx.random(32 * became.length),
      )
      for (const { id, seal } of rows) seals.push({ id, seal })
      await copyIn(tx, collectionRowTitles, rows)
    },
    seal: (): SealRoot | null =>
      seals.length === 0 ? null : { root: base64url(sealRoot(seals)), rows: seals.length },
  }
}
