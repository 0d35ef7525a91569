import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { checkedWords } from '../records/checked.ts'
import { versionsOf } from '../records/find-record.ts'
import { notesOf, storeNote } from '../records/note.ts'
import { recordsOf } from '../records/read-record.ts'
import { objectionOpen } from '../records/refusals.ts'
import { ownPerson } from './own-person.ts'
import { ownRecordNotFound } from './refusals.ts'

/**
 * A person's own objection to a record of theirs that was ever in force, also after its term; the officer answers it as any
 * other. `words`: 2 to 4,000 characters. Refuses `integrity/own-record-not-found`, `/objection-open`, `/bad-record`,
 * `/changed-meanwhile`, `/not-at-own-door`.
 */
export async function objectToRecord(
  ctx: Context,
  input: { readonly recordId: string; readonly words: string },
): Promise<void> {
  const personId = ownPerson(ctx)
  const words = checkedWords('申诉内容', input.words, 2, 4000)
  await ctx.database.transaction(async (tx) => {
    const own = await recordsOf(ctx, tx, personId, ctx.today())
    if (!own.some(({ recordId }) => recordId === input.recordId)) throw ownRecordNotFound()
    const [version] = await versionsOf(tx, input.recordId)
    const notes = await notesOf(tx, input.recordId)
    if (notes.find(({ kind }) => kind !== 'received')?.kind === 'objected') throw objectionOpen()
    const position = (notes[0]?.position ?? 0) + 1
    const note = { kind: 'objected', detail: '', happenedOn: ctx.today(), words, position } as const
    const stored = await storeNote(ctx, tx, version, note)
    await recordAct(ctx, tx, {
      act: 'integrity.own',
      officeId: version.officeId,
      about: input.recordId,
      subjects: [personId],
      facts: { what: 'objected', ...stored },
    })
  })
}
