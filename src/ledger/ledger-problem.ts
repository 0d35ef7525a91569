import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { appendPause } from './append-pause.ts'
import { ledgerOrigin } from './begin.ts'
import type { CheckpointMemory } from './checkpoint-memory.ts'
import { ledgerKeys } from './ledger-keys.ts'
import { clockBehind } from './refusals.ts'
import { refuseIfBehind } from './refuse-if-behind.ts'
import { ledgerHead } from './schema.ts'

/**
 * Why nothing is appended or signed just now, or null. Verification does not ask. Its message may name folders of ours:
 * to the public only its code is told.
 */
export async function ledgerProblem(ctx: Context, memory: CheckpointMemory): Promise<Refusal | null> {
  const { read } = ctx.database
  try {
    await refuseIfBehind(read, await memory.read(), ledgerKeys(await ledgerOrigin(read), ctx.keyring))
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  const [head] = await read.select({ day: ledgerHead.day }).from(ledgerHead).where(eq(ledgerHead.id, 1))
  if (head?.day && ctx.today() < head.day) return clockBehind(ctx.today(), head.day)
  return appendPause()
}
