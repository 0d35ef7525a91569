import { eq, sql } from 'drizzle-orm'
import { hashKeyInBulk } from '../../people/in-bulk.ts'
import { matchingName } from '../../people/name.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { hex, utf8 } from '../../signing/bytes.ts'
import { hmacSha256 } from '../../signing/sha256.ts'
import { compact } from '../../spreadsheets/full-width.ts'
import { collectionRows } from '../batch/schema.ts'
import type { OpenedRow } from './opened-row.ts'
import { collectionRowTitles } from './schema.ts'

const LENGTH = 16

/**
 * What two rows share that name the same person at the same employer with the same title in the same year: a keyed hash,
 * so that whoever reads the database cannot try names. Null where no employer is told: a name alone is nobody.
 */
export function likenessKey(ctx: Context): (row: OpenedRow) => Uint8Array | null {
  const key = hashKeyInBulk(ctx, 'collection-likeness')
  return ({ told, employer }) => {
    if (employer === null) return null
    const said = [
      matchingName(told.name),
      compact(employer),
      compact(told.title),
      told.obtainedOn.slice(0, 4),
    ]
    return hmacSha256(key, utf8(JSON.stringify(said))).subarray(0, LENGTH)
  }
}

/** Step: persons of accepted rows that are alike, where one of the two has no number or a doubtful one; by row. */
export async function alikeInAccepted(
  ctx: Context,
  handle: Handle,
  page: readonly OpenedRow[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const likeness = likenessKey(ctx)
  const asked = page.flatMap((row) => {
    const like = likeness(row)
    return like ? [{ row, like: hex(like) }] : []
  })
  if (asked.length === 0) return new Map()
  const wanted = [...new Set(asked.map(({ like }) => like))].join(',')
  const found = await handle
    .select({
      like: sql<string>`encode(${collectionRowTitles.likeness}, 'hex')`,
      personId: collectionRows.personId,
      identity: collectionRows.identity,
    })
    .from(collectionRowTitles)
    .innerJoin(collectionRows, eq(collectionRows.id, collectionRowTitles.id))
    .where(
      sql`${collectionRowTitles.likeness} = any(
        select decode(each, 'hex') from unnest(string_to_array(${wanted}, ',')) each)`,
    )
    .orderBy(collectionRowTitles.id)
  const byLikeness = new Map<string, typeof found>()
  for (const each of found) {
    const known = byLikeness.get(each.like)
    if (known) known.push(each)
    else byLikeness.set(each.like, [each])
  }
  return new Map(
    asked.flatMap(({ row: { row }, like }) => {
      const others = (byLikeness.get(like) ?? [])
        .filter(({ identity }) => row.identity !== 'sound' || identity !== 'sound')
        .map(({ personId }) => personId)
      return others.length === 0 ? [] : [[row.id, [...new Set(others)]] as const]
    }),
  )
}
