import { mkdirSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dayOf } from './calendar/day.ts'
import { checkKeys } from './keylife/check-keys.ts'
import { openKeyring } from './keys/live.ts'
import { pauseAppendsWhen } from './ledger/append-pause.ts'
import { beginLedger } from './ledger/begin.ts'
import { checkpointMemory } from './ledger/deployment-memory.ts'
import { diskBelow } from './ledger/disk-floor.ts'
import { guardAppends } from './ledger/guard-appends.ts'
import { openLedger } from './ledger/open.ts'
import { keepWitnessed } from './ledger/keep-witnessed.ts'
import { publishCheckpoint } from './ledger/publish.ts'
import { readPolicy, witnessPolicyFile } from './ledger/read-policy.ts'
import { publishPolicies } from './policy/publish-policies.ts'
import { closeBatches } from './trail/close-batches.ts'
import { chance } from './platform/chance.ts'
import type { Config } from './platform/config.ts'
import { actorOf, type Context } from './platform/context.ts'
import type { Database } from './platform/database.ts'
import { openEmbeddedDatabase } from './platform/embedded-database.ts'
import { lockFolder, type FolderLock } from './platform/folder-lock.ts'
import { migrate } from './platform/migrate.ts'
import { dataFolderUnusable } from './platform/refusals.ts'
import { openServerDatabase } from './platform/server-database.ts'

/** A deployment at work: its database, keys and ledger, checked and held by this process. */
export interface Service {
  readonly ctx: Context
  /** Other processes' commands come through it; null with a database server, which many may use. */
  readonly lock: FolderLock | null
  close(): Promise<void>
}

interface Opening {
  /** Leave the ledger unchecked and unpublished: for the audit. */
  readonly asFound?: boolean
  /** Open keys past their last day too, so that others can follow them. */
  readonly rotating?: boolean
  /** A clock that is not the wall's: a demonstration's, whose days pass by themselves. */
  readonly clock?: Pick<Context, 'now' | 'today'>
  /** The folder is already held. */
  readonly lock?: FolderLock
}

/**
 * Opens what `config` names, or refuses in one sentence and leaves everything as it was: a folder another process
 * holds, keys that are missing or wrong, a ledger that went back or is not ours.
 */
export async function openService(config: Config, given: Opening = {}): Promise<Service> {
  const clock = given.clock ?? WALL
  const lock = given.lock ?? (config.databaseUrl === null ? await lockDataFolder(config) : null)
  let database: Database | undefined
  try {
    const keyring = await openKeyring(config, clock.today(), given.rotating ? 'rotate' : 'sign')
    database = await openDatabase(config)
    const ctx = { ...contextOf(config, database, keyring), ...clock }
    const policy = () => readPolicy(witnessPolicyFile(config))
    if (!given.asFound) {
      await policy()
      await readyLedger(ctx)
    }
    const opened = database
    const disks = [config.dataDir, ...(config.checkpointMirror === null ? [] : [config.checkpointMirror])]
    const stopMinding = pauseAppendsWhen(() => diskBelow(disks, config.diskFloor))
    const stopGuarding = given.asFound ? null : guardAppends(ctx, checkpointMemory(config))
    const stopAsking = given.asFound ? null : keepWitnessed(database, policy, { now: clock.now })
    const following = followKeys(ctx)
    const close = async () => {
      clearInterval(following)
      await stopAsking?.()
      stopMinding()
      stopGuarding?.()
      await opened.close()
      await lock?.release()
    }
    return { ctx, lock, close }
  } catch (error) {
    await database?.close()
    // A lock that was handed in goes back to whoever took it.
    if (!given.lock) await lock?.release()
    throw error
  }
}

async function readyLedger(ctx: Context): Promise<void> {
  const memory = checkpointMemory(ctx.config)
  if (!(await openLedger(ctx, memory)))
    await beginLedger(ctx, ctx.config.ledgerOrigin ?? defaultOrigin(ctx.config))
  await checkKeys(ctx)
  await publishPolicies(ctx)
  await closeBatches(ctx)
  await publishCheckpoint(ctx, memory)
}

const KEYS_SEEN_MS = 1_000

/** Keys that another process rotated, or that a new day brings, are in use within a second. */
function followKeys({ keyring, today }: Context): NodeJS.Timeout {
  const following = setInterval(() => {
    // A record that is just being replaced, or cannot be opened, is looked at again; the old keys stay in use.
    void keyring.refresh?.(today()).catch(() => {})
  }, KEYS_SEEN_MS)
  return following.unref()
}

/** Holds the data folder, making it if need be; private to its owner. */
export async function lockDataFolder(config: Config): Promise<FolderLock> {
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  } catch {
    throw dataFolderUnusable(config.dataDir, '建不了这个目录，或它不是目录：请核对路径和权限。')
  }
  return lockFolder(config.dataDir, process.pid)
}

async function openDatabase(config: Config): Promise<Database> {
  const database =
    config.databaseUrl === null
      ? await openEmbeddedDatabase(config.dataDir)
      : await openServerDatabase(config.databaseUrl)
  await migrate(database.read)
  return database
}

const WALL: Pick<Context, 'now' | 'today'> = { now: () => new Date(), today: () => dayOf(new Date()) }

const contextOf = (
  config: Config,
  database: Database,
  keyring: Context['keyring'],
): Omit<Context, 'now' | 'today'> => ({
  config,
  database,
  keyring,
  actor: actorOf('console', userInfo().username),
  random: chance(),
})

// The ledger's name outlives hosts, so production names it itself (LEDGER_ORIGIN).
const defaultOrigin = (config: Config): string => `${new URL(config.publicOrigin).host}/ledger`
