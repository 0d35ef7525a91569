import { and, eq } from 'drizzle-orm'
import { isDay, type Day } from '../../calendar/day.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { alreadyAnswered, badAnswerOfIssuer, confirmationNotFound } from './refusals.ts'
import { issuerAnswers, sealedIssuerAnswers, titleConfirmations, type IssuerAnswer } from './schema.ts'

/**
 * Records what the issuer of an original certificate answered, once for each version of it. `reference`: the letter or
 * the query it came by, 2 to 200 characters. Refuses `results/confirmation-not-found`, `results/bad-issuer-answer`,
 * `results/already-answered`.
 */
export async function answerConfirmation(
  ctx: Context,
  input: {
    readonly cycleId: string
    readonly confirmationId: string
    readonly answer: IssuerAnswer
    readonly answeredOn: Day
    readonly reference: string
    /** SHA-256 of the answer, 32 bytes. */
    readonly fileDigest?: Uint8Array | null
  },
): Promise<void> {
  const reference = input.reference.trim()
  const { answeredOn } = input
  if (!/^[^\p{C}]{2,200}$/u.test(reference))
    throw badAnswerOfIssuer('请写明来函文号或查询方式，2 到 200 个字')
  if (!isDay(answeredOn) || answeredOn > ctx.today())
    throw badAnswerOfIssuer('答复日期应为今天或以前的日期，如 2023-09-12')
  try {
    await ctx.database.transaction(async (tx) => {
      const [asked] = await tx
        .select()
        .from(titleConfirmations)
        .where(
          and(eq(titleConfirmations.id, input.confirmationId), eq(titleConfirmations.cycleId, input.cycleId)),
        )
      if (!asked) throw confirmationNotFound(input.confirmationId)
      const { officeId } = await cycleById(tx, asked.cycleId)
      await authorise(ctx, tx, 'lists.import', officeId, confirmationNotFound(input.confirmationId))
      if (answeredOn < asked.obtainedOn) throw badAnswerOfIssuer('答复日期早于原取得时间')
      const record = entryRecord(ctx.random(16))
      const { rows, sealRoot } = sealRows(
        sealedIssuerAnswers,
        record,
        [
          {
            id: base64url(ctx.random(16)),
            confirmationId: asked.id,
            answer: input.answer,
            answeredOn,
            reference,
            fileDigest: input.fileDigest ?? null,
            recordedOn: ctx.today(),
            recordedBy: ctx.actor.name,
          },
        ],
        ctx.random(32),
      )
      await tx.insert(issuerAnswers).values([...rows])
      await recordAct(ctx, tx, {
        act: 'lists.import',
        officeId,
        about: asked.id,
        subjects: [asked.personId],
        facts: { answer: input.answer },
      })
      // Not what was answered: whose it is could be guessed from the day.
      await appendEntries(tx, [
        {
          type: 'confirmation.answered',
          record,
          day: ctx.today(),
          seals: { issuer_answers: sealRoot },
          facts: { cycle: asked.cycleId },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'issuer_answers_once') throw alreadyAnswered()
    throw error
  }
}
