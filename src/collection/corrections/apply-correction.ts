import { requireApproved } from '../../approvals/require-approved.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { recordPastTitles } from '../../titles/record-past-titles.ts'
import { recordAct } from '../../trail/record-act.ts'
import { cellsOfTitles } from '../reconcile/cells-of-titles.ts'
import type { ToldTitle } from '../reconcile/compare-titles.ts'
import { correctionApplied, correctionNotFound, titleNotFound } from '../reconcile/refusals.ts'
import { versionOf } from '../reconcile/version-of.ts'
import { correctionById, isApplied, openCorrection } from './find-correction.ts'
import { CORRECTION_APPROVAL, correctableTitle, correctionDigest } from './propose-correction.ts'
import { recountCells } from './recount-cells.ts'

/**
 * Carries out an approved correction: the title's next version says it, the one before stays. Refuses
 * `collection/correction-not-found`, `/correction-applied`, `/title-not-found` when it was corrected otherwise meanwhile,
 * `approvals/…`, `people/erased`.
 */
export async function applyCorrection(ctx: Context, input: { readonly correctionId: string }): Promise<void> {
  try {
    await ctx.database.transaction(async (tx) => {
      const correction = await correctionById(tx, input.correctionId)
      const { id, officeId, titleId } = correction
      await authorise(ctx, tx, 'collection.enter', officeId, correctionNotFound())
      if (await isApplied(tx, id)) throw correctionApplied()
      const { corrected, ground } = await openCorrection(ctx, tx, correction)
      await requireApproved(ctx, tx, {
        kind: CORRECTION_APPROVAL,
        subjectId: id,
        digest: correctionDigest({ titleId, corrected, ground }),
      })
      const { title, told, key } = await correctableTitle(ctx, tx, titleId)
      if (title.past === null) throw titleNotFound()
      const record = entryRecord(ctx.random(16))
      const titles = recordPastTitles(ctx, tx, record)
      const next =
        corrected.kind === 'take-back'
          ? { id, told, past: { takenBackOn: ctx.today() } }
          : { id, told: { ...told, ...corrected.changes } as ToldTitle, past: {} }
      await titles.add([versionOf({ title, past: title.past, key }, next)])
      const made = titles.seal()
      const cells = await cellsOfTitles(tx, officeId, [title.id, id])
      const counted = await recountCells(ctx, tx, record, { officeId, cells })
      await recordAct(ctx, tx, {
        act: 'collection.enter',
        officeId,
        about: id,
        subjects: [title.personId],
        facts: { corrected: corrected.kind },
      })
      await appendEntries(tx, [
        {
          type: 'collection.corrected',
          record,
          day: ctx.today(),
          seals: { ...(made && { title_records: made }), ...(counted && { collected_cells: counted }) },
          facts: { kind: corrected.kind },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'title_records_replaces') throw titleNotFound()
    throw error
  }
}
