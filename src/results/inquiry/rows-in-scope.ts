import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { committeeById } from '../../cycles/find-committee.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { reviewCycles } from '../../cycles/schema.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { qualificationDocuments } from '../document/schema.ts'
import { resultLists, resultRows } from '../lists/schema.ts'
import type { InvalidScope } from './invalid-scope.ts'
import { nothingToInvalidate, rowNotFound, tooManyToInvalidate } from './refusals.ts'
import { invalidRows } from './schema.ts'

/** Most results of one decision: a committee's whole term. */
const MOST_ROWS = 20_000

export type ScopedRow = Pick<
  typeof resultRows.$inferSelect,
  'id' | 'listId' | 'personId' | 'position' | 'name' | 'employer' | 'title' | 'specialty'
>

/** The office that declares it: who takes the committee's filings (广安人社办〔2023〕144号 七（一）); without a cycle, who confirms. */
export async function declaringOffice(handle: Handle, scope: InvalidScope): Promise<string> {
  switch (scope.kind) {
    case 'committee':
      return (await committeeById(handle, scope.committeeId)).filingAuthorityId
    case 'session':
      return (await cycleById(handle, scope.cycleId)).filingAuthorityId
    case 'person': {
      const [list] = await handle
        .select({ cycleId: resultLists.cycleId, authorityId: resultLists.authorityId })
        .from(resultRows)
        .innerJoin(resultLists, eq(resultLists.id, resultRows.listId))
        .where(eq(resultRows.id, scope.rowId))
      if (!list) throw rowNotFound()
      return list.cycleId === null
        ? list.authorityId
        : (await cycleById(handle, list.cycleId)).filingAuthorityId
    }
  }
}

/**
 * Step: the results of the scope that stand now, in a fixed order. Of a session or committee those of the approved lists,
 * as last corrected. Refuses `results/nothing-to-invalidate`, `/too-many-to-invalidate`.
 */
export async function rowsInScope(handle: Handle, scope: InvalidScope): Promise<readonly ScopedRow[]> {
  const rows = await handle
    .select({
      id: resultRows.id,
      listId: resultRows.listId,
      personId: resultRows.personId,
      position: resultRows.position,
      name: resultRows.name,
      employer: resultRows.employer,
      title: resultRows.title,
      specialty: resultRows.specialty,
    })
    .from(resultRows)
    .innerJoin(resultLists, eq(resultLists.id, resultRows.listId))
    .leftJoin(reviewCycles, eq(reviewCycles.id, resultLists.cycleId))
    .where(
      and(
        within(scope),
        sql`not exists (select 1 from ${invalidRows} where ${invalidRows.rowId} = ${resultRows.id})`,
      ),
    )
    .orderBy(asc(resultRows.listId), asc(resultRows.position))
    .limit(MOST_ROWS + 1)
  if (rows.length === 0) throw nothingToInvalidate()
  if (rows.length > MOST_ROWS) throw tooManyToInvalidate(rows.length, MOST_ROWS)
  return rows
}

/**
 * Step: holds until commit what results of the scope are named and issued on: their cycles (or the list of none), then their
 * documents. Who confirms or issues holds them in this order too: they wait and see what was declared, or we what they issued.
 */
export async function holdScope(tx: Transaction, scope: InvalidScope): Promise<void> {
  const lists = await tx
    .selectDistinct({ id: resultLists.id, cycleId: resultLists.cycleId })
    .from(resultRows)
    .innerJoin(resultLists, eq(resultLists.id, resultRows.listId))
    .leftJoin(reviewCycles, eq(reviewCycles.id, resultLists.cycleId))
    .where(within(scope))
  const cycles = lists.flatMap(({ cycleId }) => cycleId ?? [])
  const alone = lists.filter(({ cycleId }) => cycleId === null).map(({ id }) => id)
  const { id: cycle } = reviewCycles
  await tx
    .select({ cycle })
    .from(reviewCycles)
    .where(inArray(cycle, cycles))
    .orderBy(asc(cycle))
    .for('update')
  const { id: list } = resultLists
  await tx.select({ list }).from(resultLists).where(inArray(list, alone)).orderBy(asc(list)).for('update')
  const { id: document, listId } = qualificationDocuments
  await tx
    .select({ document })
    .from(qualificationDocuments)
    .where(
      inArray(
        listId,
        lists.map(({ id }) => id),
      ),
    )
    .orderBy(asc(document))
    .for('update')
}

function within(scope: InvalidScope) {
  const standing = and(
    eq(resultLists.stage, 'approved'),
    sql`not exists (select 1 from result_lists later where later.replaces_id = ${resultLists.id})`,
  )
  switch (scope.kind) {
    case 'person':
      return eq(resultRows.id, scope.rowId)
    case 'session':
      return and(eq(resultLists.cycleId, scope.cycleId), standing)
    case 'committee':
      return and(eq(reviewCycles.committeeId, scope.committeeId), standing)
  }
}
