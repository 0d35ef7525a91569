import { sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { LEVEL_GROUPS, type LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import type { KeptState } from '../acceptance/cell-state.ts'
import { collectionCells, collectionLines } from './schema.ts'

/** Days since 1970-01-01; null is none. */
type DayNumber = number | null

/** A cell of a line, cheap to make thirty thousand of. */
export interface LineCell {
  readonly year: number
  readonly level: LevelGroup
  readonly route: CollectedRoute
  readonly state: KeptState
  readonly dueOn: DayNumber
  readonly acceptedOn: DayNumber
  readonly records: number
  readonly inProof: number
}

const STATES: readonly KeptState[] = ['open', 'in-proof', 'accepted', 'zero']
const ROUTES: readonly CollectedRoute[] = ['review', 'assessment', 'confirmation']

/** Year, level, route, state, due, accepted, records, in proof: a list for each, in one order. */
type Lists = readonly [number[], number[], number[], number[], DayNumber[], DayNumber[], number[], number[]]

/** Calls `see` for every cell of a line. */
export function eachCell(line: string, see: (cell: LineCell) => void): void {
  const [years, levels, routes, states, dues, accepted, records, inProof] = JSON.parse(line) as Lists
  for (let i = 0; i < years.length; i++)
    see({
      year: years[i]!,
      level: LEVEL_GROUPS[levels[i]!]!,
      route: ROUTES[routes[i]!]!,
      state: STATES[states[i]!]!,
      dueOn: dues[i]!,
      acceptedOn: accepted[i]!,
      records: records[i]!,
      inProof: inProof[i]!,
    })
}

const list = (values: readonly string[]) => sql`string_to_array(${values.join(',')}, ',')`
const EPOCH = sql`date '1970-01-01'`

/** Step: makes the lines of these offices anew from their cells; whoever changed a cell calls it before commit. */
export async function drawLines(
  tx: Transaction,
  programmeId: string,
  officeIds: readonly string[],
): Promise<void> {
  const ours = sql`programme_id = ${programmeId} and office_id = any(${list(officeIds)})`
  await tx.execute(sql`delete from ${collectionLines} where ${ours}`)
  await tx.execute(sql`insert into ${collectionLines} (programme_id, office_id, cells)
    select c.programme_id, c.office_id, json_build_array(
      json_agg(c.year), json_agg(array_position(${list(LEVEL_GROUPS)}, c.level) - 1),
      json_agg(array_position(${list(ROUTES)}, c.route) - 1), json_agg(array_position(${list(STATES)}, c.state) - 1),
      json_agg(c.due_on - ${EPOCH}), json_agg(c.accepted_on - ${EPOCH}),
      json_agg(c.records), json_agg(c.in_proof))::text
    from ${collectionCells} c where c.programme_id = ${programmeId} and c.office_id = any(${list(officeIds)})
    group by c.programme_id, c.office_id`)
}
