import type { Context } from '../platform/context.ts'
import { recordAct } from '../trail/record-act.ts'
import { findList, rowsOfList, type FoundList, type NamedRow } from './find-list.ts'

/** Shows part of a list with its people's names, and records whose they were. Refuses `results/list-not-found`. */
export async function readRows(
  ctx: Context,
  { listId, after, limit }: { readonly listId: string; readonly after: number; readonly limit: number },
): Promise<{ readonly list: FoundList; readonly rows: readonly NamedRow[] }> {
  return ctx.database.transaction(async (tx) => {
    const list = await findList(ctx, tx, listId)
    const rows = await rowsOfList(ctx, tx, list.id, { after, limit })
    await recordAct(ctx, tx, {
      act: 'lists.see',
      officeId: list.officeId,
      about: list.id,
      subjects: rows.map(({ personId }) => personId),
    })
    return { list, rows }
  })
}
