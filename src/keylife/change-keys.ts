import { sql } from 'drizzle-orm'
import {
  adoptNextHistory,
  dropNextHistory,
  readHistory,
  readNextHistory,
  writeNextHistory,
} from '../keys/key-files.ts'
import { appendEntries } from '../ledger/append.ts'
import type { Context } from '../platform/context.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { differingKey, loggedKeys } from './key-history.ts'
import { logKeyEvent } from './log-key-event.ts'
import { keysDiffer } from './refusals.ts'
import type { KeyEvent } from './schema.ts'

// Changes of the record are serial, across processes: it is one file.
const KEYS_LOCK = 7_301_002

/**
 * One change of the keys' record, with its ledger entry: written beside the record, committed, then renamed over it. A
 * crash leaves either both or neither (`checkKeys` finishes what was begun). `change` sees the record as it is now.
 */
export async function changeKeys(
  ctx: Context,
  event: KeyEvent,
  change: (history: readonly KeyRecord[]) => KeyRecord | Promise<KeyRecord>,
): Promise<KeyRecord> {
  const changed = await ctx.database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${KEYS_LOCK})`)
    const logged = await loggedKeys(tx)
    const history = settledHistory(ctx, logged)
    const key = await change(history)
    const others = history.filter(({ kid }) => kid !== key.kid)
    const at = history.findIndex(({ kid }) => kid === key.kid)
    writeNextHistory(ctx.config, at < 0 ? [...history, key] : others.toSpliced(at, 0, key))
    await appendEntries(tx, [await logKeyEvent(ctx, tx, event, key)])
    return key
  })
  adoptNextHistory(ctx.config)
  // This process at once; others within a second (service.ts).
  await ctx.keyring.refresh?.(ctx.today())
  return changed
}

function settledHistory(ctx: Context, logged: ReadonlyMap<string, KeyRecord>): readonly KeyRecord[] {
  const next = readNextHistory(ctx.config)
  // Left by a process that was stopped between its commit and its renaming, or before its commit.
  if (next !== null && differingKey(next, logged) === null) adoptNextHistory(ctx.config)
  else if (next !== null) dropNextHistory(ctx.config)
  const history = readHistory(ctx.config)
  const kid = differingKey(history, logged)
  if (kid !== null) throw keysDiffer(kid)
  return history
}
