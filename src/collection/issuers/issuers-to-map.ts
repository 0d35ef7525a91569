import { sql } from 'drizzle-orm'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf } from '../../platform/database.ts'
import { knownIssuers, printedIssuer } from '../../titles/issuer-successor.ts'
import { collectionBatches, collectionRows } from '../batch/schema.ts'

/** An issuer that lists name and no office of today has taken over. */
export interface IssuerToMap {
  readonly issuer: string
  readonly rows: number
}

const MOST_SHOWN = 200

/** In the batches within the actor's reach, the most frequent first; at most 200. */
export async function issuersToMap(ctx: Context): Promise<readonly IssuerToMap[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'collection.see')
  const offices = await officesFor(ctx, read, 'collection.see')
  const known = await knownIssuers(read)
  const named = await rowsOf<{ issuer: string; rows: number }>(
    read,
    sql`select r.issuer, count(*)::int as rows
      from ${collectionRows} r join ${collectionBatches} b on b.id = r.batch_id
      where r.issuer is not null and ${inScope(offices, sql`b.office_id`)}
      group by r.issuer order by rows desc, r.issuer`,
  )
  return named.filter(({ issuer }) => !known.has(printedIssuer(issuer))).slice(0, MOST_SHOWN)
}
