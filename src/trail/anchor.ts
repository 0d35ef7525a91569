import { eq } from 'drizzle-orm'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import type { Context } from '../platform/context.ts'
import { base64url } from '../signing/bytes.ts'
import { lockTrail, moveTrail } from './head.ts'
import { trailHead } from './schema.ts'

/**
 * Lets the ledger vouch for the trail as far as it is; says whether there was anything new. The service calls it every
 * minute, before its last checkpoint, and after a command. What is behind an anchor nobody can take back, not even
 * with our keys, once the checkpoint above it is known outside.
 */
export async function anchorTrail(ctx: Context): Promise<boolean> {
  const [seen] = await ctx.database.read.select().from(trailHead).where(eq(trailHead.id, 1))
  if (!seen || seen.size === seen.anchored) return false
  return ctx.database.transaction(async (tx) => {
    const { size, chain, anchored } = await lockTrail(ctx, tx)
    if (size === anchored) return false
    await moveTrail(ctx, tx, { size, chain, anchored: size })
    await appendEntries(tx, [
      {
        type: 'trail.anchored',
        record: entryRecord(ctx.random(16)),
        day: ctx.today(),
        facts: { size: Number(size), chain: base64url(chain) },
      },
    ])
    return true
  })
}
