import { EXIT, type DeskCommand } from '../platform/command.ts'
import { coursesOf } from './courses-of.ts'
import { duesOf } from './due.ts'
import { listCycles } from './find-cycle.ts'

const MOST_CYCLES = 200

/** `zhengxin cycles list`: each year of a committee with how far it is and what must be done next. */
export const cyclesList: DeskCommand = {
  name: 'cycles list',
  usage: '',
  summary: '列出年度评审：进度、下一个期限（暂定的注明）和依据',
  takes: [0, 0],
  needs: 'service',
  async run(_, terminal, ctx) {
    const { read } = ctx.database
    const { items } = await listCycles(ctx, read, { limit: MOST_CYCLES })
    for (const { cycle, stations } of await coursesOf(read, items, ctx.today())) {
      const done = stations.filter(({ state }) => state === 'done').length
      const [next] = duesOf(cycle, stations, ctx.today())
      const due =
        next === undefined
          ? '没有期限'
          : `${next.name} ${next.latest.day}${next.latest.provisional ? '（暂定）' : ''} ${next.latest.source.document} ${next.latest.source.clause}`
      terminal.out(
        [cycle.id, cycle.place, String(cycle.year), `${done}/${stations.length}`, cycle.name, due].join('  '),
      )
    }
    return EXIT.done
  },
}
