import { sql } from 'drizzle-orm'
import { heatMaps } from '../collection/board/heat-map.ts'
import { readBoard } from '../collection/board/read-board.ts'
import { drawLines } from '../collection/programme/line.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import type { Context } from '../platform/context.ts'
import { rowsOf } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { benchDeployment } from './deployment.ts'
import { median, type BenchRow } from './measure.ts'

const OFFICES = 60
const FROM = 1962
const THROUGH = 2021
const LOOKS = 15
const MOST_MS = 50

/** The map of sixty bureaus, sixty years and three levels of three routes, read and drawn. */
export const boardRow: BenchRow = {
  name: 'board',
  what: `归集进展图（${OFFICES} 个机构 × ${THROUGH - FROM + 1} 年 × 3 级 × 3 途径），查出并画好`,
  limit: '同一批计数的一次裸汇总查询',
  target: 0.5,
  async prepare(setting) {
    const { ctx, close } = await benchDeployment(setting)
    const programmeId = await fillCells(ctx)
    const look = async () => {
      const board = await readBoard(ctx, programmeId)
      return heatMaps(board, ({ officeId }) => officeId)
    }
    const times: number[] = []
    for (let i = 0; i < LOOKS; i++) {
      const started = performance.now()
      const maps = await look()
      times.push(performance.now() - started)
      if (maps.length !== OFFICES / 20) throw new Error('not the whole map')
    }
    return {
      figure: async () => {
        await look()
        return 1
      },
      limit: async () => {
        const rows = await rowsOf(
          ctx.database.read,
          sql`select office_id, year, level, min(state) as state, sum(records)::int as records
            from collection_cells where programme_id = ${programmeId} group by office_id, year, level`,
        )
        return rows.length > 0 ? 1 : 0
      },
      remark: () =>
        `一次 ${Math.round(median(times))} 毫秒（要求 ≤ ${MOST_MS}），最慢 ${Math.round(Math.max(...times))} 毫秒`,
      close,
    }
  },
}

/** Made-up offices and counters; their seals are filler, for nobody audits them here. */
async function fillCells(ctx: Context): Promise<string> {
  const { read } = ctx.database
  const [top] = await listAuthorities(read)
  const programmeId = base64url(ctx.random(16))
  const rules = {
    routes: ['review', 'assessment', 'confirmation'],
    ranges: [
      { fromYear: FROM, throughYear: THROUGH, levels: ['senior', 'intermediate', 'junior'], by: null },
    ],
    checkedBy: ['reporting'],
    notice: '',
    clause: '',
    quote: '',
  }
  await read.execute(sql`insert into authorities (id, parent_id, kind, name, credit_code, place, seal, sealed_by)
    select 'bench' || n, ${top?.id}, 'county', '第' || n || '县人力资源和社会保障局', 'bench' || n, '530000', ''::bytea, 'filler'
    from generate_series(1, ${OFFICES}::int) n`)
  await read.execute(sql`insert into collection_programmes
    (id, place, kind, office_id, name, rules, opened_on, opened_by, seal, sealed_by)
    values (${programmeId}, 'yunnan-2023', 'past', ${top?.id}, '测速', ${JSON.stringify(rules)}::jsonb, '2023-03-21', 'bench', ''::bytea, 'filler')`)
  await read.execute(sql`insert into collection_cells
      (programme_id, office_id, year, level, route, due_on, state, in_proof, records, accepted_on)
    select ${programmeId}, 'bench' || n, y, l, r, '2023-06-01',
      (array['open', 'zero', 'in-proof', 'accepted', 'accepted'])[1 + (n * 7 + y * 3) % 5],
      (n + y) % 3, (n * y) % 400, case when (n * 7 + y * 3) % 5 in (1, 3, 4) then date '2023-05-01' + n end
    from generate_series(1, ${OFFICES}::int) n, generate_series(${FROM}::int, ${THROUGH}::int) y,
      unnest(array['senior', 'intermediate', 'junior']) l, unnest(array['review', 'assessment', 'confirmation']) r`)
  const offices = Array.from({ length: OFFICES }, (_, n) => `bench${n + 1}`)
  await ctx.database.transaction((tx) => drawLines(tx, programmeId, offices))
  await read.execute(sql`vacuum analyze collection_cells`)
  return programmeId
}
