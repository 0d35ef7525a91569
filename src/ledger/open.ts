import type { Context } from '../platform/context.ts'
import { parseNote } from '../signing/note.ts'
import { ledgerOrigin } from './begin.ts'
import type { CheckpointMemory } from './checkpoint-memory.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { ledgerKeys } from './ledger-keys.ts'
import { anotherOrigin, emptyButPublished, memoryUnreadable } from './refusals.ts'
import { refuseIfBehind, storedState } from './refuse-if-behind.ts'

/** The ledger a process is about to work on. */
export interface OpenedLedger {
  readonly origin: string
  readonly size: bigint
}

/**
 * The check at every start: is this the ledger we published, under our key and name, and no older? Null when there
 * is none and never was one, so that it may be begun. Refuses with `ledger/wrong-key`, `…/another-origin`,
 * `…/empty-but-published`, `…/rolled-back`, `…/forked`, `…/memory-missing` or `…/memory-unreadable`.
 */
export async function openLedger(ctx: Context, memory: CheckpointMemory): Promise<OpenedLedger | null> {
  // The memory first: the database can only have grown since.
  const kept = await memory.read()
  const { read } = ctx.database
  const state = await storedState(read)
  if (!state.head) {
    if (kept === null) return null
    const published = parseCheckpoint(parseNote(kept)?.text ?? '')
    throw published ? emptyButPublished(published.size) : memoryUnreadable()
  }
  const origin = await ledgerOrigin(read)
  const asked = ctx.config.ledgerOrigin
  if (asked !== null && asked !== origin) throw anotherOrigin(origin, asked)
  await refuseIfBehind(read, state, kept, ledgerKeys(origin, ctx.keyring))
  return { origin, size: state.head.size }
}
