import { sql } from 'drizzle-orm'
import { rowsOf, type Database } from '../../../src/platform/database.ts'

/** Counted from the sealed rows alone: assignments, and what was accepted; not from the counters. */
export const counted = async (database: Database, programmeId: string, today: string) =>
  (
    await rowsOf<Record<string, number>>(
      database.read,
      sql`with told as (
        select distinct on (office_id) * from collection_assignments
        where programme_id = ${programmeId} order by office_id, position desc
      ), range as (
        select (r->>'fromYear')::int as from_year, (r->>'throughYear')::int as through_year,
          r->'levels' as levels, (r->>'by')::date as due_on, p.rules->'routes' as routes
        from collection_programmes p, jsonb_array_elements(p.rules->'ranges') r where p.id = ${programmeId}
      ), cell as (
        select t.office_id, y as year, l as level, t.route, t.due_on from (
          select told.office_id, told.levels, told.from_year, told.through_year, range.levels as asked, route,
            range.from_year as f, range.through_year as u, range.due_on
          from told, range, jsonb_array_elements_text(told.routes) route
          where told.is_assigned and range.routes ? route
        ) t, jsonb_array_elements_text(t.levels) l,
          generate_series(greatest(t.f, t.from_year), least(t.u, t.through_year)) y
        where t.asked ? l
      ), version as (
        select c.*, a.kind from collected_cells c left join collection_acceptances a on a.sealed_by = c.sealed_by
      ), last as (
        select distinct on (authority_id, year, level, route) id, authority_id, year, level, route, records,
          first_value(accepted_on) over same as first_on,
          bool_or(kind = 'batch') over same as of_batch
        from version window same as (partition by authority_id, year, level, route order by version
          rows between unbounded preceding and unbounded following)
        order by authority_id, year, level, route, version desc
      )
      select count(*)::int as cells, count(last.id)::int as done,
        count(last.id) filter (where last.records = 0 and not coalesce(last.of_batch, false))::int as zero,
        count(*) filter (where last.id is null and cell.due_on < ${today}::date)::int as late,
        count(last.id) filter (where last.first_on > cell.due_on)::int as tardy,
        coalesce(sum(last.records), 0)::int as records
      from cell left join last on last.authority_id = cell.office_id and last.year = cell.year
        and last.level = cell.level and last.route = cell.route`,
    )
  )[0]
