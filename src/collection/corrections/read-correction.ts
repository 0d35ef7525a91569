import { eq } from 'drizzle-orm'
import { latestRequest } from '../../approvals/find-request.ts'
import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { titleRecords } from '../../titles/schema.ts'
import { recordAct } from '../../trail/record-act.ts'
import type { ToldTitle } from '../reconcile/compare-titles.ts'
import { correctionNotFound } from '../reconcile/refusals.ts'
import { toldTitles } from '../reconcile/told-title.ts'
import { correctionById, isApplied, openCorrection, type Correction } from './find-correction.ts'
import { CORRECTION_APPROVAL, type Corrected } from './propose-correction.ts'

export interface ReadCorrection {
  readonly correction: Correction
  /** The title as it was when this was proposed. */
  readonly told: ToldTitle
  readonly corrected: Corrected
  readonly ground: string
  readonly requestId: string | null
  readonly isApplied: boolean
}

/** A correction, opened; looking is recorded first. Refuses `collection/correction-not-found`, `people/erased`. */
export async function readCorrection(ctx: Context, correctionId: string): Promise<ReadCorrection> {
  return ctx.database.transaction(async (tx) => {
    const correction = await correctionById(tx, correctionId)
    await authorise(ctx, tx, 'collection.see', correction.officeId, correctionNotFound())
    const opened = await openCorrection(ctx, tx, correction)
    const titles = await tx.select().from(titleRecords).where(eq(titleRecords.id, correction.titleId))
    const told = (await toldTitles(ctx, tx, titles)).get(correction.titleId)
    if (!told) throw correctionNotFound()
    const request = await latestRequest(tx, { kind: CORRECTION_APPROVAL, subjectId: correctionId })
    await recordAct(ctx, tx, {
      act: 'collection.see',
      officeId: correction.officeId,
      about: correctionId,
      subjects: [correction.personId],
    })
    return {
      correction,
      told,
      ...opened,
      requestId: request?.id ?? null,
      isApplied: await isApplied(tx, correctionId),
    }
  })
}
