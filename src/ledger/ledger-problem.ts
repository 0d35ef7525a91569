import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { appendPause } from './append-pause.ts'
import { ledgerOrigin } from './begin.ts'
import type { CheckpointMemory } from './checkpoint-memory.ts'
import { ledgerKeys } from './ledger-keys.ts'
import { clockBehind } from './refusals.ts'
import { refuseIfBehind, storedState } from './refuse-if-behind.ts'

/**
 * Why nothing is appended or signed just now, or null. Verification does not ask. Its facts may name folders of ours.
 */
export async function ledgerProblem(ctx: Context, memory: CheckpointMemory): Promise<Refusal | null> {
  const { read } = ctx.database
  try {
    const kept = await memory.read()
    const state = await storedState(read)
    await refuseIfBehind(read, state, kept, ledgerKeys(await ledgerOrigin(read), ctx.keyring))
    const last = state.head?.day
    return last && ctx.today() < last ? clockBehind(ctx.today(), last) : appendPause()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
