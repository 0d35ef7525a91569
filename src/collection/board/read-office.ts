import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import { officeNotFound } from '../../identity/refusals.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { BATCH_APPROVAL } from '../acceptance/batch-digest.ts'
import { rangesWords } from '../acceptance/cell-ranges.ts'
import { cellState, type Cell, type CellState } from '../acceptance/cell-state.ts'
import { ZERO_APPROVAL } from '../acceptance/report-zero.ts'
import { collectionAcceptances, collectionReturns } from '../acceptance/schema.ts'
import { collectionBatches } from '../batch/schema.ts'
import { CURRENT_APPROVAL } from '../current/report-current.ts'
import { assignmentOf, findProgramme, type Assignment, type Programme } from '../programme/find-programme.ts'
import { collectionCells } from '../programme/schema.ts'

/** A cell as its office's page shows it. */
export interface OfficeCell extends Cell {
  readonly state: CellState
  readonly dueOn: Day | null
  readonly records: number
  readonly inProof: number
  readonly acceptedOn: Day | null
}

/** waiting: of somebody's yes; approved: to be accepted; void: overtaken, to be made again; the last two: it has ended. */
export type Progress =
  'not-submitted' | 'waiting' | 'returned' | 'approved' | 'void' | 'accepted' | 'replaced' | 'withdrawn'

/** Something an office reported: a batch, or a zero return. */
export interface Reported {
  readonly id: string
  readonly kind: 'batch' | 'zero' | 'current'
  /** The file's name, or the cells in words. */
  readonly name: string
  readonly rows: number
  readonly reportedOn: Day
  readonly progress: Progress
  readonly requestId: string | null
  readonly acceptedOn: Day | null
}

export interface OfficeView {
  readonly programme: Programme
  readonly office: { readonly id: string; readonly name: string }
  /** Null: nothing is asked of it any more. */
  readonly assignment: Assignment | null
  /** In order of year, level and route. */
  readonly cells: readonly OfficeCell[]
  /** The newest first. */
  readonly reported: readonly Reported[]
}

const MOST_REPORTED = 100

/** One office's part of a programme. Refuses `collection/programme-not-found`, `identity/office-not-found`, also out of reach. */
export async function readOffice(ctx: Context, programmeId: string, officeId: string): Promise<OfficeView> {
  const { read } = ctx.database
  const programme = await findProgramme(ctx, read, programmeId)
  const office = await findAuthority(read, officeId)
  if (!office) throw officeNotFound(officeId)
  await authorise(ctx, read, 'collection.see', officeId, officeNotFound(officeId))
  const rows = await read
    .select()
    .from(collectionCells)
    .where(and(eq(collectionCells.programmeId, programmeId), eq(collectionCells.officeId, officeId)))
    .orderBy(asc(collectionCells.year), asc(collectionCells.level), asc(collectionCells.route))
  return {
    programme,
    office: { id: office.id, name: office.name },
    assignment: await assignmentOf(read, programmeId, officeId),
    cells: rows.map((row) => ({
      year: row.year,
      level: row.level,
      route: row.route,
      state: cellState(row, ctx.today()),
      dueOn: row.dueOn,
      records: row.records,
      inProof: row.inProof,
      acceptedOn: row.acceptedOn,
    })),
    reported: await reportedBy(read, programmeId, officeId),
  }
}

async function reportedBy(
  handle: Handle,
  programmeId: string,
  officeId: string,
): Promise<readonly Reported[]> {
  const batches = await handle
    .select({
      id: collectionBatches.id,
      fileName: collectionBatches.fileName,
      rowCount: collectionBatches.rowCount,
      storedOn: collectionBatches.storedOn,
      isReplaced: sql<boolean>`exists (
        select 1 from collection_batches later where later.replaces_id = collection_batches.id)`,
      isWithdrawn: sql<boolean>`exists (
        select 1 from collection_withdrawals w where w.id = collection_batches.id)`,
    })
    .from(collectionBatches)
    .where(and(eq(collectionBatches.programmeId, programmeId), eq(collectionBatches.officeId, officeId)))
    .orderBy(desc(collectionBatches.storedOn))
    .limit(MOST_REPORTED)
  const returns = await handle
    .select()
    .from(collectionReturns)
    .where(and(eq(collectionReturns.programmeId, programmeId), eq(collectionReturns.officeId, officeId)))
    .orderBy(desc(collectionReturns.enteredOn))
    .limit(MOST_REPORTED)
  const ids = [...batches, ...returns].map(({ id }) => id)
  const accepted = await acceptedDays(handle, ids)
  const found: Reported[] = []
  for (const { id, fileName, rowCount, storedOn, isReplaced, isWithdrawn } of batches)
    found.push({
      ...(await standing(handle, BATCH_APPROVAL, id, accepted)),
      ...(isReplaced && { progress: 'replaced' as const }),
      ...(isWithdrawn && { progress: 'withdrawn' as const }),
      id,
      kind: 'batch',
      name: fileName,
      rows: rowCount,
      reportedOn: storedOn,
    })
  for (const { id, kind, cells, enteredOn } of returns)
    found.push({
      ...(await standing(handle, kind === 'zero' ? ZERO_APPROVAL : CURRENT_APPROVAL, id, accepted)),
      id,
      kind,
      name: rangesWords(cells).join('、'),
      rows: cells.reduce((sum, { documents = 0 }) => sum + documents, 0),
      reportedOn: enteredOn,
    })
  return found.toSorted((a, b) => (a.reportedOn < b.reportedOn ? 1 : -1))
}

async function acceptedDays(handle: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, Day>> {
  if (ids.length === 0) return new Map()
  const rows = await handle
    .select({ id: collectionAcceptances.subjectId, day: collectionAcceptances.acceptedOn })
    .from(collectionAcceptances)
    .where(inArray(collectionAcceptances.subjectId, [...ids]))
  return new Map(rows.map(({ id, day }) => [id, day]))
}

async function standing(
  handle: Handle,
  kind: string,
  id: string,
  accepted: ReadonlyMap<string, Day>,
): Promise<Pick<Reported, 'progress' | 'requestId' | 'acceptedOn'>> {
  const acceptedOn = accepted.get(id) ?? null
  const request = await latestRequest(handle, { kind, subjectId: id })
  const requestId = request?.id ?? null
  if (acceptedOn !== null) return { progress: 'accepted', requestId, acceptedOn }
  if (!request) return { progress: 'not-submitted', requestId, acceptedOn }
  const decisions = await decisionsOn(handle, request.id)
  if (decisions.some(({ decision }) => decision === 'returned'))
    return { progress: 'returned', requestId, acceptedOn }
  const { missing, isBroken } = progressOf(request.steps, decisions)
  return { progress: isBroken ? 'void' : missing === 0 ? 'approved' : 'waiting', requestId, acceptedOn }
}
