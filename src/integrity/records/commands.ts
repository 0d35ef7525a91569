import { openBatches } from '../../ledger/schema.ts'
import { EXIT, type DeskCommand } from '../../platform/command.ts'
import { promisedRows } from '../../trail/waiting.ts'

/** `zhengxin integrity waiting`: what is in force already and goes on the ledger when its day is over. */
export const integrityWaiting: DeskCommand = {
  name: 'integrity waiting',
  usage: '',
  summary: '列出按日合并、等待写入存证链的数据行数（不含任何人的信息）；过了当天还在的，说明服务没有运行',
  takes: [0, 0],
  needs: 'service',
  async run(_, terminal, ctx) {
    const { read } = ctx.database
    const batches = await read.select().from(openBatches).orderBy(openBatches.day)
    if (batches.length === 0) terminal.out('没有等待写入存证链的数据。')
    for (const batch of batches) {
      const tables = new Map<string, number>()
      for (const { table } of await promisedRows(ctx, read, batch))
        tables.set(table, (tables.get(table) ?? 0) + 1)
      const counts = [...tables]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([table, rows]) => `${table} ${rows} 行`)
      terminal.out(`${batch.day}  ${counts.join('，') || '尚无数据（到时也写入一条，长度与别的日子一样）'}`)
    }
    return EXIT.done
  },
}
