import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { addSignatures, signatureLines } from '../signing/note.ts'
import { lockHead } from './append.ts'
import { ledgerOrigin } from './begin.ts'
import type { CheckpointMemory } from './checkpoint-memory.ts'
import { signCheckpoint, type Checkpoint } from './checkpoint.ts'
import { emptyTree, type GrownTile } from './growing-tree.ts'
import { believe } from './guard-appends.ts'
import { CHAIN_START } from './hash.ts'
import { ledgerKeys, type LedgerKey } from './ledger-keys.ts'
import { recompute, type LedgerEnd } from './recompute.ts'
import { latestCheckpoint, refuseIfBehind, type LastPublished } from './refuse-if-behind.ts'
import { altered } from './refusals.ts'
import { ledgerCheckpoints } from './schema.ts'
import { tilesAtHand, type TileLookup } from './stored-tree.ts'

export interface Published extends Checkpoint {
  readonly note: string
  /** Tiles as they are under it, of those that have just been recomputed. */
  readonly tiles: TileLookup
}

/**
 * Signs a checkpoint over all entries there are; with nothing new, hands back the last one. Refuses to go back, to
 * fork, and to sign what the stored bodies do not add up to. What is published is remembered outside the database
 * first: a crash between the two leaves the memory ahead by a note, and the next publication catches up.
 */
export async function publishCheckpoint(ctx: Context, memory: CheckpointMemory): Promise<Published> {
  const origin = await ledgerOrigin(ctx.database.read)
  return ctx.database.transaction(async (tx) => {
    // 1. Nobody appends and nobody else signs until we are done.
    const head = await lockHead(tx)
    const [stored, kept] = await Promise.all([latestCheckpoint(tx), memory.read()])
    const keys = ledgerKeys(origin, ctx.keyring)
    const published = await refuseIfBehind(tx, { stored, head }, kept, keys)

    // 2. Sign only what has been recomputed from the bodies.
    const checkpoint = { origin, size: head.size, root: head.root }
    const isNew = kept === null || published?.size !== head.size
    const grown = isNew ? await rederive(tx, published, head) : []
    const { ledger, ledgerBeside = [] } = ctx.keyring
    const isRolled = !isNew && !published.signers.includes(keys[0] as LedgerKey)
    const signers = isNew ? [ledger, ...ledgerBeside] : isRolled ? [ledger] : []
    const notes = signers.map((signer) => signCheckpoint(checkpoint, signer))
    const note = notes.map(signatureLines).reduce(addSignatures, isNew ? (notes[0] as string) : kept)

    // 3. Outside first, then here.
    if (note !== kept || !(await (memory.isSettled?.() ?? true))) await memory.write(note)
    believe(ctx, checkpoint)
    const known = stored?.size === head.size ? stored.note : null
    const complete = addSignatures(known ?? note, signatureLines(note))
    if (complete !== known)
      await tx
        .insert(ledgerCheckpoints)
        .values({ size: head.size, note: complete })
        .onConflictDoUpdate({ target: ledgerCheckpoints.size, set: { note: complete } })
        .prepare('store_checkpoint')
        .execute()
    return { ...checkpoint, note: complete, tiles: tilesAtHand(grown) }
  })
}

/** Recomputes what came after the checkpoint published last, and hands back the tiles that grew. */
async function rederive(
  tx: Transaction,
  published: LastPublished | null,
  head: LedgerEnd,
): Promise<readonly GrownTile[]> {
  const { size, tree, chain } = published ?? { size: 0n, tree: emptyTree(), chain: CHAIN_START }
  if (!chain) throw altered(size - 1n)
  const found = await recompute(tx, { tree, chain }, head)
  if (found.kind === 'right') return found.tiles
  const { index } = found.defect.where
  throw altered(index === undefined ? null : BigInt(index))
}
