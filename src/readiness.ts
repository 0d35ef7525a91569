import type { CheckpointMemory } from './ledger/checkpoint-memory.ts'
import { ledgerProblem } from './ledger/ledger-problem.ts'
import type { Context } from './platform/context.ts'
import { Refusal } from './platform/refusal.ts'

/** Long enough that asking often costs nothing, short enough for whoever watches. */
const KEPT_MS = 2_000

/**
 * Why nothing may be signed just now, as a code; null when all is well. Asked beside readiness to serve: a ledger that
 * went back stops the signing, and people must still be able to check their certificates.
 */
export function signingCheck(ctx: Context, memory: CheckpointMemory): () => Promise<string | null> {
  let answer: Promise<string | null> | undefined
  let until = 0
  return () => {
    const now = ctx.now().getTime()
    if (!answer || now >= until || now < until - KEPT_MS) {
      answer = signingProblem(ctx, memory)
      until = now + KEPT_MS
    }
    return answer
  }
}

async function signingProblem(ctx: Context, memory: CheckpointMemory): Promise<string | null> {
  const { keyring } = ctx
  const today = ctx.today()
  const isInTime = keyring.history.some(
    ({ purpose, kid, from, until, state }) =>
      purpose === 'certificates' &&
      kid === keyring.certificates.kid &&
      state === 'active' &&
      from <= today &&
      today <= until,
  )
  if (!isInTime) return 'keys/not-in-time'
  try {
    return (await ledgerProblem(ctx, memory))?.code ?? null
  } catch (error) {
    return error instanceof Refusal ? error.code : 'internal'
  }
}
