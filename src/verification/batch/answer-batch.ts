import { setImmediate as breath } from 'node:timers/promises'
import { shanghaiInstant } from '../../calendar/day.ts'
import { reasonOf, verdictFor } from '../../credentials/reason.ts'
import type { Context } from '../../platform/context.ts'
import { answerFor, refused } from '../answer-for.ts'
import { shownPastTitle } from '../past-title.ts'
import { bareAnswer, type VerificationAnswer } from '../verification-answer.ts'
import type { RowFound } from './find-batch.ts'

// Some 30 ms of signatures: others have their turn between.
const AT_ONCE = 100

/** The answer of each row, from the same judgement as a single check. */
export async function answerBatch(
  ctx: Context,
  found: readonly RowFound[],
): Promise<readonly VerificationAnswer[]> {
  const answers: VerificationAnswer[] = []
  for (const [i, each] of found.entries()) {
    answers.push(await answerOf(ctx, each))
    if (i % AT_ONCE === AT_ONCE - 1) await breath()
  }
  return answers
}

async function answerOf(ctx: Context, found: RowFound): Promise<VerificationAnswer> {
  if (found === null) return refused(ctx, 'not-found')
  if (found.kind === 'certificate') return answerFor(ctx, found.stored, null)
  const bare = bareAnswer(verdictFor('historical'), [reasonOf('historical')], shanghaiInstant(ctx.now()))
  return { ...bare, status: 'historical', pastTitle: shownPastTitle(found.past) }
}
