import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/database.ts'
import { purposeFault } from './purpose.ts'
import { recordAct } from './record-act.ts'
import type { RecordedAct } from './record.ts'
import { trailUnwritable } from './refusals.ts'

/**
 * Records in a transaction of its own that an act was refused, `code` being the refusal's; what is inside a transaction
 * of somebody else's outlasts its end. When it cannot be written the caller gets `trail/unwritable` (503) instead of the
 * refusal: nobody tries doors unseen.
 */
export async function recordRefused(
  ctx: Context,
  act: Omit<RecordedAct, 'outcome' | 'code'> & { readonly code: string },
): Promise<void> {
  const { purpose } = ctx.actor
  // A purpose that may not be kept was itself a ground to refuse, and is left out.
  const isKept = purpose === null || purposeFault(purpose) === null
  const kept = isKept ? ctx : { ...ctx, actor: { ...ctx.actor, purpose: null } }
  const write = async (database: Database) => {
    try {
      await database.transaction((tx) => recordAct(kept, tx, { ...act, outcome: 'refused' }))
    } catch (error) {
      throw trailUnwritable(error)
    }
  }
  const { besides } = ctx.database
  if (besides) besides(write)
  else await write(ctx.database)
}
