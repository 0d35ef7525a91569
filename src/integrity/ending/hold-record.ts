import { authorise } from '../../identity/authorise.ts'
import { openBatch, waitingRows } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protectText, revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { checkedWords } from '../records/checked.ts'
import { newSubjectKey, subjectKey } from '../records/content.ts'
import { versionsOf } from '../records/find-record.ts'
import { recordNotFound } from '../records/refusals.ts'
import { holdsOf, inTurn, type Hold } from './find-holds.ts'
import type { HoldKind } from './hold-kind.ts'
import { alreadyHeld, notHeld, recordDestroyed } from './refusals.ts'
import { misconductHolds, sealedMisconductHolds } from './schema.ts'

const place = (id: string) => ({ column: 'misconduct_holds.ground', row: id }) as const

/**
 * Keeps a record beyond its time, or says that it need not be kept any more: an appeal, a lawsuit or the archive, each by
 * its own document. Refuses `integrity/record-not-found`, `/already-held`, `/not-held`, `/record-destroyed`,
 * `/bad-record`, `identity/not-allowed`.
 */
export async function holdRecord(
  ctx: Context,
  input: {
    readonly recordId: string
    readonly kind: HoldKind
    readonly isStanding: boolean
    /** The document and why; 2 to 500 characters. */
    readonly ground: string
  },
): Promise<void> {
  const ground = checkedWords('事由和文号', input.ground, 2, 500)
  await ctx.database.transaction(async (tx) => {
    const [version] = await versionsOf(tx, input.recordId)
    await authorise(ctx, tx, 'integrity.enter', version.officeId, recordNotFound(input.recordId))
    await inTurn(tx, input.recordId)
    const [newest] = await versionsOf(tx, input.recordId)
    if (newest.sealSalt === null) throw recordDestroyed()
    const holds = await holdsOf(tx, input.recordId)
    const isHeld = holds.find(({ kind }) => kind === input.kind)?.isStanding === true
    if (isHeld === input.isStanding) throw isHeld ? alreadyHeld() : notHeld()

    const id = base64url(ctx.random(16))
    const batch = await openBatch(ctx, tx)
    const { personId } = newest
    const { key, wrappedKey } = await newSubjectKey(ctx, tx, { rowId: id, personId })
    const row = {
      id,
      recordId: input.recordId,
      position: (holds[0]?.position ?? 0) + 1,
      kind: input.kind,
      isStanding: input.isStanding,
      personId,
      wrappedKey,
      ground: protectText(key, place(id), ground, ctx.random(NONCE_LENGTH)),
      heldOn: ctx.today(),
      heldBy: ctx.actor.name,
    }
    const { rows } = sealRows(sealedMisconductHolds, batch, [row], ctx.random(32))
    await tx.insert(misconductHolds).values([...rows])
    await recordAct(ctx, tx, {
      act: 'integrity.enter',
      officeId: newest.officeId,
      about: input.recordId,
      ...(personId !== null && { subjects: [personId] }),
      facts: {
        what: input.isStanding ? 'held' : 'released',
        kind: input.kind,
        ...promised(batch, waitingRows(sealedMisconductHolds, rows)),
      },
    })
  })
}

/** Step: the words of a hold, for whoever may see the record. Refuses `people/erased`. */
export const holdGround = async (ctx: Context, handle: Handle, hold: Hold): Promise<string> =>
  revealText(await subjectKey(ctx, handle, hold), place(hold.id), hold.ground)
