import { endAbandoned } from './collection/batch/end-abandoned.ts'
import { JOB_KINDS } from './desks.ts'
import { tendArchive } from './integrity/tend-archive.ts'
import { runJobs } from './jobs/run-jobs.ts'
import { checkpointMemory } from './ledger/deployment-memory.ts'
import type { Defect } from './ledger/defect.ts'
import { keepAudited } from './ledger/keep-audited.ts'
import { publishCheckpoint } from './ledger/publish.ts'
import type { Terminal } from './platform/command.ts'
import type { Config } from './platform/config.ts'
import type { Context } from './platform/context.ts'
import type { ForwardedCommand, Reply } from './platform/folder-lock.ts'
import { dropOldKeys } from './platform/idempotency.ts'
import { dropOldCounts } from './platform/rate-limit.ts'
import { SEALED_TABLES } from './sealed-tables.ts'
import { logError, startServer, type RunningServer } from './server.ts'
import { openService, type Service } from './service.ts'
import { auditTrail } from './trail/audit.ts'
import { auditWaiting } from './trail/audit-waiting.ts'
import { keepTrail } from './trail/keep-trail.ts'
import { viewCounter } from './trail/view-counts.ts'

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
  const publish = () => publishCheckpoint(ctx, checkpointMemory(ctx.config))
  const views = viewCounter(ctx.database)
  const server = await startServer(ctx, ctx.config.port, { publish, views })
  lock?.accept((command, reply) => answerForwarded(ctx, command, reply))
  const workers = ctx.database.kind === 'server' ? JOBS_ON_A_SERVER : 1
  const stopJobs = runJobs(ctx, JOB_KINDS, { workers, log: logError, publish })
  const stopTidying = keepTidy(ctx)
  const stopAuditing = keepAudited(ctx, {
    sealedTables: SEALED_TABLES,
    memory: checkpointMemory(ctx.config),
    auditTrail,
    auditWaiting,
    alarm: raiseAlarm,
    log: logError,
  })
  const stopTending = keepArchive(ctx, publish)
  const stopTrail = keepTrail(ctx, views)
  announce(ctx, server, terminal)
  await stopSignal()
  // Whatever is still at work then would be cut short by the stop's own end: every act survives that.
  setTimeout(() => process.exit(0), LONGEST_STOP_MS).unref()
  stopTidying()
  await Promise.all([server.close(), stopJobs(), stopAuditing(), stopTending()])
  await stopTrail()
  await publish()
  return 0
}

/** One line to standard error, for whoever watches the log: our own data are not what they were. */
function raiseAlarm({ code, message, where }: Defect): void {
  const line = { at: new Date().toISOString(), level: 'alarm', code, message, where }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}

const JOBS_ON_A_SERVER = 2
const LONGEST_STOP_MS = 9_500
const TIDY_MS = 3_600_000

/** Forgets hourly what need not be remembered. */
function keepTidy(ctx: Context): () => void {
  const tidy = () =>
    void Promise.all([dropOldKeys(ctx), dropOldCounts(ctx), endAbandoned(ctx, logError)]).catch(logError)
  tidy()
  const timer = setInterval(tidy, TIDY_MS).unref()
  return () => clearInterval(timer)
}

const TEND_MS = 300_000

/** The integrity archive's day: its snapshot soon after midnight, and the end of what is over. */
function keepArchive(ctx: Context, publish: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const tend = async (): Promise<void> => {
    const { snapshot } = await tendArchive(ctx, logError)
    if (snapshot !== null) await publish()
  }
  // What fails is logged and tried again the next time.
  const start = (): void => void (running = running.then(tend).catch(logError))
  start()
  const timer = setInterval(start, TEND_MS).unref()
  return () => {
    clearInterval(timer)
    return running
  }
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
