import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { personsByNumber } from '../../people/find-person.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { proveAbsence, type AbsenceAnswer } from './prove-absence.ts'
import { badSubject } from './refusals.ts'
import { subjectText, type SnapshotSubject } from './subject.ts'

/**
 * An office at work on somebody asks for the proof that they were not listed on a day; that it asked is recorded first,
 * and of whom. Refuses `integrity/bad-subject`, `/no-snapshot`, `/snapshot-altered`, `ledger/not-published`,
 * `identity/not-allowed`.
 */
export async function askAbsence(
  ctx: Context,
  asked: {
    readonly officeId: string
    /** As their document has it; of an office, whatever. */
    readonly name: string
    readonly subject: SnapshotSubject
    readonly day: Day
  },
): Promise<AbsenceAnswer> {
  const text = subjectText(asked.subject, ctx.today())
  if (text === null) throw badSubject()
  await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.see', asked.officeId)
    const subjects =
      'creditCode' in asked.subject
        ? []
        : await personsByNumber(ctx, tx, { name: asked.name, idNumber: asked.subject.idNumber })
    await recordAct(ctx, tx, {
      act: 'integrity.see',
      officeId: asked.officeId,
      subjects,
      facts: { what: 'absence', day: asked.day },
    })
  })
  return proveAbsence(ctx, ctx.database.read, { subject: text, day: asked.day })
}
