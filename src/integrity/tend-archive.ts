import { actorOf, type Context } from '../platform/context.ts'
import { destroyDue, type Destroyed } from './ending/destroy-due.ts'
import { forgetCopies } from './sharing/forget-copies.ts'
import { forgetLeaves } from './snapshot/forget-leaves.ts'
import { takeSnapshot, type Taken } from './snapshot/take-snapshot.ts'

export interface Tended extends Destroyed {
  /** Null: today's snapshot was there already. */
  readonly snapshot: Taken | null
}

/**
 * What the archive needs from the service, whenever: the day's snapshot, and the end of what is over. Each part can be cut
 * short and goes on the next time; `failed` hears of a record that could not be destroyed.
 */
export async function tendArchive(ctx: Context, failed: (error: unknown) => void): Promise<Tended> {
  const service: Context = { ...ctx, actor: actorOf('service', 'integrity') }
  const snapshot = await takeSnapshot(service)
  // Before any record: no leaf outlives the record it stands for.
  await forgetLeaves(service)
  const swept = await destroyDue(service, failed)
  await forgetCopies(service)
  return { ...swept, snapshot }
}
