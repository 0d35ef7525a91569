import type { TrustBundle } from '../../credentials/trust-bundle.ts'
import { latestCheckpoint } from '../../ledger/refuse-if-behind.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import type { KeyRecord } from '../../signing/keyring.ts'
import { makeTrustBundle } from './make-trust-bundle.ts'

interface Kept {
  readonly version: number
  readonly history: readonly KeyRecord[]
  readonly origin: string
  readonly at: number
  readonly bundle: Promise<TrustBundle>
}

const KEPT_FOR_MS = 60_000

const kept = new WeakMap<Database, Kept>()

/**
 * The trust bundle anybody may ask for as often as they like: made once for a checkpoint, a record of keys and an
 * address, and again after 60 seconds. A change of a state is an entry, and so comes with a new checkpoint.
 */
export async function keptTrustBundle(ctx: Context): Promise<TrustBundle> {
  const latest = await latestCheckpoint(ctx.database.read)
  const { history } = ctx.keyring
  const [version, origin, at] = [Number(latest?.size ?? 0), ctx.config.publicOrigin, ctx.now().getTime()]
  const known = kept.get(ctx.database)
  const isYoung = known !== undefined && at >= known.at && at - known.at < KEPT_FOR_MS
  if (isYoung && known.version === version && known.history === history && known.origin === origin)
    return known.bundle

  // Kept before it is there, so that those who ask meanwhile wait for the same one; a failure is nobody's answer.
  const made: Kept = { version, history, origin, at, bundle: makeTrustBundle(ctx) }
  kept.set(ctx.database, made)
  made.bundle.catch(() => {
    if (kept.get(ctx.database) === made) kept.delete(ctx.database)
  })
  return made.bundle
}
