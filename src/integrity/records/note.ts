import { desc, eq } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { openBatch, waitingRows } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protectText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Handle, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { checkedDay, checkedWords } from './checked.ts'
import { newSubjectKey, type VersionRow } from './content.ts'
import { termInForce, versionsOf } from './find-record.ts'
import { isRecipient, type Recipient } from './letter.ts'
import {
  alreadyCleared,
  badRecord,
  changedMeanwhile,
  noObjection,
  notInForce,
  objectionOpen,
  recordNotFound,
} from './refusals.ts'
import { misconductNotes, sealedMisconductNotes } from './schema.ts'

export type Note = typeof misconductNotes.$inferSelect

/** What happened around a record in force. */
export type NewNote = { readonly recordId: string; readonly happenedOn: Day; readonly words: string } & (
  | { readonly kind: 'objected' }
  /** kept: the record stands; changed: it is to be corrected or cleared, which is a version of its own. */
  | { readonly kind: 'answered'; readonly detail: 'kept' | 'changed' }
  /** A letter reached whom it was for; `words`: how it was received. */
  | { readonly kind: 'received'; readonly detail: Recipient }
)

export const notePlace = (id: string) => ({ column: 'misconduct_notes.words', row: id }) as const

/**
 * Enters an objection to a record in force, its answer, or a receipt for a letter. One objection is answered before the
 * next is taken in; what was cleared is objected to no more. Refuses `integrity/record-not-found`, `/not-in-force`,
 * `/already-cleared`, `/objection-open`, `/no-objection`, `/bad-record`, `/changed-meanwhile`, `identity/not-allowed`.
 */
export async function noteOnRecord(ctx: Context, input: NewNote): Promise<void> {
  const words = checkedWords(WORDS[input.kind], input.words, 2, 4000)
  const happenedOn = checkedDay('日期', input.happenedOn, ctx.today())
  if (input.kind === 'received' && !isRecipient(input.detail))
    throw badRecord('送达对象', '请从所列的对象中选择')
  await ctx.database.transaction(async (tx) => {
    const [version] = await versionsOf(tx, input.recordId)
    await authorise(ctx, tx, 'integrity.enter', version.officeId, recordNotFound(input.recordId))
    const term = await termInForce(tx, input.recordId)
    if (term === null) throw notInForce()
    if (input.kind === 'objected' && term.act === 'clear') throw alreadyCleared()
    const [newest, ...earlier] = await notesOf(tx, input.recordId)
    const contest = [newest, ...earlier].find((note) => note !== undefined && note.kind !== 'received')
    if (input.kind === 'objected' && contest?.kind === 'objected') throw objectionOpen()
    if (input.kind === 'answered' && contest?.kind !== 'objected') throw noObjection()

    const detail = input.kind === 'objected' ? '' : input.detail
    const note = { kind: input.kind, detail, happenedOn, words, position: (newest?.position ?? 0) + 1 }
    const stored = await storeNote(ctx, tx, version, note)
    await recordAct(ctx, tx, {
      act: 'integrity.enter',
      officeId: version.officeId,
      about: input.recordId,
      ...(version.personId !== null && { subjects: [version.personId] }),
      facts: { what: input.kind, ...stored },
    })
  })
}

/**
 * Step: writes a note under the subject's key, and answers the `facts` `recordAct` must keep of it. Refuses
 * `integrity/changed-meanwhile`, `people/erased`.
 */
export async function storeNote(
  ctx: Context,
  tx: Transaction,
  { recordId, personId }: Pick<VersionRow, 'recordId' | 'personId'>,
  note: Pick<Note, 'kind' | 'detail' | 'happenedOn' | 'position'> & { readonly words: string },
): Promise<ReturnType<typeof promised>> {
  const id = base64url(ctx.random(16))
  const batch = await openBatch(ctx, tx)
  const { key, wrappedKey } = await newSubjectKey(ctx, tx, { rowId: id, personId })
  const row = {
    ...note,
    id,
    recordId,
    personId,
    wrappedKey,
    words: protectText(key, notePlace(id), note.words, ctx.random(NONCE_LENGTH)),
    notedOn: ctx.today(),
    notedBy: ctx.actor.name,
  }
  const { rows } = sealRows(sealedMisconductNotes, batch, [row], ctx.random(32))
  try {
    await tx.insert(misconductNotes).values([...rows])
  } catch (error) {
    if (uniqueViolation(error) === 'misconduct_notes_position') throw changedMeanwhile()
    throw error
  }
  return promised(batch, waitingRows(sealedMisconductNotes, rows))
}

const WORDS: Readonly<Record<NewNote['kind'], string>> = {
  objected: '申诉内容',
  answered: '答复',
  received: '送达情况',
}

/** The newest first. */
export const notesOf = (handle: Handle, recordId: string): Promise<readonly Note[]> =>
  handle
    .select()
    .from(misconductNotes)
    .where(eq(misconductNotes.recordId, recordId))
    .orderBy(desc(misconductNotes.position))
