import { and, eq, sql } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import type { Handle } from '../../platform/database.ts'
import type { LevelCode } from '../../titles/level.ts'
import { resultLists, resultRows, type ListStage } from './schema.ts'

/** What one person stands before the committee for. */
export interface Candidate {
  readonly rowId: string
  readonly series: string
  readonly title: string
  readonly level: LevelCode
  /** Where the list does not say, the day it was brought. */
  readonly declaredOn: Day
}

/** By person. */
export type Candidates = ReadonlyMap<string, readonly Candidate[]>

/** The list of a cycle's stage that no other was put in place of; null before there is one. */
export async function currentList(
  handle: Handle,
  cycleId: string,
  stage: ListStage,
): Promise<typeof resultLists.$inferSelect | null> {
  const [list] = await handle
    .select()
    .from(resultLists)
    .where(
      and(
        eq(resultLists.cycleId, cycleId),
        eq(resultLists.stage, stage),
        sql`not exists (select 1 from result_lists later where later.replaces_id = ${resultLists.id})`,
      ),
    )
  return list ?? null
}

/** Who stands before a cycle's committee; null before there is a list of them. */
export async function candidatesOf(handle: Handle, cycleId: string): Promise<Candidates | null> {
  const list = await currentList(handle, cycleId, 'candidates')
  if (!list) return null
  const rows = await handle.select().from(resultRows).where(eq(resultRows.listId, list.id))
  const candidates = new Map<string, Candidate[]>()
  for (const { id, personId, series, title, level, declaredOn } of rows)
    candidates.set(personId, [
      ...(candidates.get(personId) ?? []),
      { rowId: id, series, title, level, declaredOn: declaredOn ?? list.importedOn },
    ])
  return candidates
}

/** 参评、通过人数 and 通过率 in whole per mille; null where a list is missing. */
export interface CycleCounts {
  readonly candidates: number | null
  readonly approved: number | null
  readonly passPerMille: number | null
}

/** How many stood before the committee and how many it approved, by the lists that hold now. */
export async function countsOfCycle(handle: Handle, cycleId: string): Promise<CycleCounts> {
  const candidates = (await currentList(handle, cycleId, 'candidates'))?.rowCount ?? null
  const approved = (await currentList(handle, cycleId, 'approved'))?.rowCount ?? null
  const passPerMille =
    candidates === null || approved === null ? null : Math.round((approved * 1000) / candidates)
  return { candidates, approved, passPerMille }
}
