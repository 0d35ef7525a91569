import { serve, type ServerType } from '@hono/node-server'
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { AddressInfo } from 'node:net'
import type { Sql } from 'postgres'
import type { Context } from '../platform/context.ts'
import { rowsOf } from '../platform/database.ts'
import { startServer } from '../server.ts'
import { callers } from './callers.ts'
import type { BenchRow } from './measure.ts'
import { benchStage } from './stage.ts'

const CALLERS = 16

/** `/v/:code` as HTML against Hono with one raw primary-key select on the same database, both as they are served. */
export const pageRow: BenchRow = {
  name: 'page',
  what: 'GET /v/:code（HTML，16 个连接）',
  limit: 'Hono + 一次裸主键查询（postgres.js，同样 16 个连接）',
  target: 0.7,
  async prepare(setting) {
    const { ctx, found, close } = await benchStage(setting)
    const select = rawSelect(ctx, found.row.id)
    const path = `/v/${found.row.code}`
    const server = await startServer(ctx, 0)
    const bare = await started(new Hono().get('/v/:code', async (c) => c.json((await select()).length)))
    const [figure, limit] = [callers(server.port, path, CALLERS), callers(bare.port, path, CALLERS)]
    return {
      figure: () => figure.ask(),
      limit: () => limit.ask(),
      async close() {
        figure.close()
        limit.close()
        bare.server.close()
        await server.close()
        await close()
      },
    }
  },
}

/** The driver itself, which prepares the statement once for each connection; PGlite has no other door than drizzle's. */
function rawSelect({ database }: Context, id: string): () => Promise<readonly unknown[]> {
  if (database.kind === 'embedded')
    return () => rowsOf(database.read, sql`select * from certificates where id = ${id}`)
  const client = (database.read as unknown as { readonly $client: Sql }).$client
  return async () => client`select * from certificates where id = ${id}`
}

const started = (app: Hono): Promise<{ server: ServerType; port: number }> =>
  new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0 }, ({ port }: AddressInfo) => resolve({ server, port }))
  })
