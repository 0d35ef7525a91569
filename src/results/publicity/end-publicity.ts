import { eq } from 'drizzle-orm'
import { cycleById } from '../../cycles/find-cycle.ts'
import { markStep } from '../../cycles/mark-step.ts'
import { holdCycle } from '../../cycles/require-step.ts'
import { stepOfPublicity } from '../../cycles/step-order.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord, type SealRoot } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { objectionCounts, type ObjectionCounts } from '../objections/counts.ts'
import { publicationById, type Publication } from './find-publication.ts'
import { notOpen, publicationNotFound, publicityRunning } from './refusals.ts'
import { refuseIfNotShown } from './refuse-if-not-shown.ts'
import { publicationEndings, sealedPublicationEndings } from './schema.ts'
import { publicityState, type EndingGround } from './state.ts'

/**
 * Closes a publication whose last day has passed, with the objections until then; the cycle's step is done. The page ends
 * by itself at midnight, whether or not anybody closes it. Refuses `results/publicity-running`, `/channels-missing`,
 * `/channel-too-short`, `/publicity-too-short`, `/publicity-not-open`, `/publication-not-found`.
 */
export async function closePublicity(
  ctx: Context,
  { publicationId }: { readonly publicationId: string },
): Promise<ObjectionCounts> {
  return ctx.database.transaction(async (tx) => {
    const { publication, officeId } = await holdPublication(ctx, tx, publicationId)
    const state = publicityState(publication, ctx.today()).kind
    if (state === 'announced' || state === 'open')
      throw publicityRunning(publication.kind, publication.closesOn)
    if (state !== 'over') throw notOpen(state)
    await refuseIfNotShown(tx, publication)
    const objections = await objectionCounts(tx, publication.listId)
    const record = entryRecord(ctx.random(16))
    const sealRoot = await end(ctx, tx, record, { publicationId, how: 'closed', ground: null, objections })
    const event = await markStep(ctx, tx, record, {
      cycleId: publication.cycleId,
      step: stepOfPublicity(publication.kind),
      day: publication.closesOn,
      about: publicationId,
      facts: {
        opensOn: publication.opensOn,
        closesOn: publication.closesOn,
        objections: objections.received,
      },
    })
    await recordAct(ctx, tx, {
      act: 'publicity.manage',
      officeId,
      about: publicationId,
      facts: { what: 'close', objections: objections.received },
    })
    await appendEntries(tx, [
      {
        type: 'publicity.ended',
        record,
        day: ctx.today(),
        seals: { publication_endings: sealRoot, cycle_events: event },
        facts: { publication: publicationId, how: 'closed', closesOn: publication.closesOn },
      },
    ])
    return objections
  })
}

/** Takes a publication down at once; it counts for nothing. Refuses `results/publicity-not-open`, `/publication-not-found`. */
export async function withdrawPublicity(
  ctx: Context,
  { publicationId, ground }: { readonly publicationId: string; readonly ground: EndingGround },
): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const { publication, officeId } = await holdPublication(ctx, tx, publicationId)
    const state = publicityState(publication, ctx.today()).kind
    if (state === 'closed' || state === 'withdrawn' || state === 'replaced') throw notOpen(state)
    const record = entryRecord(ctx.random(16))
    const sealRoot = await end(ctx, tx, record, { publicationId, how: 'withdrawn', ground, objections: null })
    await recordAct(ctx, tx, {
      act: 'publicity.manage',
      officeId,
      about: publicationId,
      facts: { what: 'withdraw', ground },
    })
    await appendEntries(tx, [
      {
        type: 'publicity.ended',
        record,
        day: ctx.today(),
        seals: { publication_endings: sealRoot },
        facts: { publication: publicationId, how: 'withdrawn', ground },
      },
    ])
  })
}

/** Step: who may, and nobody else changes this cycle until commit. */
export async function holdPublication(
  ctx: Context,
  tx: Transaction,
  publicationId: string,
): Promise<{ readonly publication: Publication; readonly officeId: string }> {
  const { cycleId } = await publicationById(tx, publicationId)
  const { officeId } = await cycleById(tx, cycleId)
  await authorise(ctx, tx, 'publicity.manage', officeId, publicationNotFound(publicationId))
  await holdCycle(tx, cycleId)
  return { publication: await publicationById(tx, publicationId), officeId }
}

async function end(
  ctx: Context,
  tx: Transaction,
  record: string,
  ending: Pick<typeof publicationEndings.$inferInsert, 'publicationId' | 'how' | 'ground' | 'objections'>,
): Promise<SealRoot> {
  const id = base64url(ctx.random(16))
  const row = { ...ending, id, endedOn: ctx.today(), endedBy: ctx.actor.name }
  const { rows, sealRoot } = sealRows(sealedPublicationEndings, record, [row], ctx.random(32))
  await tx.insert(publicationEndings).values([...rows])
  return sealRoot
}

/** Step: was it closed with everything shown? */
export async function isClosed(tx: Transaction, publicationId: string): Promise<boolean> {
  const [row] = await tx
    .select({ how: publicationEndings.how })
    .from(publicationEndings)
    .where(eq(publicationEndings.publicationId, publicationId))
  return row?.how === 'closed'
}
