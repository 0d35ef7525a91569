import { serve, type ServerType } from '@hono/node-server'
import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Sql } from 'postgres'
import { dayFromNumber, dayNumber } from '../calendar/day.ts'
import { registerCommittee } from '../cycles/register-committee.ts'
import { registerCycle } from '../cycles/register-cycle.ts'
import { ruleOn } from '../cycles/rule-on.ts'
import { syntheticList } from '../demo/synthetic-list.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import type { Context } from '../platform/context.ts'
import { rowsOf } from '../platform/database.ts'
import { judgeApprovedList } from '../results/lists/approved-list.ts'
import { importList } from '../results/lists/import-list.ts'
import { openPublicity } from '../results/publicity/open-publicity.ts'
import { startServer } from '../server.ts'
import { openSpreadsheet } from '../spreadsheets/open-spreadsheet.ts'
import { callers } from './callers.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow } from './measure.ts'

const CALLERS = 16
const NAMES = 5_000
const QUICK_NAMES = 500
const COMMITTEE = '基准测试评审委员会'
const SAMPLE = fileURLToPath(new URL('../../templates/samples/approved-list-2023.xlsx', import.meta.url))

/** A page of 5,000 names as phones ask for it (gzip) against Hono that selects one row and answers the same bytes. */
export const publicityRow: BenchRow = {
  name: 'publicity',
  what: `GET /publicity/:id（${NAMES} 人的名单，gzip，16 个连接）`,
  limit: 'Hono + 一次裸主键查询，答同样的字节（同样 16 个连接）',
  target: 0.7,
  async prepare(setting) {
    const { ctx, close } = await benchDeployment(setting)
    const publicationId = await published(ctx, setting.quick ? QUICK_NAMES : NAMES)
    const path = `/publicity/${publicationId}`
    const server = await startServer(ctx, 0)
    // Node's own fetch opens what was compressed: compressed again it is the same length, which is what counts.
    const page = new Uint8Array(
      await new Response(
        (await fetch(`http://127.0.0.1:${server.port}${path}`)).body?.pipeThrough(
          new CompressionStream('gzip'),
        ) ?? null,
      ).arrayBuffer(),
    )
    const select = rawSelect(ctx, publicationId)
    const bare = await started(
      new Hono().get('/publicity/:id', async (c) => {
        await select()
        return c.body(page, 200, { 'Content-Type': 'text/html; charset=UTF-8', 'Content-Encoding': 'gzip' })
      }),
    )
    const [figure, limit] = [
      callers(server.port, path, CALLERS, 'gzip'),
      callers(bare.port, path, CALLERS, 'gzip'),
    ]
    return {
      figure: () => figure.ask(),
      limit: () => limit.ask(),
      remark: () => `压缩后 ${Math.round(page.length / 1024)} KB`,
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

/** A review whose notice puts nothing before its result's publicity, and its approved list, public from today on. */
async function published(ctx: Context, names: number): Promise<string> {
  const offices = await listAuthorities(ctx.database.read)
  const office = offices.find(({ kind }) => kind === 'convening-body')?.creditCode ?? ''
  const filingAuthority = offices.find(({ kind }) => kind === 'province')?.creditCode ?? ''
  const { committeeId } = await registerCommittee(ctx, {
    name: COMMITTEE,
    office,
    filingAuthority,
    series: null,
    levels: ['411', '412'],
    size: 9,
    validFrom: '2020-01-01',
    validThrough: '2022-12-31',
  })
  await ruleOn(ctx, { subject: 'committee', subjectId: committeeId, granted: true, ground: '基准测试' })
  const { cycleId } = await registerCycle(ctx, {
    route: 'review',
    committeeId,
    place: 'yunnan-2020',
    year: 2020,
  })
  const sample = await judgeApprovedList(openSpreadsheet(new Uint8Array(readFileSync(SAMPLE))), {
    today: ctx.today(),
    keepRows: true,
  })
  const rows = sample.rows
    .filter(({ level, route }) => (level === '411' || level === '412') && route === 'review')
    .map((row) => ({ ...row, committee: COMMITTEE }))
  const { listId } = await importList(ctx, {
    bytes: await syntheticList(rows, names),
    fileName: 'publicity.xlsx',
    authority: filingAuthority,
    office,
    cycleId,
    stage: 'approved',
  })
  const today = ctx.today()
  const { publicationId } = await openPublicity(ctx, {
    listId,
    kind: 'result',
    opensOn: today,
    closesOn: dayFromNumber(dayNumber(today) + 30),
  })
  return publicationId
}

function rawSelect({ database }: Context, publicationId: string): () => Promise<readonly unknown[]> {
  if (database.kind === 'embedded')
    return () =>
      rowsOf(database.read, sql`select * from publications where publication_id = ${publicationId}`)
  const client = (database.read as unknown as { readonly $client: Sql }).$client
  return async () => client`select * from publications where publication_id = ${publicationId}`
}

const started = (app: Hono): Promise<{ server: ServerType; port: number }> =>
  new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0 }, ({ port }: AddressInfo) => resolve({ server, port }))
  })
