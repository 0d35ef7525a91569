import { waitingRows, type WaitingRow } from '../ledger/day-batch.ts'
import type { SealRoot } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation, type Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { personKeys } from './find-keys.ts'
import { pairOf } from './join-of.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from './protect.ts'
import { joinedMeanwhile } from './refusals.ts'
import { personJoins, sealedPersonJoins } from './schema.ts'

/** Two records of persons, and why they are one human, or are not. */
export interface JoinSaid {
  readonly oneId: string
  readonly otherId: string
  /** Whose word it is. */
  readonly officeId: string
  /** Kept under the persons' own key. */
  readonly ground: string
}

export interface StoredJoin {
  readonly joinId: string
  /** Under `person_joins` in the entry the caller named; or the row, when that is a day's batch. */
  readonly sealRoot: SealRoot
  readonly waits: readonly WaitingRow[]
}

export const joinGroundPlace = (joinId: string) => ({ column: 'person_joins.ground', row: joinId }) as const

/** What joining and parting share: the next row of the pair, sealed under the caller's entry. */
export async function storeJoin(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  said: JoinSaid & { readonly position: number; readonly isJoined: boolean },
): Promise<StoredJoin> {
  const pair = pairOf(said.oneId, said.otherId)
  // Refuses who was erased meanwhile: a pair of which half is forgotten says nothing any more.
  const keys = await personKeys(ctx, tx, [pair.oneId, pair.otherId])
  const id = base64url(ctx.random(16))
  const key = keys.get(pair.oneId) as PersonKey
  const row = {
    id,
    ...pair,
    position: said.position,
    isJoined: said.isJoined,
    officeId: said.officeId,
    ground: protectText(key, joinGroundPlace(id), said.ground, ctx.random(NONCE_LENGTH)),
    saidOn: ctx.today(),
    saidBy: ctx.actor.name,
  }
  const { rows, sealRoot } = sealRows(sealedPersonJoins, entryRecord, [row], ctx.random(32))
  try {
    await tx.insert(personJoins).values([...rows])
  } catch (error) {
    if (uniqueViolation(error) === 'person_joins_position') throw joinedMeanwhile()
    throw error
  }
  return { joinId: id, sealRoot, waits: waitingRows(sealedPersonJoins, rows) }
}
