import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { createApp } from '../app.ts'
import { certificates } from '../certificates/schema.ts'
import type { BenchRow, Work } from './measure.ts'
import { benchStage } from './stage.ts'

const CALLERS = 16

/** `/v/:code` as HTML against Hono with one prepared primary-key select, both without a socket. */
export const pageRow: BenchRow = {
  name: 'page',
  what: 'GET /v/:code（HTML，进程内）',
  limit: 'Hono + 一次预备好的主键查询',
  target: 0.7,
  async prepare(setting) {
    const { ctx, found, close } = await benchStage(setting)
    const app = await createApp(ctx)
    const select = ctx.database.read
      .select()
      .from(certificates)
      .where(eq(certificates.id, found.row.id))
      .prepare('bench_page')
    const bare = new Hono().get('/v/:code', async (c) => c.json((await select.execute()).length))
    const asking = (target: {
      request(path: string, init: RequestInit): Response | Promise<Response>
    }): Work =>
      async function ask() {
        const one = async () => {
          const response = await target.request(`/v/${found.row.code}`, { headers: { Accept: 'text/html' } })
          if (!response.ok) throw new Error(`answered ${response.status}`)
          await response.text()
        }
        await Promise.all(Array.from({ length: CALLERS }, one))
        return CALLERS
      }
    return { figure: asking(app), limit: asking(bare), close }
  },
}
