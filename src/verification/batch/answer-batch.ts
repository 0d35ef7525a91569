import { setImmediate as breath } from 'node:timers/promises'
import { shanghaiInstant } from '../../calendar/day.ts'
import { reasonOf, verdictFor } from '../../credentials/reason.ts'
import type { Context } from '../../platform/context.ts'
import { answerFor, refused } from '../answer-for.ts'
import { shownPastTitle } from '../past-title.ts'
import { bareAnswer, type VerificationAnswer } from '../verification-answer.ts'
import { coverageOf, type AskedCoverage, type Coverage } from '../coverage.ts'
import type { BatchRow } from './batch-row.ts'
import type { RowFound } from './find-batch.ts'

// Some 30 ms of signatures: others have their turn between.
const AT_ONCE = 100

/** The answer of each row, from the same judgement as a single check; where nothing is found, whom to ask. */
export async function answerBatch(
  ctx: Context,
  rows: readonly BatchRow[],
  found: readonly RowFound[],
): Promise<readonly VerificationAnswer[]> {
  const answers: VerificationAnswer[] = []
  const coverage = rememberedCoverage(ctx)
  for (const [i, each] of found.entries()) {
    const answer = await answerOf(ctx, each)
    const paper = rows[i]?.paper ?? null
    answers.push(each === null && paper !== null ? { ...answer, coverage: await coverage(paper) } : answer)
    if (i % AT_ONCE === AT_ONCE - 1) await breath()
  }
  return answers
}

// A list names some dozen issuers; one that names thousands is answered by year and level alone.
const MOST_ISSUERS = 200

/** By what the papers say, each asked once: a row that was not found tells the same whatever its number. */
function rememberedCoverage(ctx: Context): (paper: AskedCoverage) => Promise<Coverage> {
  const known = new Map<string, Promise<Coverage>>()
  const issuers = new Set<string>()
  return ({ year, level, issuer }) => {
    if (issuer !== undefined && issuers.size < MOST_ISSUERS) issuers.add(issuer)
    const named = issuer !== undefined && issuers.has(issuer) ? { issuer } : {}
    const key = `${year}|${level}|${named.issuer ?? ''}`
    const asked = known.get(key) ?? coverageOf(ctx, { year, level, ...named })
    known.set(key, asked)
    return asked
  }
}

async function answerOf(ctx: Context, found: RowFound): Promise<VerificationAnswer> {
  if (found === null) return refused(ctx, 'not-found')
  if (found.kind === 'certificate') return answerFor(ctx, found.stored, null)
  const bare = bareAnswer(verdictFor('historical'), [reasonOf('historical')], shanghaiInstant(ctx.now()))
  return { ...bare, status: 'historical', pastTitle: shownPastTitle(found.past) }
}
