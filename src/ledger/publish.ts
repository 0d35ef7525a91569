import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { equalBytes } from '../signing/bytes.ts'
import { addSignatures, signatureLines } from '../signing/note.ts'
import { lockHead } from './append.ts'
import { ledgerOrigin } from './begin.ts'
import type { CheckpointMemory } from './checkpoint-memory.ts'
import { signCheckpoint, type Checkpoint } from './checkpoint.ts'
import { partialTiles, rootOf, type GrownTile } from './growing-tree.ts'
import { CHAIN_START } from './hash.ts'
import { ledgerKeys, type LedgerKey } from './ledger-keys.ts'
import { readEntries } from './read-entries.ts'
import { refuseIfBehind } from './refuse-if-behind.ts'
import { altered } from './refusals.ts'
import { replayEntry, type Replay } from './replay.ts'
import { ledgerCheckpoints, ledgerEntries, type ledgerHead } from './schema.ts'
import { loadTree, wrongTile } from './stored-tree.ts'

export interface Published extends Checkpoint {
  readonly note: string
}

/**
 * Signs a checkpoint over all entries there are; with nothing new, hands back the last one. Refuses to go back, to
 * fork, and to sign what the stored bodies do not add up to. What is published is remembered outside the database
 * first: a crash between the two leaves the memory ahead by a note, and the next publication catches up.
 */
export async function publishCheckpoint(ctx: Context, memory: CheckpointMemory): Promise<Published> {
  const signer = ctx.keyring.ledger
  return ctx.database.transaction(async (tx) => {
    // 1. Nobody appends and nobody else signs until we are done.
    const head = await lockHead(tx)
    const origin = await ledgerOrigin(tx)
    const kept = await memory.read()
    const keys = ledgerKeys(origin, ctx.keyring)
    const published = await refuseIfBehind(tx, kept, keys)

    // 2. Sign only what has been recomputed from the bodies.
    const checkpoint = { origin, size: head.size, root: head.root }
    const isNew = kept === null || published?.size !== head.size
    if (isNew) await rederive(tx, published?.size ?? 0n, head)
    const isRolled = !isNew && !published.signers.includes(keys[0] as LedgerKey)
    const signed = isNew || isRolled ? signCheckpoint(checkpoint, signer) : ''
    const note = isNew ? signed : addSignatures(kept, signatureLines(signed))

    // 3. Outside first, then here.
    if (note !== kept || !(await (memory.isSettled?.() ?? true))) await memory.write(note)
    const [stored] = await tx.select().from(ledgerCheckpoints).where(eq(ledgerCheckpoints.size, head.size))
    const complete = addSignatures(stored?.note ?? note, signatureLines(note))
    if (complete !== stored?.note)
      await tx
        .insert(ledgerCheckpoints)
        .values({ size: head.size, note: complete })
        .onConflictDoUpdate({ target: ledgerCheckpoints.size, set: { note: complete } })
    return { ...checkpoint, note: complete }
  })
}

/** Recomputes what came after `from` (whose root a signature vouches for) and compares leaves, chain, tiles, head. */
async function rederive(handle: Handle, from: bigint, head: typeof ledgerHead.$inferSelect): Promise<void> {
  const replay: Replay = { tree: await loadTree(handle, from), chain: await chainBefore(handle, from) }
  for await (const batch of readEntries(handle, from, head.size)) {
    const filled: GrownTile[] = []
    for (const row of batch) {
      const index = BigInt(replay.tree.size)
      if (replayEntry(replay, row, (tile) => filled.push(tile)).kind === 'wrong') throw altered(index)
    }
    if (await wrongTile(handle, filled)) throw altered(null)
  }
  if (BigInt(replay.tree.size) !== head.size) throw altered(BigInt(replay.tree.size))
  const isSame = equalBytes(rootOf(replay.tree), head.root) && equalBytes(replay.chain, head.chain)
  if (!isSame || (await wrongTile(handle, partialTiles(replay.tree)))) throw altered(null)
}

async function chainBefore(handle: Handle, index: bigint): Promise<Uint8Array> {
  if (index === 0n) return CHAIN_START
  const [before] = await handle
    .select({ chain: ledgerEntries.chain })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.index, index - 1n))
  if (!before) throw altered(index - 1n)
  return before.chain
}
