import { join } from 'node:path'
import { EXIT, type DeskCommand } from '../platform/command.ts'
import { auditLedger } from './audit.ts'
import { checkpointFile } from './checkpoint-memory.ts'
import type { SealedTable } from './seal.ts'

/** `zhengxin audit`: recomputes everything that feeds a public answer. */
export const auditCommand = (sealedTables: readonly SealedTable[]): DeskCommand => ({
  name: 'audit',
  usage: '[--json]',
  summary: '从头复算存证链和全部受保护的数据，指出第一处不一致',
  options: { json: { type: 'boolean' } },
  takes: [0, 0],
  needs: 'service',
  async run(args, terminal, ctx) {
    const memory = checkpointFile(join(ctx.config.dataDir, 'checkpoint'))
    const { entries, rows, defects } = await auditLedger(ctx, { sealedTables, memory })
    if (args.values.json) terminal.out(JSON.stringify({ entries, rows, defects }))
    else {
      for (const { message, code } of defects) terminal.out(`${message}（${code}）`)
      terminal.out(
        defects.length === 0
          ? `一致：存证 ${entries} 条、数据 ${rows} 行全部复算相符。`
          : `不一致：复算存证 ${entries} 条、数据 ${rows} 行，发现以上问题。请停止签发，保留现场并查明原因。`,
      )
    }
    return defects.length === 0 ? EXIT.done : EXIT.no
  },
})
