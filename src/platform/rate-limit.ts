import { createHmac } from 'node:crypto'
import { lt, sql } from 'drizzle-orm'
import type { Context } from './context.ts'
import { rowsOf } from './database.ts'
import { tooMany } from './refusals.ts'
import { rateCounts } from './schema.ts'

/** How often something may happen for one somebody. */
export interface RateRule {
  readonly name: string
  readonly most: number
  readonly windowMs: number
  /** `service`: all instances count together (on a database server); `process`: each for itself, for nothing. */
  readonly reach: 'service' | 'process'
}

const MINUTE = 60_000

/** Every limit there is. What is under them is never slowed by a look into the database. */
export const RATE_RULES = {
  /** All of the staff API and the sign-in, by address: a whole office may stand behind one. */
  client: { name: 'client', most: 1200, windowMs: MINUTE, reach: 'process' },
  account: { name: 'account', most: 600, windowMs: MINUTE, reach: 'process' },
  /** Acts that change something. */
  changes: { name: 'changes', most: 120, windowMs: MINUTE, reach: 'service' },
  signIn: { name: 'sign-in', most: 60, windowMs: 15 * MINUTE, reach: 'service' },
  /** Questions about a number or code that lead nowhere: whoever asks many is counting through them. */
  misses: { name: 'misses', most: 100, windowMs: 60 * MINUTE, reach: 'service' },
  /** Objections, by address: each holds somebody's result until it is answered. */
  objections: { name: 'objections', most: 10, windowMs: 60 * MINUTE, reach: 'service' },
  /** Tries at the door where people see their own by a code, by address. */
  ownDoor: { name: 'own-door', most: 20, windowMs: 15 * MINUTE, reach: 'service' },
  /** Askings about persons' integrity, by who asks: more than a large meeting's list in an hour is a harvest. */
  inquiries: { name: 'inquiries', most: 3000, windowMs: 60 * MINUTE, reach: 'service' },
  /** The same in an office's lists, weighed by what the number looks like (verification/batch/refuse-guessing.ts). */
  batchMisses: { name: 'batch-misses', most: 10_000, windowMs: 60 * MINUTE, reach: 'service' },
} as const satisfies Record<string, RateRule>

export interface RateLimits {
  /** Refuses `request/too-many` for who is known here to have had enough: one look into memory. */
  refuseIfSpent(rule: RateRule, who: string): void
  /** Counts `times`, and refuses `request/too-many` beyond the limit. */
  count(rule: RateRule, who: string, times?: number): Promise<void>
  /** How many were refused since the start, by rule. */
  refused(): ReadonlyMap<string, number>
}

interface Window {
  readonly count: number
  /** Milliseconds, by the clock of this process. */
  readonly until: number
}

// Past this many, the oldest windows are forgotten: memory is bounded, and an attacker with so many addresses is not
// held by counting addresses anyway.
const MOST_WINDOWS = 100_000

/** Limits of this process; those of reach `service` are counted in the database when that is a server. */
export function rateLimits(ctx: Context): RateLimits {
  const windows = new Map<string, Window>()
  const refused = new Map<string, number>()
  const now = () => ctx.now().getTime()

  const refuse = (rule: RateRule, { until }: Window) => {
    refused.set(rule.name, (refused.get(rule.name) ?? 0) + 1)
    return tooMany(Math.max(1, Math.ceil((until - now()) / MINUTE)) * 60)
  }
  const keep = (key: string, window: Window): Window => {
    windows.delete(key)
    windows.set(key, window)
    if (windows.size > MOST_WINDOWS) windows.delete(windows.keys().next().value as string)
    return window
  }
  const current = (key: string): Window | undefined => {
    const window = windows.get(key)
    return window && window.until > now() ? window : undefined
  }
  const countHere = (rule: RateRule, key: string, times: number): Window => {
    const before = current(key)
    return keep(key, {
      count: (before?.count ?? 0) + times,
      until: before?.until ?? now() + rule.windowMs,
    })
  }

  return {
    refuseIfSpent(rule, who) {
      const window = current(`${rule.name}|${who}`)
      if (window && window.count >= rule.most) throw refuse(rule, window)
    },
    async count(rule, who, times = 1) {
      const key = `${rule.name}|${who}`
      const isShared = rule.reach === 'service' && ctx.database.kind === 'server'
      const window = isShared
        ? keep(key, await countTogether(ctx, rule, key, times))
        : countHere(rule, key, times)
      if (window.count > rule.most) throw refuse(rule, window)
    },
    refused: () => refused,
  }
}

async function countTogether(ctx: Context, rule: RateRule, key: string, times: number): Promise<Window> {
  const hashed = createHmac('sha256', ctx.keyring.sessions).update(`rate|${key}`).digest('hex')
  const [row] = await rowsOf<{ count: number; left: number }>(
    ctx.database.read,
    sql`insert into ${rateCounts} as r (key, count, until)
      values (decode(${hashed}, 'hex'), ${times}, clock_timestamp() + ${rule.windowMs} * interval '1 millisecond')
      on conflict (key) do update set
        count = case when r.until > clock_timestamp() then r.count + excluded.count else excluded.count end,
        until = case when r.until > clock_timestamp() then r.until else excluded.until end
      returning r.count, (extract(epoch from r.until - clock_timestamp()) * 1000)::float8 as "left"`,
  )
  if (!row) throw new Error('an upsert returned nothing')
  return { count: row.count, until: ctx.now().getTime() + row.left }
}

/** Forgets windows that are over. */
export async function dropOldCounts(ctx: Context): Promise<void> {
  await ctx.database.read.delete(rateCounts).where(lt(rateCounts.until, sql`clock_timestamp()`))
}
