import { authorise } from '../../identity/authorise.ts'
import { openBatch, waitingRows } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Day } from '../../calendar/day.ts'
import { answersOf } from '../../policy/answers-of.ts'
import { policyOf } from '../../policy/policy-of.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { recordDestroyed } from '../ending/refusals.ts'
import { reverseRecord } from '../records/change-record.ts'
import { checkedDay, checkedNumber } from '../records/checked.ts'
import { recordVersion, termInForce, versionsOf } from '../records/find-record.ts'
import { changedMeanwhile, notInForce, recordNotFound } from '../records/refusals.ts'
import type { CopyAct } from './exchange.ts'
import { copyActsOf, filesOf } from './find-copies.ts'
import { copySettled, notRepaired, notShared, repairEndsNothing } from './refusals.ts'
import { sealedSharedCopyActs, sharedCopyActs } from './schema.ts'
import { copiesIn } from './state.ts'

/**
 * Notes what befalls the shared copy of a record: the platform repaired it, it is not to be shared, or may be again. The next
 * withdrawal takes it back; the record here, its term and its bar stand as they were decided. Refuses
 * `integrity/record-not-found`, `/not-in-force`, `/not-shared`, `/copy-settled`, `/record-destroyed`, `/bad-record`,
 * `/changed-meanwhile`, `identity/not-allowed`.
 */
export async function noteCopy(
  ctx: Context,
  input: {
    readonly recordId: string
    readonly act: CopyAct
    /** The notice or decision it goes by. */
    readonly document: string
    readonly happenedOn: Day
  },
): Promise<void> {
  const document = checkedNumber('文号', input.document)
  const happenedOn = checkedDay('日期', input.happenedOn, ctx.today())
  await ctx.database.transaction(async (tx) => {
    const [version] = await versionsOf(tx, input.recordId)
    const { officeId, personId, sealSalt } = version
    await authorise(ctx, tx, 'integrity.share', officeId, recordNotFound(input.recordId))
    if (sealSalt === null) throw recordDestroyed()
    if ((await termInForce(tx, input.recordId)) === null) throw notInForce()
    const [newest] = await copyActsOf(tx, input.recordId)
    const isOut = newest?.act === 'repaired' || newest?.act === 'withheld'
    // Repaired is for good; only what was withheld is released.
    if (input.act === 'released' ? newest?.act !== 'withheld' : isOut) throw copySettled()
    const copy = copiesIn(await filesOf(tx, officeId)).get(input.recordId)
    if (input.act === 'repaired' && (copy === undefined || (copy.held === null && !copy.mayHold)))
      throw notShared()

    const batch = await openBatch(ctx, tx)
    const row = {
      id: base64url(ctx.random(16)),
      recordId: input.recordId,
      position: (newest?.position ?? 0) + 1,
      act: input.act,
      personId,
      document,
      happenedOn,
      doneOn: ctx.today(),
      doneBy: ctx.actor.name,
    }
    const { rows } = sealRows(sealedSharedCopyActs, batch, [row], ctx.random(32))
    try {
      await tx.insert(sharedCopyActs).values([...rows])
    } catch (error) {
      if (uniqueViolation(error) === 'shared_copy_acts_position') throw changedMeanwhile()
      throw error
    }
    await recordAct(ctx, tx, {
      act: 'integrity.share',
      officeId,
      about: input.recordId,
      ...(personId !== null && { subjects: [personId] }),
      facts: { what: input.act, ...promised(batch, waitingRows(sealedSharedCopyActs, rows)) },
    })
  })
}

/**
 * Enters a decision to end a record here because the platform repaired its copy: a decision of its own, approved by two like
 * any other, and only where the place's rules let it; no notice does. Refuses `integrity/not-repaired`,
 * `/repair-ends-nothing` and what `reverseRecord` refuses.
 */
export async function endAfterRepair(
  ctx: Context,
  input: Omit<Extract<Parameters<typeof reverseRecord>[1], { readonly act: 'end-early' }>, 'act'>,
): Promise<void> {
  const { read } = ctx.database
  const versions = await versionsOf(read, input.recordId)
  await authorise(ctx, read, 'integrity.enter', versions[0].officeId, recordNotFound(input.recordId))
  const [newest] = await copyActsOf(read, input.recordId)
  if (newest?.act !== 'repaired') throw notRepaired()
  const { place, level } = recordVersion(versions)
  const rule = policyOf(place, { level, answers: await answersOf(read, place) }).recordAfterRepair
  if (rule.kind === 'unspecified' || rule.value !== 'ended') throw repairEndsNothing()
  await reverseRecord(ctx, { ...input, act: 'end-early' })
}
