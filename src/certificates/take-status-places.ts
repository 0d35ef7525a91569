import { desc, eq, sql } from 'drizzle-orm'
import { MAX_STATUS_LIST } from '../credentials/record.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { statusListsFull } from './refusals.ts'
import { certificates, statusLists } from './schema.ts'

export interface StatusPlace {
  readonly list: number
  readonly index: number
}

/** Places in a list; at two bits each, 32 KiB before compression. */
export const STATUS_LIST_SIZE = 1 << 17

// Half empty, so that a place drawn at random is free after two draws on average, and tells nothing of its neighbours.
const FILL_LIMIT = STATUS_LIST_SIZE / 2

/** Step: `count` places nobody has, at random: neighbours in a list of names are not neighbours here. */
export async function takeStatusPlaces(
  ctx: Context,
  tx: Transaction,
  count: number,
): Promise<readonly StatusPlace[]> {
  const places: StatusPlace[] = []
  while (places.length < count) {
    const list = await lockOpenList(tx)
    const wanted = Math.min(count - places.length, FILL_LIMIT - list.taken)
    const indexes = await drawFree(ctx, tx, list.id, wanted)
    places.push(...indexes.map((index) => ({ list: list.id, index })))
    await tx
      .update(statusLists)
      .set({ taken: list.taken + wanted })
      .where(eq(statusLists.id, list.id))
  }
  return places
}

async function lockOpenList(tx: Transaction): Promise<{ id: number; taken: number }> {
  const [last] = await tx.select().from(statusLists).orderBy(desc(statusLists.id)).limit(1).for('update')
  if (last && last.taken < FILL_LIMIT) return last
  const id = last ? last.id + 1 : 1
  if (id > MAX_STATUS_LIST) throw statusListsFull()
  // Two openers of the same list: the second waits here, then takes what the first left.
  await tx.insert(statusLists).values({ id, taken: 0 }).onConflictDoNothing()
  const [opened] = await tx.select().from(statusLists).where(eq(statusLists.id, id)).for('update')
  return opened as { id: number; taken: number }
}

async function drawFree(
  ctx: Context,
  tx: Transaction,
  list: number,
  wanted: number,
): Promise<readonly number[]> {
  const drawn = new Set<number>()
  const free: number[] = []
  while (free.length < wanted) {
    const fresh: number[] = []
    const random = ctx.random(4 * (wanted - free.length + 8))
    for (let at = 0; at < random.length && fresh.length < wanted - free.length; at += 4) {
      const index = new DataView(random.buffer, random.byteOffset + at, 4).getUint32(0) % STATUS_LIST_SIZE
      if (!drawn.has(index)) fresh.push(index)
      drawn.add(index)
    }
    const taken = await takenAmong(tx, list, fresh)
    free.push(...fresh.filter((index) => !taken.has(index)))
  }
  return free
}

async function takenAmong(
  tx: Transaction,
  list: number,
  indexes: readonly number[],
): Promise<ReadonlySet<number>> {
  // One parameter: a list of 10,000 would be spelled out one by one.
  const rows = await tx
    .select({ index: certificates.statusIndex })
    .from(certificates)
    .where(
      sql`${certificates.statusList} = ${list} and ${certificates.statusIndex} = any(${sql.param(indexes)}::int[])`,
    )
  return new Set(rows.map(({ index }) => index))
}
