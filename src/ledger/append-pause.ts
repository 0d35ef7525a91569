import { databaseAtWork, type Database, type Transaction } from '../platform/database.ts'
import type { Refusal } from '../platform/refusal.ts'
import type { ledgerHead } from './schema.ts'

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

/** Refuses by throwing. Asked under the ledger's lock, of the head as it was found. */
export type AppendGuard = (tx: Transaction, head: typeof ledgerHead.$inferSelect) => Promise<void>

// Of a database: what one may not append says nothing of another in the same process.
const guards = new Map<Database, AppendGuard>()

/** Has every later append to this database ask `guard`. The answer takes it back. */
export function guardAppendsBy(database: Database, guard: AppendGuard): () => void {
  guards.set(database, guard)
  return () => guards.delete(database)
}

export const refuseIfGuarded: AppendGuard = async (tx, head) => {
  const database = databaseAtWork()
  if (database) await guards.get(database)?.(tx, head)
}
