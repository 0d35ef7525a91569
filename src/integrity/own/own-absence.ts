import type { Day } from '../../calendar/day.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { proveAbsence, type AbsenceAnswer } from '../snapshot/prove-absence.ts'
import { badSubject } from '../snapshot/refusals.ts'
import { subjectTexts } from '../snapshot/subject.ts'
import { ownPerson } from './own-person.ts'

/**
 * The proof that whoever asks was not listed on a day, by the number they are registered under; that they asked is recorded
 * first. Refuses `integrity/not-at-own-door`, `/bad-subject`, `/no-snapshot`, `/snapshot-altered`, `ledger/not-published`.
 */
export async function ownAbsence(ctx: Context, day: Day): Promise<AbsenceAnswer> {
  const personId = ownPerson(ctx)
  const subject = await ctx.database.transaction(async (tx) => {
    const text = (await subjectTexts(ctx, tx, [personId])).get(personId)
    if (text === undefined) throw badSubject()
    await recordAct(ctx, tx, {
      act: 'integrity.own',
      officeId: null,
      subjects: [personId],
      facts: { what: 'absence', day },
    })
    return text
  })
  return proveAbsence(ctx, ctx.database.read, { subject, day })
}
