import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { lastJoin, type PersonJoin } from './join-of.ts'
import { notJoined } from './refusals.ts'
import { storeJoin, type JoinSaid, type StoredJoin } from './store-join.ts'

/**
 * Step: takes a merge back: from this commit on the two are as they were before it, record by record, since none was ever
 * moved; what was entered meanwhile stays with the number it was entered under. Only the merge of this very pair can be
 * taken back. Refuses `people/not-joined`, `/joined-meanwhile`, `/erased`.
 */
export async function unmergePersons(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  said: JoinSaid,
): Promise<StoredJoin> {
  const { position } = await joinInForce(tx, said)
  return storeJoin(ctx, tx, entryRecord, { ...said, position: position + 1, isJoined: false })
}

/** Step: the merge of this very pair, in force. Refuses `people/not-joined`. */
export async function joinInForce(
  tx: Transaction,
  { oneId, otherId }: Pick<JoinSaid, 'oneId' | 'otherId'>,
): Promise<PersonJoin> {
  const last = await lastJoin(tx, oneId, otherId)
  if (!last?.isJoined) throw notJoined()
  return last
}
