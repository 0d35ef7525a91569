import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'

const REGISTER_LOCK = 7_301_001

/** Step: registering people is serial: two lists naming one stranger must not make two persons. */
export async function lockRegister(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${REGISTER_LOCK})`)
}
