import { eq } from 'drizzle-orm'
import { eventsOf } from '../../cycles/find-events.ts'
import type { Handle } from '../../platform/database.ts'
import { stepOfFiling, type FilingKind } from './packet.ts'
import { filedOtherwise } from './refusals.ts'
import { filings } from './schema.ts'

/**
 * Step: refuses `results/filing-outdated` where the filing that was taken in is of another list than this one. That there
 * was a filing, `requireStep` asks.
 */
export async function requireFiled(
  handle: Handle,
  { cycleId, kind, listId }: { readonly cycleId: string; readonly kind: FilingKind; readonly listId: string },
): Promise<void> {
  const taken = (await eventsOf(handle, cycleId)).find(({ step }) => step === stepOfFiling(kind))?.about
  if (!taken) return
  const [filing] = await handle.select({ of: filings.listId }).from(filings).where(eq(filings.id, taken))
  if (filing && filing.of !== null && filing.of !== listId) throw filedOtherwise(kind)
}
