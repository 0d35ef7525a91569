import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { personsOfNumber } from '../../people/find-person.ts'
import { readIdDocument, type IdDocumentType } from '../../people/id-document.ts'
import { knownPersons } from '../../people/known-persons.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { badSearch } from '../records/refusals.ts'
import { proveAbsence, type AbsenceAnswer } from './prove-absence.ts'
import { badSubject } from './refusals.ts'
import { subjectText } from './subject.ts'

/**
 * An office at work on somebody asks for the proof that they were not listed on a day; that it asked is recorded first,
 * with the purpose, for everybody whose number it is. Under another name than the number's it is told nothing. Refuses
 * `integrity/bad-subject`, `/bad-search`, `/no-snapshot`, `/snapshot-altered`, `ledger/not-published`,
 * `identity/not-allowed`.
 */
export async function askAbsence(
  ctx: Context,
  asked: {
    readonly officeId: string
    /** As their document has it. */
    readonly name: string
    readonly subject: { readonly idType: IdDocumentType; readonly idNumber: string }
    readonly day: Day
  },
): Promise<AbsenceAnswer> {
  const { read } = ctx.database
  const { officeId, name, day } = asked
  if (ctx.actor.purpose === null) throw badSearch('查询事由', '出具证明须写明事由')
  await authorise(ctx, read, 'integrity.see', officeId)
  const { idType, idNumber: typed } = asked.subject
  const document = readIdDocument(idType, typed, ctx.today())
  const subject = subjectText(asked.subject, ctx.today())
  if (subject === null || 'fault' in document) throw badSubject()
  const idNumber = document.idNumber?.full ?? document.number
  const ofNumber = await personsOfNumber(ctx, read, idNumber)
  const subjects = [...new Set([...(await samePersons(read, ofNumber)).values()].flat())]
  await recordLook(ctx, { officeId, subjects, day })
  const [known] = await knownPersons(ctx, read, [{ name, idType, idNumber }])
  if (known?.hasThisName === false) throw badSubject()
  return proveAbsence(ctx, read, { subject, day })
}

// Also where a request is undone whole when it is refused: nobody tries names unseen.
async function recordLook(
  ctx: Context,
  { officeId, subjects, day }: { officeId: string; subjects: readonly string[]; day: Day },
): Promise<void> {
  const write = (database: Database) =>
    database.transaction((tx) =>
      recordAct(ctx, tx, { act: 'integrity.see', officeId, subjects, facts: { what: 'absence', day } }),
    )
  const { besides } = ctx.database
  if (besides) besides(write)
  else await write(ctx.database)
}
