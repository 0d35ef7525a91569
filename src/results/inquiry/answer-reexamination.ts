import { eq } from 'drizzle-orm'
import { cycleById } from '../../cycles/find-cycle.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { checkedWords } from './checked.ts'
import { reexaminationNotFound, reexaminationSettled } from './refusals.ts'
import { reexaminationAnswers, reexaminations, sealedReexaminationAnswers } from './schema.ts'

/** What came of looking again, for the person to be told. Refuses `results/reexamination-not-found`, `/reexamination-settled`. */
export async function answerReexamination(
  ctx: Context,
  input: { readonly id: string; readonly outcome: 'kept' | 'changed'; readonly ground: string },
): Promise<void> {
  const ground = checkedWords('复查结论', input.ground, 5, 2_000)
  try {
    await ctx.database.transaction(async (tx) => {
      const [asked] = await tx.select().from(reexaminations).where(eq(reexaminations.id, input.id))
      if (!asked) throw reexaminationNotFound(input.id)
      const { officeId } = await cycleById(tx, asked.cycleId)
      await authorise(ctx, tx, 'results.inquire', officeId, reexaminationNotFound(input.id))
      if (asked.receipt !== 'accepted') throw reexaminationSettled()
      const key = (await personKeys(ctx, tx, [asked.personId])).get(asked.personId) as PersonKey
      const id = base64url(ctx.random(16))
      const record = entryRecord(ctx.random(16))
      const { rows, sealRoot } = sealRows(
        sealedReexaminationAnswers,
        record,
        [
          {
            id,
            reexaminationId: asked.id,
            outcome: input.outcome,
            ground: protectText(key, answerPlace(id), ground, ctx.random(NONCE_LENGTH)),
            answeredOn: ctx.today(),
            answeredBy: ctx.actor.name,
          },
        ],
        ctx.random(32),
      )
      await tx.insert(reexaminationAnswers).values([...rows])
      await recordAct(ctx, tx, {
        act: 'results.inquire',
        officeId,
        about: asked.id,
        subjects: [asked.personId],
        facts: { what: 'reexamination-answer', outcome: input.outcome },
      })
      await appendEntries(tx, [
        {
          type: 'reexamination.answered',
          record,
          day: ctx.today(),
          seals: { reexamination_answers: sealRoot },
          facts: { outcome: input.outcome },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'reexamination_answers_once') throw reexaminationSettled()
    throw error
  }
}

export const answerPlace = (id: string) => ({ column: 'reexamination_answers.ground', row: id }) as const
