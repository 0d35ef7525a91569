import { and, eq, inArray } from 'drizzle-orm'
import { eventsOf } from '../cycles/find-events.ts'
import { markStep } from '../cycles/mark-step.ts'
import { requireStep } from '../cycles/require-step.ts'
import type { SealRoot } from '../ledger/entry.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { QualificationDocument } from '../results/document/find-document.ts'
import { documentReplaced } from '../results/document/refusals.ts'
import { documentRows, qualificationDocuments } from '../results/document/schema.ts'
import { resultLists, resultRows } from '../results/lists/schema.ts'
import { requireThreeReviews } from '../results/lists/three-reviews.ts'
import { heldRows } from '../results/objections/held-rows.ts'
import { titlesOfDocument, type NamedTitle } from '../titles/titles-of.ts'
import { correctInstead } from './refusals.ts'
import { issuedBefore } from './issued-before.ts'
import { certificates } from './schema.ts'

/**
 * Step: what must be over before a document's certificates: the policy's order, and 三审三校 where it asks for them. The
 * document in force only. Call it before any row is locked. Answers with the cycle that has not seen certificates yet.
 */
export async function requireReadyToIssue(
  ctx: Context,
  tx: Transaction,
  { id, listId, number }: QualificationDocument,
): Promise<string | null> {
  const [later] = await tx
    .select({ number: qualificationDocuments.number })
    .from(qualificationDocuments)
    .where(eq(qualificationDocuments.replacesId, id))
  if (later) throw documentReplaced(number, later.number)
  const [list] = await tx
    .select({ cycleId: resultLists.cycleId })
    .from(resultLists)
    .where(eq(resultLists.id, listId))
  const cycleId = list?.cycleId ?? null
  if (cycleId === null) return null
  await requireThreeReviews(ctx, tx, listId)
  await requireStep(tx, cycleId, 'certificate')
  const isFirst = !(await eventsOf(tx, cycleId)).some(({ step }) => step === 'certificate')
  return isFirst ? cycleId : null
}

export interface TitlesToIssue {
  readonly titles: readonly NamedTitle[]
  readonly already: number
  /** Not now: somebody objects or inquires, or the result was declared invalid. */
  readonly held: number
}

/** Step: the titles of a document without a certificate that nothing holds. Refuses `certificates/correct-instead`. */
export async function titlesToIssue(
  ctx: Context,
  tx: Transaction,
  document: QualificationDocument,
): Promise<TitlesToIssue> {
  const all = await titlesOfDocument(ctx, tx, document.id)
  const issued = await tx
    .select({ titleId: certificates.titleId })
    .from(certificates)
    .where(eq(certificates.documentId, document.id))
  const following = await followingPositions(tx, document)
  const positions = await heldPositions(tx, document)
  const done = new Set(issued.map(({ titleId }) => titleId))
  const open = all.filter(
    ({ record }) =>
      !done.has(record.id) && !done.has(record.replaces ?? '') && !following.has(record.position),
  )
  // Whose certificate was issued on the document before gets a corrected one, not a second.
  if (open.length === 0 && issued.length < following.size) throw correctInstead(document.number)
  const titles = open.filter(({ record }) => !positions.has(record.position))
  return { titles, already: issued.length, held: open.length - titles.length }
}

/** Places in the list whose certificate was issued on a document this one corrects. */
async function followingPositions(
  tx: Transaction,
  { id }: QualificationDocument,
): Promise<ReadonlySet<number>> {
  return new Set((await issuedBefore(tx, id)).map(({ position }) => position))
}

async function heldPositions(
  tx: Transaction,
  { id, listId }: QualificationDocument,
): Promise<ReadonlySet<number>> {
  const held = [...(await heldRows(tx, listId))]
  if (held.length === 0) return new Set()
  const rows = await tx
    .select({ position: resultRows.position })
    .from(documentRows)
    .innerJoin(resultRows, eq(resultRows.id, documentRows.rowId))
    .where(and(eq(documentRows.documentId, id), inArray(documentRows.rowId, held)))
  return new Set(rows.map(({ position }) => position))
}

/** Step: the cycle's last step is done, under the first certificate's entry. */
export async function markCertificates(
  ctx: Context,
  tx: Transaction,
  record: string,
  cycleId: string,
  documentId: string,
): Promise<SealRoot> {
  return markStep(ctx, tx, record, { cycleId, step: 'certificate', day: ctx.today(), about: documentId })
}
