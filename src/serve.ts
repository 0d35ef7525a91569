import type { Terminal } from './platform/command.ts'
import type { Config } from './platform/config.ts'
import type { Context } from './platform/context.ts'
import type { ForwardedCommand, Reply } from './platform/folder-lock.ts'
import { startServer, type RunningServer } from './server.ts'
import { openService, type Service } from './service.ts'

/** How a command from another process is answered in this one's context. */
export type ForwardedAnswer = (
  ctx: Context,
  command: ForwardedCommand,
  reply: (line: Reply) => void,
) => Promise<number>

/** `zhengxin serve`: until SIGINT or SIGTERM, then lets running answers finish. */
export async function serveUntilStopped(
  config: Config,
  terminal: Terminal,
  answerForwarded: ForwardedAnswer,
): Promise<number> {
  const service = await openService(config)
  try {
    return await serveService(service, terminal, answerForwarded)
  } finally {
    await service.close()
  }
}

export async function serveService(
  service: Service,
  terminal: Terminal,
  answerForwarded: ForwardedAnswer,
): Promise<number> {
  const { ctx, lock } = service
  const server = await startServer(ctx, ctx.config.port)
  lock?.accept((command, reply) => answerForwarded(ctx, command, reply))
  announce(ctx, server, terminal)
  await stopSignal()
  await server.close()
  return 0
}

function announce(ctx: Context, server: RunningServer, terminal: Terminal): void {
  terminal.out(`证信已启动：http://localhost:${server.port}（对外地址 ${ctx.config.publicOrigin}）`)
  if (ctx.database.kind === 'embedded')
    terminal.out(
      '注意：正在使用嵌入式数据库，只供试用或一个小单位使用，断电可能丢失数据；正式使用请设置 DATABASE_URL。',
    )
}

const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
