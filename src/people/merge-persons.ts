import { inArray } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { lastJoin } from './join-of.ts'
import { alreadyJoined, noSuchPerson, samePersonGiven } from './refusals.ts'
import { isSamePerson } from './same-persons.ts'
import { persons } from './schema.ts'
import { storeJoin, type JoinSaid, type StoredJoin } from './store-join.ts'

/**
 * Step: says that two records of persons are one human: a passport and then an identity card, a number that was mistyped.
 * Nothing moves: every record stays with the number it was entered under, and whoever asks asks for all of them
 * (same-persons.ts). Who may, and who agreed, is the caller's to say. Refuses `people/no-such-person`, `/same-person`,
 * `/already-joined`, `/joined-meanwhile`, `/erased`.
 */
export async function mergePersons(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  said: JoinSaid,
): Promise<StoredJoin> {
  await refuseIfNotTwo(tx, said)
  const last = await lastJoin(tx, said.oneId, said.otherId)
  return storeJoin(ctx, tx, entryRecord, { ...said, position: (last?.position ?? 0) + 1, isJoined: true })
}

/** Step: refuses what cannot be merged: one record twice, somebody unknown, or two that are one human already. */
export async function refuseIfNotTwo(
  tx: Transaction,
  { oneId, otherId }: Pick<JoinSaid, 'oneId' | 'otherId'>,
): Promise<void> {
  if (oneId === otherId) throw samePersonGiven()
  const known = await tx
    .select({ id: persons.id })
    .from(persons)
    .where(inArray(persons.id, [oneId, otherId]))
  if (known.length < 2) throw noSuchPerson()
  if (await isSamePerson(tx, oneId, otherId)) throw alreadyJoined()
}
