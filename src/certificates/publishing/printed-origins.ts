import { sql } from 'drizzle-orm'
import { rowsOf, type Handle } from '../../platform/database.ts'

/** The addresses certificates were printed with. Skips from one to the next by the index: they are few, rows are many. */
export async function printedOrigins(handle: Handle): Promise<readonly string[]> {
  const rows = await rowsOf<{ origin: string }>(
    handle,
    sql`with recursive printed as (
          (select origin from certificates order by origin limit 1)
          union all
          select (select origin from certificates where origin > printed.origin order by origin limit 1)
          from printed where printed.origin is not null)
        select origin from printed where origin is not null`,
  )
  return rows.map(({ origin }) => origin)
}
