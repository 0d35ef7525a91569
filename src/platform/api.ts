import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Env } from './context.ts'

interface Health {
  /** Set when the process stops: whoever spreads the load must look elsewhere first. */
  readonly stopping?: AbortSignal | undefined
  /** Why nothing may be signed, as a code; null when something may. */
  signingProblem(): Promise<string | null>
}

/** Is the process alive; can it answer. Whether it may sign is said beside, so that verification outlives a refusal. */
export const healthApi = ({ stopping, signingProblem }: Health): Hono<Env> =>
  new Hono<Env>()
    .get('/livez', (c) => c.text('ok\n', 200, { 'Cache-Control': 'no-store' }))
    .get('/readyz', async (c) => {
      c.header('Cache-Control', 'no-store')
      try {
        if (stopping?.aborted) throw new Error('stopping')
        await c.var.ctx.database.read.execute(sql`select 1`)
      } catch {
        return c.json({ ready: false }, 503, { 'Retry-After': '5' })
      }
      const problem = await signingProblem()
      return c.json({ ready: true, signing: problem === null ? { ready: true } : { ready: false, problem } })
    })
