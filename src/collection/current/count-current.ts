import { sql, type SQL } from 'drizzle-orm'
import { certificates } from '../../certificates/schema.ts'
import { persons } from '../../people/schema.ts'
import { rowsOf, type Handle } from '../../platform/database.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import { qualificationDocuments } from '../../results/document/schema.ts'
import { isCurrentTitle } from '../../titles/current-titles.ts'
import { titleRecords } from '../../titles/schema.ts'
import type { Cell } from '../acceptance/cell-state.ts'
import type { CurrentCount } from '../acceptance/returned-cell.ts'
import { collectionExceptions } from './schema.ts'

export const hasCertificate = sql`exists (
  select 1 from ${certificates} c where c.title_id = ${titleRecords}.id)`
export const hasReason = sql`exists (
  select 1 from ${collectionExceptions} x where x.title_id = ${titleRecords}.id)`
export const isErased = sql`exists (
  select 1 from ${persons} p where p.id = ${titleRecords}.person_id and octet_length(p.wrapped_key) = 0)`

const group = sql<LevelGroup>`case when ${titleRecords}.level like '41%' then 'senior'
  when ${titleRecords}.level = '420' then 'intermediate' else 'junior' end`

/** The titles an office's documents conferred, each as last corrected: from `title_records`, with its year. */
export const titlesInDocuments = (
  handle: Handle,
  officeId: string,
  { fromYear, throughYear }: { readonly fromYear: number; readonly throughYear: number },
): SQL => sql`${titleRecords} join ${qualificationDocuments} d on d.id = ${titleRecords}.document_id
  where d.authority_id = ${officeId} and ${titleRecords}.source = 'live' and ${isCurrentTitle(handle)}
    and ${titleRecords}.obtained_on between ${`${fromYear}-01-01`} and ${`${throughYear}-12-31`}`

/** Of every cell in these years in which the office's documents name anybody, in order of year, level and route. */
export const countCurrent = (
  handle: Handle,
  officeId: string,
  years: { readonly fromYear: number; readonly throughYear: number },
): Promise<readonly (Cell & CurrentCount)[]> =>
  rowsOf<{
    year: number
    level: LevelGroup
    route: CollectedRoute
    documents: number
    certificates: number
    explained: number
    erased: number
  }>(
    handle,
    sql`select extract(year from ${titleRecords}.obtained_on)::int as year, ${group} as level,
        ${titleRecords}.route as route, count(*)::int as documents,
        count(*) filter (where ${hasCertificate})::int as certificates,
        count(*) filter (where ${hasReason} and not ${hasCertificate})::int as explained,
        count(*) filter (where ${isErased} and not ${hasReason} and not ${hasCertificate})::int as erased
      from ${titlesInDocuments(handle, officeId, years)} group by 1, 2, 3 order by 1, 2, 3`,
  )
