import { requireApproved } from '../../approvals/require-approved.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord, type SealRoot } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Transaction } from '../../platform/database.ts'
import { recordPastTitles, type AcceptedTitle } from '../../titles/record-past-titles.ts'
import { recordAct } from '../../trail/record-act.ts'
import { cellsOfTitles } from '../reconcile/cells-of-titles.ts'
import type { ToldTitle } from '../reconcile/compare-titles.ts'
import { correctionApplied, correctionNotFound, titleNotFound } from '../reconcile/refusals.ts'
import { versionOf } from '../reconcile/version-of.ts'
import { bindPerson, unbindPerson } from './binding.ts'
import { correctionById, isApplied, openCorrection } from './find-correction.ts'
import {
  CORRECTION_APPROVAL,
  correctableTitle,
  correctionDigest,
  type Corrected,
} from './propose-correction.ts'
import { recountCells } from './recount-cells.ts'

/**
 * Carries out an approved correction: the title's next version says it, the one before stays. Refuses
 * `collection/correction-not-found`, `/correction-applied`, `/title-not-found` when it was corrected otherwise meanwhile,
 * what `bindPerson` and `unbindPerson` refuse, `approvals/…`, `people/erased`.
 */
export async function applyCorrection(ctx: Context, input: { readonly correctionId: string }): Promise<void> {
  try {
    await ctx.database.transaction(async (tx) => {
      const correction = await correctionById(tx, input.correctionId)
      const { id, officeId, titleId } = correction
      await authorise(ctx, tx, 'collection.enter', officeId, correctionNotFound())
      if (await isApplied(tx, id)) throw correctionApplied()
      const opened = await openCorrection(ctx, tx, correction)
      await requireApproved(ctx, tx, {
        kind: CORRECTION_APPROVAL,
        subjectId: id,
        digest: correctionDigest({ titleId, ...opened }),
      })
      const found = await correctableTitle(ctx, tx, titleId)
      const record = entryRecord(ctx.random(16))
      const joins = await joinOrPart(ctx, tx, record, { ...found, ...opened })
      const titles = recordPastTitles(ctx, tx, record)
      await titles.add([nextVersion(ctx, found, id, opened.corrected)])
      const made = titles.seal()
      const cells = await cellsOfTitles(tx, officeId, [titleId, id])
      const counted = await recountCells(ctx, tx, record, { officeId, cells })
      await recordAct(ctx, tx, {
        act: 'collection.enter',
        officeId,
        about: id,
        subjects: [found.title.personId],
        facts: { corrected: opened.corrected.kind },
      })
      await appendEntries(tx, [
        {
          type: 'collection.corrected',
          record,
          day: ctx.today(),
          seals: {
            ...joins,
            ...(made && { title_records: made }),
            ...(counted && { collected_cells: counted }),
          },
          facts: { kind: opened.corrected.kind },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'title_records_replaces') throw titleNotFound()
    throw error
  }
}

type Found = Awaited<ReturnType<typeof correctableTitle>>

const joinOrPart = async (
  ctx: Context,
  tx: Transaction,
  record: string,
  { title, told, officeId, corrected, ground }: Found & { corrected: Corrected; ground: string },
): Promise<Readonly<Record<string, SealRoot>>> => {
  const { personId } = title
  if (corrected.kind === 'bind')
    return bindPerson(ctx, tx, record, { personId, name: told.name, binding: corrected, officeId, ground })
  return corrected.kind === 'unbind' ? unbindPerson(ctx, tx, record, { personId, officeId, ground }) : {}
}

/** Whoever it is found to be, a title says of itself that something was decided about it. */
function nextVersion(
  ctx: Context,
  { title, told, key }: Found,
  id: string,
  corrected: Corrected,
): AcceptedTitle {
  const { past } = title
  if (past === null) throw titleNotFound()
  const said = corrected.kind === 'change' ? ({ ...told, ...corrected.changes } as ToldTitle) : told
  const takenBack = corrected.kind === 'take-back' ? { takenBackOn: ctx.today() } : {}
  return versionOf({ title, past, key }, { id, told: said, past: takenBack })
}
