import { timingSafeEqual } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { count, sql } from 'drizzle-orm'
import { Hono, type Context as Request, type MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { jobs } from './jobs/schema.ts'
import { ledgerCheckpoints, ledgerHead } from './ledger/schema.ts'
import type { Context, Env } from './platform/context.ts'
import type { RateLimits } from './platform/rate-limit.ts'
import { nothingHere } from './platform/refusals.ts'
import { isLoopback, socketAddress } from './web/client-address.ts'

const BOUNDS = [0.005, 0.025, 0.1, 0.5, 2.5] as const

interface Series {
  readonly below: number[]
  count: number
  seconds: number
}

export interface Metrics {
  /** Counts and times every request; stands before everything else. */
  readonly observe: MiddlewareHandler<Env>
  /** GET /metrics, for this machine and whoever has the token. */
  readonly routes: Hono<Env>
}

/**
 * What the person on duty watches, in the text format of Prometheus. Labels are patterns of routes, never what was
 * asked: neither a number nor a person can be read from it.
 */
export function metricsOf(ctx: Context, limits: RateLimits): Metrics {
  const requests = new Map<string, Series>()
  return {
    async observe(c, next) {
      const begun = performance.now()
      await next()
      const labels = `method="${methodOf(c)}",route="${routeOf(c)}",status="${c.res.status}"`
      let series = requests.get(labels)
      if (!series) requests.set(labels, (series = { below: BOUNDS.map(() => 0), count: 0, seconds: 0 }))
      const seconds = (performance.now() - begun) / 1000
      series.count++
      series.seconds += seconds
      BOUNDS.forEach((bound, i) => {
        if (seconds <= bound) series.below[i] = (series.below[i] ?? 0) + 1
      })
    },
    routes: new Hono<Env>().get('/metrics', async (c) => {
      if (!mayRead(c, ctx.config.metricsToken)) throw nothingHere()
      const text = [...requestLines(requests), ...limitLines(limits), ...(await storedLines(ctx))]
      return c.text(`${text.join('\n')}\n`, 200, {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
        'Cache-Control': 'no-store',
      })
    }),
  }
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
const methodOf = (c: Request): string => (METHODS.has(c.req.method) ? c.req.method : 'other')

// The pattern of the last handler: '/v/:code'. What no route knows is one pattern, however it was spelled.
const routeOf = (c: Request): string => routePath(c, -1).replaceAll(/["\\\n]/g, '')

/** This machine itself, unless it speaks for somebody else; or who shows the token. */
function mayRead(c: Request, token: string | null): boolean {
  const shown = /^Bearer (.+)$/.exec(c.req.header('Authorization') ?? '')?.[1]
  if (token !== null && shown !== undefined) return isSame(shown, token)
  const isForwarded = ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'Via'].some((name) => c.req.header(name))
  return isLoopback(socketAddress(c)) && !isForwarded
}

function isSame(shown: string, token: string): boolean {
  const [a, b] = [Buffer.from(shown), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function requestLines(requests: ReadonlyMap<string, Series>): readonly string[] {
  const lines = [
    '# HELP zhengxin_request_seconds Time to answer, by route pattern.',
    '# TYPE zhengxin_request_seconds histogram',
  ]
  for (const [labels, { below, count, seconds }] of requests) {
    BOUNDS.forEach((bound, i) =>
      lines.push(`zhengxin_request_seconds_bucket{${labels},le="${bound}"} ${below[i]}`),
    )
    lines.push(`zhengxin_request_seconds_bucket{${labels},le="+Inf"} ${count}`)
    lines.push(`zhengxin_request_seconds_sum{${labels}} ${seconds.toFixed(6)}`)
    lines.push(`zhengxin_request_seconds_count{${labels}} ${count}`)
  }
  return lines
}

const limitLines = (limits: RateLimits): readonly string[] => [
  '# HELP zhengxin_rate_limited_total Requests refused for being too many, by rule.',
  '# TYPE zhengxin_rate_limited_total counter',
  ...[...limits.refused()].map(([rule, times]) => `zhengxin_rate_limited_total{rule="${rule}"} ${times}`),
]

async function storedLines({ database: { read }, config, now }: Context): Promise<readonly string[]> {
  const [head] = await read.select({ size: ledgerHead.size }).from(ledgerHead)
  const [published] = await read
    .select({ size: sql<string>`coalesce(max(${ledgerCheckpoints.size}), 0)` })
    .from(ledgerCheckpoints)
  const byStatus = await read.select({ status: jobs.status, n: count() }).from(jobs).groupBy(jobs.status)
  // The checkpoint kept outside the database is rewritten with each publication, and carries no time itself.
  const written = await stat(join(config.dataDir, 'checkpoint')).then(
    ({ mtimeMs }) => (now().getTime() - mtimeMs) / 1000,
    () => null,
  )
  return [
    ...gauge('ledger_entries', 'Entries on the ledger.', String(head?.size ?? 0)),
    ...gauge('ledger_published', 'Entries under the last checkpoint.', String(published?.size ?? 0)),
    ...(written === null
      ? []
      : gauge('checkpoint_age_seconds', 'Since the last checkpoint was written.', written.toFixed(0))),
    '# HELP zhengxin_jobs Jobs by status.',
    '# TYPE zhengxin_jobs gauge',
    ...byStatus.map(({ status, n }) => `zhengxin_jobs{status="${status}"} ${n}`),
    ...gauge('resident_bytes', 'Memory of this process.', String(process.memoryUsage.rss())),
    ...gauge('uptime_seconds', 'Since this process started.', process.uptime().toFixed(0)),
  ]
}

const gauge = (name: string, help: string, value: string): readonly string[] => [
  `# HELP zhengxin_${name} ${help}`,
  `# TYPE zhengxin_${name} gauge`,
  `zhengxin_${name} ${value}`,
]
