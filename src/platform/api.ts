import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Env } from './context.ts'

/** Is the process alive; can it answer. Whether it may sign is said beside, so that verification outlives a refusal. */
export const healthApi = new Hono<Env>()
  .get('/livez', (c) => c.text('ok\n', 200, { 'Cache-Control': 'no-store' }))
  .get('/readyz', async (c) => {
    c.header('Cache-Control', 'no-store')
    try {
      await c.var.ctx.database.read.execute(sql`select 1`)
      return c.json({ ready: true })
    } catch {
      return c.json({ ready: false }, 503, { 'Retry-After': '5' })
    }
  })
