import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url, equalBytes } from '../signing/bytes.ts'
import { isAnchored } from './anchors.ts'
import { TRAIL_START } from './record.ts'
import { trailAltered } from './refusals.ts'
import { trailHead, trailRecords } from './schema.ts'

export type TrailHead = typeof trailHead.$inferSelect
type HeadState = Omit<TrailHead, 'id' | 'mark'>

/** Step: takes the trail's lock, held until commit; the ledger's comes after. Refuses `trail/altered`. */
export async function lockTrail(ctx: Context, tx: Transaction): Promise<TrailHead> {
  const held = async () => (await tx.select().from(trailHead).where(eq(trailHead.id, 1)).for('update'))[0]
  let head = await held()
  if (!head) {
    await beginTrail(ctx, tx)
    head = await held()
  }
  if (!head || !isMarked(ctx, head)) throw trailAltered()
  return head
}

/** Step: moves the head, whose lock the caller holds. */
export async function moveTrail(ctx: Context, tx: Transaction, to: HeadState): Promise<void> {
  await tx
    .update(trailHead)
    .set({ ...to, mark: markOf(ctx, to) })
    .where(eq(trailHead.id, 1))
}

export const isMarked = (ctx: Context, head: TrailHead): boolean => equalBytes(head.mark, markOf(ctx, head))

const markOf = ({ keyring }: Context, { size, chain, anchored }: HeadState): Uint8Array =>
  keyring.fields.trailIndex(`head|${size}|${base64url(chain)}|${anchored}`)

// A trail begins once. One that has lost its head but not its records, or not its anchors, does not begin again.
async function beginTrail(ctx: Context, tx: Transaction): Promise<void> {
  const [record] = await tx.select({ position: trailRecords.position }).from(trailRecords).limit(1)
  const start = { size: 0n, chain: TRAIL_START, anchored: 0n }
  const created = await tx
    .insert(trailHead)
    .values({ id: 1, ...start, mark: markOf(ctx, start) })
    .onConflictDoNothing()
    .returning({ id: trailHead.id })
  if (created.length === 1 && (record || (await isAnchored(tx)))) throw trailAltered()
}
