import { sql } from 'drizzle-orm'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf } from '../../platform/database.ts'
import { collectionBatches, collectionRows } from '../batch/schema.ts'

/** An issuer that lists name and no office of today has taken over. */
export interface IssuerToMap {
  readonly issuer: string
  readonly rows: number
}

/** In the batches within the actor's reach, the most frequent first; at most 200. */
export async function issuersToMap(ctx: Context): Promise<readonly IssuerToMap[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'collection.see')
  const offices = await officesFor(ctx, read, 'collection.see')
  return rowsOf<{ issuer: string; rows: number }>(
    read,
    sql`select r.issuer, count(*)::int as rows
      from ${collectionRows} r join ${collectionBatches} b on b.id = r.batch_id
      where r.issuer is not null and ${inScope(offices, sql`b.office_id`)}
        and not exists (select 1 from current_authorities a where a.name = r.issuer and a.state = 'open')
        and not exists (select 1 from issuer_successors s
          where s.issuer = regexp_replace(r.issuer, '[[:space:]]', '', 'g'))
      group by r.issuer order by rows desc, r.issuer limit 200`,
  )
}
