import { eq } from 'drizzle-orm'
import { requireApproved } from '../../approvals/require-approved.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { requireOpen, ZERO_APPROVAL } from '../acceptance/report-zero.ts'
import { returnEnded, returnNotFound } from '../acceptance/refusals.ts'
import { collectionAcceptances, collectionReturns } from '../acceptance/schema.ts'
import { storeAcceptance } from '../acceptance/store-acceptance.ts'
import { holdAssignment, programmeById, type Assignment } from '../programme/find-programme.ts'
import { changedMeanwhile } from '../programme/refusals.ts'
import { currentDigest, CURRENT_APPROVAL, reconciledYear } from './report-current.ts'

type Return = typeof collectionReturns.$inferSelect

/** Refuses `collection/return-not-found`. */
export async function returnById(handle: Handle, id: string): Promise<Return> {
  const [row] = await handle.select().from(collectionReturns).where(eq(collectionReturns.id, id))
  if (!row) throw returnNotFound(id)
  return row
}

/**
 * Accepts an approved return: each of its cells is sealed with nought, or with the people of its documents. Whatever came
 * in meanwhile stops it. Refuses `collection/return-not-found`, `/return-ended`, `/not-empty`, `/unexplained-left`,
 * `/nobody-in-documents`, `/not-assigned`, `/changed-meanwhile`, `identity/not-allowed`, `approvals/…`.
 */
export async function acceptReturn(
  ctx: Context,
  returnId: string,
): Promise<{ readonly cells: number; readonly records: number }> {
  return ctx.database.transaction(async (tx) => {
    const told = await returnById(tx, returnId)
    const { programmeId, officeId, digest, cells } = told
    await authorise(ctx, tx, 'collection.enter', officeId, returnNotFound(returnId))
    const kind = told.kind === 'zero' ? ZERO_APPROVAL : CURRENT_APPROVAL
    const { requestId } = await requireApproved(ctx, tx, { kind, subjectId: returnId, digest })
    const assignment = await holdAssignment(tx, programmeId, officeId)
    await requireStillTrue(tx, told, assignment)

    const record = entryRecord(ctx.random(16))
    const counts = cells.map(({ year, level, route, documents = 0 }) => ({
      year,
      level,
      route,
      rows: documents,
      taken: 0,
    }))
    const seals = await storeAcceptance(ctx, tx, record, {
      assignment,
      accepted: { kind: told.kind, subjectId: returnId, digest, requestId },
      counts,
    })
    const records = counts.reduce((sum, { rows }) => sum + rows, 0)
    const office = await authorityById(tx, officeId)
    const { place } = await programmeById(tx, programmeId)
    await recordAct(ctx, tx, {
      act: 'collection.enter',
      officeId,
      about: returnId,
      facts: { accepted: told.kind, cells: cells.length, records },
    })
    await appendEntries(tx, [
      {
        type: told.kind === 'zero' ? 'collection.zero' : 'collection.accepted',
        record,
        day: ctx.today(),
        seals,
        facts: { office: office.creditCode, place, cells: cells.length, records },
      },
    ])
    return { cells: cells.length, records }
  })
}

async function requireStillTrue(tx: Transaction, told: Return, assignment: Assignment): Promise<void> {
  const [accepted] = await tx
    .select({ id: collectionAcceptances.id })
    .from(collectionAcceptances)
    .where(eq(collectionAcceptances.subjectId, told.id))
  if (accepted) throw returnEnded()
  if (told.kind === 'zero') return requireOpen(tx, told)
  const programme = await programmeById(tx, told.programmeId)
  const cells = await reconciledYear(tx, programme, assignment, told.cells[0]?.year ?? 0)
  const { programmeId, officeId } = told
  if (currentDigest({ programmeId, officeId, cells }) !== told.digest) throw changedMeanwhile()
}
