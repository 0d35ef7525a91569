import { sql, type SQL } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { rowsOf, type Handle, type Transaction } from '../../platform/database.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import { assignmentOf, holdAssignment, programmeById } from '../programme/find-programme.ts'
import { notAssigned, notPast, notRequired } from '../programme/refusals.ts'
import { drawLines } from '../programme/line.ts'
import { collectionCells } from '../programme/schema.ts'
import type { Cell } from './cell-state.ts'

/** How many rows of a batch belong to a cell. */
export interface CellCount extends Cell {
  readonly rows: number
}

/** What one office reports to one programme. */
export interface Share {
  readonly programmeId: string
  readonly officeId: string
  readonly counts: readonly CellCount[]
}

/**
 * Refuses a batch with anything in it that the office was not told to report: `collection/not-required`, naming the first
 * such cell and the programme's clause, `collection/not-assigned`, or `collection/not-past` where nothing is typed again.
 */
export async function requireCells(handle: Handle, { programmeId, officeId, counts }: Share): Promise<void> {
  if (!(await assignmentOf(handle, programmeId, officeId))) throw notAssigned()
  const { kind, rules } = await programmeById(handle, programmeId)
  if (kind === 'current') throw notPast()
  const [missing] = await rowsOf<{ year: number; level: LevelGroup; route: CollectedRoute; rows: number }>(
    handle,
    sql`select told.year, told.level, told.route, told.rows from ${toldCells(counts)}
      where not exists (select 1 from ${collectionCells} c where c.programme_id = ${programmeId}
        and c.office_id = ${officeId} and (c.year, c.level, c.route) = (told.year, told.level, told.route))
      order by told.year, told.level, told.route limit 1`,
  )
  if (missing) throw notRequired(missing, missing.rows, rules)
}

/**
 * Step: a batch became whole, so its cells are in proof; what was accepted stays so until the batch is. Call it in that
 * transaction. Refuses as `requireCells` does.
 */
export async function putInProof(tx: Transaction, share: Share): Promise<void> {
  await holdAssignment(tx, share.programmeId, share.officeId)
  await requireCells(tx, share)
  await changeCells(
    tx,
    share,
    sql`in_proof = c.in_proof + told.rows,
      state = case when c.state = 'accepted' then c.state else 'in-proof' end`,
  )
}

/** Step: a batch that was never accepted was withdrawn or replaced by another. */
export async function takeFromProof(tx: Transaction, share: Share): Promise<void> {
  await holdAssignment(tx, share.programmeId, share.officeId)
  await changeCells(
    tx,
    share,
    sql`in_proof = greatest(0, c.in_proof - told.rows), state = case
      when c.state <> 'in-proof' or c.in_proof > told.rows then c.state
      when c.accepted_on is not null then 'zero' else 'open' end`,
  )
}

/**
 * Step: cells hold so many accepted rows from now on, whatever they held before, and `taken` leave the proof. The day
 * stays the first one: what is added or corrected later makes nothing late. `empty`: what a cell is with nobody in it: a
 * zero return, rows that all turned out to be another office's, or, null, whatever it was. The caller holds the assignment.
 */
export async function settleCells(
  tx: Transaction,
  share: Share & {
    readonly counts: readonly (CellCount & { readonly taken: number })[]
    readonly acceptedOn: Day
    readonly empty: 'zero' | 'accepted' | null
  },
): Promise<void> {
  const { acceptedOn, empty } = share
  await changeCells(
    tx,
    share,
    sql`records = told.rows, accepted_on = coalesce(c.accepted_on, ${acceptedOn}),
      in_proof = greatest(0, c.in_proof - told.taken),
      state = case when told.rows > 0 then 'accepted' else coalesce(${empty}::text, c.state) end`,
  )
}

async function changeCells(
  tx: Transaction,
  { programmeId, officeId, counts }: Share,
  set: SQL,
): Promise<void> {
  await tx.execute(sql`update ${collectionCells} c set ${set} from ${toldCells(counts)}
    where c.programme_id = ${programmeId} and c.office_id = ${officeId}
      and (c.year, c.level, c.route) = (told.year, told.level, told.route)`)
  await drawLines(tx, programmeId, [officeId])
}

/** Counts as a table; `taken` is how many come out of proof. */
const toldCells = (counts: readonly (CellCount & { readonly taken?: number })[]): SQL => sql`(
  select (cell->>0)::int as year, cell->>1 as level, cell->>2 as route, (cell->>3)::int as rows,
    (cell->>4)::int as taken
  from jsonb_array_elements(${JSON.stringify(
    counts.map(({ year, level, route, rows, taken = 0 }) => [year, level, route, rows, taken]),
  )}::jsonb) as cell) told`
