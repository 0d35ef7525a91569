import { sql } from 'drizzle-orm'
import { rowsOf, type Handle } from '../../platform/database.ts'
import { titleRecords } from '../../titles/schema.ts'
import { collectionBatches, collectionRows } from '../batch/schema.ts'
import { collectionProgrammes } from '../programme/schema.ts'
import { collectionRowTitles } from './schema.ts'

/** The reported row an accepted title goes back to, through however many corrections. */
export interface SourceRow {
  /** The title's first version. */
  readonly firstId: string
  readonly employer: string | null
  /** In its list, from 1. */
  readonly position: number
  /** The notice it was collected by. */
  readonly place: string
}

/** Step: by title; of several rows that became one title the nearest to what it says now. */
export async function sourceRows(
  handle: Handle,
  titleIds: readonly string[],
): Promise<ReadonlyMap<string, SourceRow>> {
  if (titleIds.length === 0) return new Map()
  const rows = await rowsOf<{
    title: string
    first: string
    employer: string | null
    position: number
    place: string
  }>(
    handle,
    sql`with recursive version(title, id, depth) as (
        select each, each, 0 from unnest(string_to_array(${titleIds.join(',')}, ',')) each
        union all
        select version.title, t.replaces, depth + 1 from version join ${titleRecords} t on t.id = version.id
        where t.replaces is not null
      )
      select distinct on (version.title) version.title,
        (select v.id from version v where v.title = version.title order by v.depth desc limit 1) as first,
        r.employer, r.position, p.place
      from version
      join ${collectionRowTitles} rt on rt.title_id = version.id
      join ${collectionRows} r on r.id = rt.id
      join ${collectionBatches} b on b.id = rt.batch_id
      join ${collectionProgrammes} p on p.id = b.programme_id
      order by version.title, version.depth, rt.id`,
  )
  return new Map(
    rows.map(({ title, first, employer, position, place }) => [
      title,
      { firstId: first, employer, position, place },
    ]),
  )
}
