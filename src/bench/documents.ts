import { performance } from 'node:perf_hooks'
import { serve, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import type { AddressInfo } from 'node:net'
import { documentRoutes } from '../documents/api.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import { grantRole } from '../identity/grant-role.ts'
import { accountActor } from '../identity/sign-in/account.ts'
import { openAccount } from '../identity/sign-in/open-account.ts'
import { checkDigit } from '../people/id-number.ts'
import type { Context } from '../platform/context.ts'
import { hex } from '../signing/bytes.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow } from './measure.ts'
import { percentile } from './submit.ts'

const CALLERS = 256
const NOBODYS = '53990119900101001'

/** The same over HTTP: one document a request, the door of the staff API left out, which has figures of its own. */
export const documentsRow: BenchRow = {
  name: 'documents',
  what: `HTTP 上 ${CALLERS} 个调用者各写入一份文件的存证`,
  limit: '同一服务器答同样大小的文本',
  target: 0.3,
  async prepare(setting) {
    const deployment = await benchDeployment(setting)
    const { ctx } = deployment
    const { acting, officeId } = await clerk(ctx)
    const [route] = documentRoutes
    const server = await serving(
      new Hono()
        .post('/documents', async (c) => {
          const body: unknown = await c.req.json()
          const answer = await route!.handle(acting, { params: {}, query: {}, body })
          return c.json(answer.body as object, 201)
        })
        .post('/nothing', async (c) =>
          c.json({ ...(await c.req.json<object>()), proof: 'x'.repeat(1500) }, 201),
        ),
    )
    const waits: number[] = []
    const post = async (path: string): Promise<void> => {
      const asked = performance.now()
      const body = JSON.stringify({ officeId, kind: 'bench', digest: hex(ctx.random(32)) })
      const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', body })
      await response.arrayBuffer()
      if (response.status !== 201) throw new Error(`answered ${response.status}`)
      if (path === '/documents') waits.push(performance.now() - asked)
    }
    const together = (path: string) => async () => {
      await Promise.all(Array.from({ length: CALLERS }, () => post(path)))
      return CALLERS
    }
    return {
      figure: together('/documents'),
      limit: together('/nothing'),
      remark: () => `p50 ${percentile(waits, 0.5)} ms，p99 ${percentile(waits, 0.99)} ms，调用者在同一进程`,
      async close() {
        await server.close()
        await deployment.close()
      },
    }
  },
}

async function clerk(ctx: Context): Promise<{ acting: Context; officeId: string }> {
  const officeId =
    (await listAuthorities(ctx.database.read)).find(({ kind }) => kind === 'province')?.id ?? ''
  const opened = await openAccount(ctx, {
    login: 'bench.clerk',
    name: '测速人员',
    idType: 'resident-identity-card',
    idNumber: NOBODYS + checkDigit(NOBODYS),
    officeId,
  })
  await grantRole(ctx, { grantee: opened.accountId, role: 'clerk', officeId })
  const actor = accountActor({ id: opened.accountId, personId: opened.personId }, 'bench')
  return { acting: { ...ctx, actor }, officeId }
}

const serving = (app: Hono): Promise<{ port: number; close(): Promise<void> }> =>
  new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0 }, ({ port }: AddressInfo) =>
      resolve({ port, close: () => closed(server) }),
    )
  })

const closed = (server: ServerType): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    ;(server as { closeAllConnections?(): void }).closeAllConnections?.()
  })
