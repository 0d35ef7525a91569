import { writeTrustBundle, type TrustBundle } from '../../credentials/trust-bundle.ts'
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
 * The trust bundle for pages anybody may ask for as often as they like: made once for a checkpoint, a record of keys
 * and an address, and again after 60 seconds. Whoever hands the bundle itself out asks `servedTrustBundle`.
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

const served = new WeakMap<Database, { readonly bundle: TrustBundle; readonly text: string }>()

/**
 * The bundle as it is handed out: of now, and for a minute the very same text while nothing in it has changed, so that
 * whoever has it learns that it still stands.
 */
export async function servedTrustBundle(ctx: Context): Promise<string> {
  const bundle = await makeTrustBundle(ctx)
  const known = served.get(ctx.database)
  const age = known ? ctx.now().getTime() - Date.parse(known.bundle.made) : KEPT_FOR_MS
  if (known && age >= 0 && age < KEPT_FOR_MS) {
    const again = writeTrustBundle({ ...bundle, made: known.bundle.made }, ctx.keyring)
    if (again === known.text) return again
  }
  const text = writeTrustBundle(bundle, ctx.keyring)
  served.set(ctx.database, { bundle, text })
  return text
}
