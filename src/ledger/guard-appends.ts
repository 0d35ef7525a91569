import type { Context } from '../platform/context.ts'
import type { Database } from '../platform/database.ts'
import { equalBytes } from '../signing/bytes.ts'
import { guardAppendsBy } from './append-pause.ts'
import { ledgerOrigin } from './begin.ts'
import type { CheckpointMemory } from './checkpoint-memory.ts'
import type { Checkpoint } from './checkpoint.ts'
import { ledgerKeys } from './ledger-keys.ts'
import { latestCheckpoint, refuseIfBehind } from './refuse-if-behind.ts'
import { forked, rolledBack } from './refusals.ts'

/** How long a ledger found right is believed, all but its size and root. A refusal is never believed. */
const BELIEVED_MS = 250

type Published = Pick<Checkpoint, 'size' | 'root'>

/** The checkpoint a database was last found right under, null before the first, and until when that is believed (ms). */
const believed = new WeakMap<Database, { readonly published: Published | null; readonly until: number }>()

/** For whoever has just held the ledger against what is remembered outside. */
export function believe({ database, now }: Context, published: Published | null): void {
  believed.set(database, { published, until: now().getTime() + BELIEVED_MS })
}

/**
 * Has every later append to this database refused for whatever would stop its signing: a database put back under a
 * running service would go on to number what was published a second time. What is remembered outside was published
 * under the ledger's lock, so whoever holds that lock can only find it older than the head. The answer takes it back.
 */
export const guardAppends = (ctx: Context, memory: CheckpointMemory): (() => void) =>
  guardAppendsBy(ctx.database, async (tx, head) => {
    const last = believed.get(ctx.database)
    const now = ctx.now().getTime()
    // A clock that was put back must not make it believed for longer.
    if (last && now < last.until && now >= last.until - BELIEVED_MS)
      return refuseIfBelow(head, last.published)
    const [stored, kept] = await Promise.all([latestCheckpoint(tx), memory.read()])
    const keys = ledgerKeys(await ledgerOrigin(tx), ctx.keyring)
    believe(ctx, await refuseIfBehind(tx, { stored, head }, kept, keys))
  })

function refuseIfBelow({ size, root }: Published, published: Published | null): void {
  if (!published) return
  if (size < published.size) throw rolledBack(size, published.size)
  if (size === published.size && !equalBytes(root, published.root)) throw forked(size)
}
