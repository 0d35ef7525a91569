import { adoptNextHistory, dropNextHistory, readHistory, readNextHistory } from '../keys/key-files.ts'
import { appendEntries } from '../ledger/append.ts'
import type { EntryDraft } from '../ledger/entry.ts'
import type { Context } from '../platform/context.ts'
import { differingKey, loggedKeys } from './key-history.ts'
import { logKeyEvent } from './log-key-event.ts'
import { keysDiffer } from './refusals.ts'

/**
 * At every start: the public record of keys must say what the ledger says, or nothing is signed
 * (`keylife/keys-differ`). A change that was cut short is finished when the ledger holds it and undone when it does not;
 * a ledger that holds no key yet is told of all there are.
 */
export async function checkKeys(ctx: Context): Promise<void> {
  const logged = await loggedKeys(ctx.database.read)
  const next = readNextHistory(ctx.config)
  if (next !== null) {
    if (logged.size > 0 && differingKey(next, logged) === null) adoptNextHistory(ctx.config)
    else dropNextHistory(ctx.config)
  }
  const history = readHistory(ctx.config)
  if (logged.size === 0) return logFirstKeys(ctx)
  const kid = differingKey(history, logged)
  if (kid !== null) throw keysDiffer(kid)
}

async function logFirstKeys(ctx: Context): Promise<void> {
  const history = readHistory(ctx.config)
  await ctx.database.transaction(async (tx) => {
    const entries: EntryDraft[] = []
    for (const key of history) {
      entries.push(await logKeyEvent(ctx, tx, 'added', key))
      if (key.state !== 'active') entries.push(await logKeyEvent(ctx, tx, key.state, key))
    }
    await appendEntries(tx, entries)
  })
}
