import { desc, eq } from 'drizzle-orm'
import { cycleById } from '../../cycles/find-cycle.ts'
import { holdCycle } from '../../cycles/require-step.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { isSettled, mayFollow, type ObjectionStep } from './objection.ts'
import { openObjectionKey, sealGround } from './protect-objection.ts'
import { badObjection, objectionNotFound, stepNotPossible } from './refusals.ts'
import { objections, objectionSteps, sealedObjectionSteps } from './schema.ts'

/**
 * Takes an objection up, or answers it. An answer needs its ground, which both sides will read: nothing in it may say who
 * objected. Refuses `results/objection-step-not-possible`, `/bad-objection`, `/objection-not-found`.
 */
export async function answerObjection(
  ctx: Context,
  input: { readonly objectionId: string; readonly step: ObjectionStep; readonly ground: string },
): Promise<void> {
  const ground = input.ground.replaceAll('\r\n', '\n').trim()
  const length = Array.from(ground).length
  if (length > 2_000 || (isSettled(input.step) && length < 5))
    throw badObjection('答复', '应为 5 到 2000 个字')
  if (/[\p{Cs}\p{Bidi_C}]|[^\P{Cc}\n\t]/u.test(ground)) throw badObjection('答复', '含有不能显示的字符')
  await ctx.database.transaction(async (tx) => {
    const [found] = await tx
      .select({ cycleId: objections.cycleId })
      .from(objections)
      .where(eq(objections.id, input.objectionId))
    if (!found) throw objectionNotFound()
    const { officeId } = await cycleById(tx, found.cycleId)
    await authorise(ctx, tx, 'objections.handle', officeId, objectionNotFound())
    // Whoever issues on this cycle waits, and sees whom it holds.
    await holdCycle(tx, found.cycleId)
    // Two people at once: the second sees what the first decided.
    const [held] = await tx
      .select()
      .from(objections)
      .where(eq(objections.id, input.objectionId))
      .for('update')
    if (!held) throw objectionNotFound()
    const [last] = await tx
      .select({ step: objectionSteps.step, position: objectionSteps.position })
      .from(objectionSteps)
      .where(eq(objectionSteps.objectionId, held.id))
      .orderBy(desc(objectionSteps.position))
      .limit(1)
    if (!mayFollow(last?.step ?? null, input.step)) throw stepNotPossible(last?.step ?? null)

    const id = base64url(ctx.random(16))
    const key = openObjectionKey(ctx, held.id, held.wrappedKey)
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedObjectionSteps,
      record,
      [
        {
          id,
          objectionId: held.id,
          position: (last?.position ?? 0) + 1,
          step: input.step,
          ground: ground === '' ? null : sealGround(ctx, id, key, ground),
          takenOn: ctx.today(),
          takenBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(objectionSteps).values([...rows])
    await recordAct(ctx, tx, {
      act: 'objections.handle',
      officeId,
      about: held.id,
      ...(held.personId !== null && { subjects: [held.personId] }),
      facts: { step: input.step },
    })
    await appendEntries(tx, [
      {
        type: 'objection.decided',
        record,
        day: ctx.today(),
        seals: { objection_steps: sealRoot },
        facts: { publication: held.publicationId, step: input.step },
      },
    ])
  })
}
