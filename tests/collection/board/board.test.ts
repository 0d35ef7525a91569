import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { acceptReturn } from '../../../src/collection/current/accept-return.ts'
import { putInProof } from '../../../src/collection/acceptance/count-cells.ts'
import { reportZero, ZERO_APPROVAL } from '../../../src/collection/acceptance/report-zero.ts'
import { heatMaps } from '../../../src/collection/board/heat-map.ts'
import { readBoard } from '../../../src/collection/board/read-board.ts'
import { assignProgramme } from '../../../src/collection/programme/assign-programme.ts'
import { rowsOf, type Database } from '../../../src/platform/database.ts'
import { databaseTest as test } from '../../support/database.ts'
import { agree, collectionAtWork, SMALL } from '../at-work.ts'

/** Counted from the sealed rows alone: assignments, and what was accepted; not from the counters. */
const counted = async (database: Database, programmeId: string, today: string) =>
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
      ), last as (
        select distinct on (authority_id, year, level, route) * from collected_cells
        order by authority_id, year, level, route, version desc
      )
      select count(*)::int as cells, count(last.id)::int as done,
        count(last.id) filter (where last.records = 0)::int as zero,
        count(*) filter (where last.id is null and cell.due_on < ${today}::date)::int as late,
        count(last.id) filter (where last.accepted_on > cell.due_on)::int as tardy,
        coalesce(sum(last.records), 0)::int as records
      from cell left join last on last.authority_id = cell.office_id and last.year = cell.year
        and last.level = cell.level and last.route = cell.route`,
    )
  )[0]

describe('the board', () => {
  test('equals a count made from the sealed rows alone', async ({ database }) => {
    const at = await collectionAtWork(database, { ...SMALL, levels: ['junior', 'senior'] })
    const { ctx, ids, programmeId, officeId, top, officer, reviewer, accepter } = at
    await assignProgramme(top, { programmeId, officeIds: [ids.dali, ids.province], part: SMALL })
    const { returnId } = await reportZero(officer, {
      programmeId,
      officeId,
      part: { ...SMALL, throughYear: 1998 },
      ground: '查档。',
    })
    for (const by of [reviewer, accepter]) await agree(by, ZERO_APPROVAL, returnId)
    await acceptReturn(officer, returnId)

    const board = await readBoard(top, programmeId)
    const { cells, done, zero, late, tardy, records } = board.all
    expect({ cells, done, zero, late, tardy, records }).toEqual(
      await counted(database, programmeId, ctx.today()),
    )
    expect({ cells, done, zero, late }).toEqual({ cells: 12, done: 2, zero: 2, late: 10 })
    expect(board.trend).toEqual([{ month: '2026-11', done: 2 }])
  })

  test('shows in each spot what lacks most, and rows that wait', async ({ database }) => {
    const { programmeId, officeId, top } = await collectionAtWork(database, {
      ...SMALL,
      routes: ['review', 'assessment'],
    })
    const counts = [{ year: 1998, level: 'junior', route: 'review', rows: 7 }] as const
    await database.transaction((tx) => putInProof(tx, { programmeId, officeId, counts }))
    const spotOf = async (choice?: Parameters<typeof readBoard>[2]) =>
      (await readBoard(top, programmeId, choice)).lines[0]?.spots.find(({ year }) => year === 1998)
    expect(await spotOf()).toEqual({ band: 'junior', year: 1998, state: 'late', records: 0 })
    expect((await readBoard(top, programmeId)).all).toMatchObject({ cells: 6, inProof: 1, waiting: 7 })
    // What was reported is late no more.
    expect(await spotOf({ level: 'junior', route: 'review' })).toMatchObject({
      band: 'review',
      state: 'in-proof',
    })
  })

  test('shows nobody another office’s line', async ({ database }) => {
    const { ids, programmeId, top, officer } = await collectionAtWork(database)
    await assignProgramme(top, { programmeId, officeIds: [ids.dali], part: SMALL })
    const seen = async (by: typeof top) =>
      (await readBoard(by, programmeId)).lines.map((line) => line.officeId)
    expect((await seen(top)).toSorted()).toEqual([ids.dali, ids.kunming].toSorted())
    expect(await seen(officer)).toEqual([ids.kunming])
  })

  test('is drawn with a shape for each state, so that grey paper tells them apart', async ({ database }) => {
    const { programmeId, top } = await collectionAtWork(database)
    const board = await readBoard(top, programmeId)
    const [map] = heatMaps(board, () => '/office')
    expect(map?.markup.match(/class="late" d="([^"]+)"/)?.[1]?.split('M').length).toBe(4)
    expect(map?.markup).not.toContain('class="accepted"')
    expect(map?.markup).toContain('0/3 格')
  })
})
