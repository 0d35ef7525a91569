import type { Refusal } from '../platform/refusal.ts'

// Of the process, not of a database: a full disk stops everybody on it.
const reasons = new Set<() => Refusal | null>()

/** Has every later append of this process ask `reason` first. The answer takes it back. */
export function pauseAppendsWhen(reason: () => Refusal | null): () => void {
  reasons.add(reason)
  return () => reasons.delete(reason)
}

/** Why nothing may be appended now, or null. */
export function appendPause(): Refusal | null {
  for (const reason of reasons) {
    const refusal = reason()
    if (refusal) return refusal
  }
  return null
}

export function refuseIfPaused(): void {
  const refusal = appendPause()
  if (refusal) throw refusal
}
