import { desc, eq, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../../platform/database.ts'
import { termInForce } from '../records/find-record.ts'
import { notesOf } from '../records/note.ts'
import { HOLD_KINDS, type HoldKind } from './hold-kind.ts'
import { misconductHolds } from './schema.ts'

export type Hold = typeof misconductHolds.$inferSelect

/** Every hold and release of a record, the newest first. */
export const holdsOf = (handle: Handle, recordId: string): Promise<readonly Hold[]> =>
  handle
    .select()
    .from(misconductHolds)
    .where(eq(misconductHolds.recordId, recordId))
    .orderBy(desc(misconductHolds.position))

/** What holds a record now: its newest holds, and an objection that is not answered; clearing a record answers it. */
export async function holding(handle: Handle, recordId: string): Promise<readonly HoldKind[]> {
  const holds = await holdsOf(handle, recordId)
  const standing = HOLD_KINDS.filter((kind) => holds.find((hold) => hold.kind === kind)?.isStanding === true)
  const contest = (await notesOf(handle, recordId)).find(({ kind }) => kind !== 'received')
  const isCleared = (await termInForce(handle, recordId))?.act === 'clear'
  const isContested = contest?.kind === 'objected' && !isCleared && !standing.includes('appeal')
  return isContested ? ['appeal', ...standing] : standing
}

/** Step: whoever holds a record and whoever destroys it take turns, until commit. */
export const inTurn = (tx: Transaction, recordId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`misconduct/${recordId}`}, 3))`)
