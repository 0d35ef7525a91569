import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { leadsOfList } from './leads/find-leads.ts'
import type { Lead } from './leads/lead.ts'
import { findList, rowsOfList, type FoundList, type NamedRow } from './find-list.ts'

/** Shows part of a list with its people's names, and what is to be looked into, and records whose they were. Refuses `results/list-not-found`. */
export async function readRows(
  ctx: Context,
  { listId, after, limit }: { readonly listId: string; readonly after: number; readonly limit: number },
): Promise<{
  readonly list: FoundList
  readonly rows: readonly NamedRow[]
  /** Of the whole list. */
  readonly leads: readonly Lead[]
}> {
  return ctx.database.transaction(async (tx) => {
    const list = await findList(ctx, tx, listId)
    const rows = await rowsOfList(ctx, tx, list.id, { after, limit })
    const leads = await leadsOfList(ctx, tx, list.id)
    await recordAct(ctx, tx, {
      act: 'lists.see',
      officeId: list.officeId,
      about: list.id,
      subjects: [...rows, ...leads].map(({ personId }) => personId),
    })
    return { list, rows, leads }
  })
}
