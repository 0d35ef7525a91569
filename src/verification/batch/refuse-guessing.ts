import { listAuthorities } from '../../identity/find-authority.ts'
import { matchingName } from '../../people/name.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { RATE_RULES, rateLimits, type RateLimits } from '../../platform/rate-limit.ts'
import { Refusal } from '../../platform/refusal.ts'
import { foldNumber } from '../../titles/past-title.ts'
import { looksLikeGuessing, tooManyMisses } from '../refusals.ts'
import type { BatchRow } from './batch-row.ts'

/** An honest list has people of one name, and somebody with several papers; not this many. */
const MOST_NAMES_A_NUMBER = 3
const MOST_NUMBERS_A_NAME = 20

/**
 * Refuses `verification/looks-like-guessing` by the list alone, before anything is looked up: many names under one
 * number, or one name under many numbers, is what somebody writes who has neither.
 */
export function refuseGuessing(rows: readonly BatchRow[]): void {
  const names = new Map<string, Set<string>>()
  const numbers = new Map<string, Set<string>>()
  for (const { number, name, code } of rows) {
    if (code !== '') continue
    const [folded, matching] = [foldNumber(number), matchingName(name)]
    if (grown(names, folded, matching) > MOST_NAMES_A_NUMBER) throw looksLikeGuessing()
    if (grown(numbers, matching, folded) > MOST_NUMBERS_A_NAME) throw looksLikeGuessing()
  }
}

function grown(sets: Map<string, Set<string>>, key: string, value: string): number {
  let set = sets.get(key)
  if (!set) sets.set(key, (set = new Set()))
  return set.add(value).size
}

/**
 * A number of our own pattern that leads nowhere weighs as much as twenty old papers: the serials behind it have no
 * gaps, so whoever meets many such misses is counting through them. 500 an hour for each office.
 */
const WEIGHT = 20

// Counted with the database they protect: all instances together on a server, this process alone otherwise.
const counters = new WeakMap<Database, RateLimits>()

/** Counts what led nowhere. Refuses `verification/too-many-misses`, and then nothing of the list is told. */
export async function countMisses(
  ctx: Context,
  officeId: string,
  missed: readonly BatchRow[],
): Promise<void> {
  if (missed.length === 0) return
  let limits = counters.get(ctx.database)
  if (!limits) counters.set(ctx.database, (limits = rateLimits(ctx)))
  const prefixes = (await listAuthorities(ctx.database.read)).flatMap(
    ({ numberPrefix }) => numberPrefix ?? [],
  )
  const isOurs = ({ number, code }: BatchRow) =>
    code !== '' || prefixes.some((prefix) => foldNumber(number).startsWith(prefix))
  const weight = missed.reduce((sum, row) => sum + (isOurs(row) ? WEIGHT : 1), 0)
  try {
    await limits.count(RATE_RULES.batchMisses, officeId, weight)
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'too-many') throw error
    throw tooManyMisses(Number(error.facts['retryAfterSeconds']))
  }
}
