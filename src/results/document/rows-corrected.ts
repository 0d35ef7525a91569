import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import { paperOfList } from './paper-of-list.ts'
import { notCorrectable } from './refusals.ts'
import { rowsOfDocument, type RowToConfer } from './rows-to-confer.ts'

/**
 * Step: the people of the document that is corrected, by its id or number: a corrected document names the same ones.
 * Refuses `results/document-not-correctable` for a document of another list, or one corrected already.
 */
export async function rowsCorrected(
  ctx: Context,
  tx: Transaction,
  { listId, replaces }: { readonly listId: string; readonly replaces: string },
): Promise<{ readonly rows: readonly RowToConfer[]; readonly replacesId: string; readonly number: string }> {
  const { documents } = await paperOfList(tx, listId)
  const asked = foldDocumentNumber(replaces)
  const before = documents.find(({ id, number }) => id === replaces || number === asked)
  if (!before) throw notCorrectable(replaces, '它不是这份名单的文件')
  if (documents.some(({ replacesId }) => replacesId === before.id))
    throw notCorrectable(before.number, '它已经更正过，请更正最新的一份')
  return { rows: await rowsOfDocument(ctx, tx, before.id), replacesId: before.id, number: before.number }
}
