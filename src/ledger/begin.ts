import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { appendEntries } from './append.ts'
import { decodeEntry, entryRecord } from './entry.ts'
import { CHAIN_START } from './hash.ts'
import { EMPTY_ROOT } from './merkle.ts'
import { altered, anotherOrigin, notBegun } from './refusals.ts'
import { ledgerEntries, ledgerHead } from './schema.ts'

/**
 * Creates the ledger and its genesis entry, which names it for ever. Again: changes nothing, and refuses another
 * name (`ledger/another-origin`).
 */
export async function beginLedger(ctx: Context, origin: string): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    // Two beginners: the second waits here for the first to commit, and then finds the row.
    const created = await tx
      .insert(ledgerHead)
      .values({ id: 1, size: 0n, root: EMPTY_ROOT, chain: CHAIN_START })
      .onConflictDoNothing()
      .returning({ id: ledgerHead.id })
    if (created.length === 0) {
      const kept = await ledgerOrigin(tx)
      if (kept !== origin) throw anotherOrigin(kept, origin)
      return
    }
    const record = entryRecord(ctx.random(16))
    await appendEntries(tx, [{ type: 'ledger.genesis', record, day: ctx.today(), facts: { origin } }])
  })
}

// A ledger's name never changes, and every answer carries it.
const origins = new WeakMap<Handle, string>()

/** The name the ledger began with. */
export async function ledgerOrigin(handle: Handle): Promise<string> {
  const known = origins.get(handle)
  if (known !== undefined) return known
  const [genesis] = await handle
    .select({ body: ledgerEntries.body })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.index, 0n))
  if (!genesis) throw notBegun()
  const decoded = decodeEntry(genesis.body)
  const origin = decoded.kind === 'entry' ? decoded.entry.facts?.origin : undefined
  if (typeof origin !== 'string') throw altered(0n)
  origins.set(handle, origin)
  return origin
}
