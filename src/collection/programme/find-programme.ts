import { and, asc, desc, eq, or, sql, type SQL } from 'drizzle-orm'
import { inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { notAssigned, programmeNotFound } from './refusals.ts'
import { collectionAssignments, collectionProgrammes } from './schema.ts'

export type Programme = Omit<
  typeof collectionProgrammes.$inferSelect,
  'seal' | 'sealSalt' | 'sealedBy' | 'openedBy'
>
export type Assignment = Omit<typeof collectionAssignments.$inferSelect, 'seal' | 'sealSalt' | 'sealedBy'>

const COLUMNS = {
  id: collectionProgrammes.id,
  place: collectionProgrammes.place,
  kind: collectionProgrammes.kind,
  officeId: collectionProgrammes.officeId,
  name: collectionProgrammes.name,
  rules: collectionProgrammes.rules,
  openedOn: collectionProgrammes.openedOn,
}

/** For steps that already know who may. Refuses `collection/programme-not-found`. */
export async function programmeById(handle: Handle, id: string): Promise<Programme> {
  const [row] = await handle.select(COLUMNS).from(collectionProgrammes).where(eq(collectionProgrammes.id, id))
  if (!row) throw programmeNotFound(id)
  return row
}

/** The same within the actor's reach; refuses `collection/programme-not-found` for one that is nobody's business of theirs. */
export async function findProgramme(ctx: Context, handle: Handle, id: string): Promise<Programme> {
  const [row] = await handle
    .select(COLUMNS)
    .from(collectionProgrammes)
    .where(and(eq(collectionProgrammes.id, id), await inReach(ctx, handle)))
  if (!row) throw programmeNotFound(id)
  return row
}

/** Those in reach, the newest first. */
export async function listProgrammes(ctx: Context, handle: Handle): Promise<readonly Programme[]> {
  return handle
    .select(COLUMNS)
    .from(collectionProgrammes)
    .where(await inReach(ctx, handle))
    .orderBy(desc(collectionProgrammes.openedOn), asc(collectionProgrammes.id))
    .limit(200)
}

// Who opened it and who was told to report both see it.
async function inReach(ctx: Context, handle: Handle): Promise<SQL | undefined> {
  const offices = await officesFor(ctx, handle, 'collection.see')
  return or(
    inScope(offices, collectionProgrammes.officeId),
    sql`exists (select 1 from collection_assignments a
      where a.programme_id = collection_programmes.id and ${inScope(offices, sql`a.office_id`)})`,
  )
}

const newest = (handle: Handle, programmeId: string, officeId: string) =>
  handle
    .select()
    .from(collectionAssignments)
    .where(
      and(eq(collectionAssignments.programmeId, programmeId), eq(collectionAssignments.officeId, officeId)),
    )
    .orderBy(desc(collectionAssignments.position))
    .limit(1)

/** What an office answers for; null for one that was told nothing, or no longer. */
export async function assignmentOf(
  handle: Handle,
  programmeId: string,
  officeId: string,
): Promise<Assignment | null> {
  const [row] = await newest(handle, programmeId, officeId)
  return row?.isAssigned ? row : null
}

/** Step: the same, and nobody else changes this office's cells until commit. Refuses `collection/not-assigned`. */
export async function holdAssignment(
  tx: Transaction,
  programmeId: string,
  officeId: string,
): Promise<Assignment> {
  // The first row, which every later one leaves as it is.
  await tx
    .select({ id: collectionAssignments.id })
    .from(collectionAssignments)
    .where(
      and(
        eq(collectionAssignments.programmeId, programmeId),
        eq(collectionAssignments.officeId, officeId),
        eq(collectionAssignments.position, 1),
      ),
    )
    .for('update')
  const assignment = await assignmentOf(tx, programmeId, officeId)
  if (!assignment) throw notAssigned()
  return assignment
}

/** Who answers for which part now, in the order of the offices' places. */
export async function assignmentsOf(handle: Handle, programmeId: string): Promise<readonly Assignment[]> {
  const rows = await handle
    .selectDistinctOn([collectionAssignments.officeId])
    .from(collectionAssignments)
    .where(eq(collectionAssignments.programmeId, programmeId))
    .orderBy(collectionAssignments.officeId, desc(collectionAssignments.position))
  return rows.filter(({ isAssigned }) => isAssigned)
}
