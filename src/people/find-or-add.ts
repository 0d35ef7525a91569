import type { SealRoot } from '../ledger/entry.ts'
import { waitingRows, type WaitingRow } from '../ledger/day-batch.ts'
import { sealRows, type UnsealedRow } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { copyIn, type Transaction } from '../platform/database.ts'
import { base64url, hex } from '../signing/bytes.ts'
import { personsByIndex } from './known-persons.ts'
import { matchingName } from './name.ts'
import { NEW_PERSON_CHANCE, newPersonRow } from './new-person.ts'
import { newPersonKey, type PersonKey } from './protect.ts'
import { lockRegister } from './register-lock.ts'
import { persons, sealedPersons } from './schema.ts'

/** Somebody as a list names them. The number is normalised and has passed its own checks. */
export interface NamedPerson {
  readonly name: string
  readonly idType: string
  readonly idNumber: string
}

export interface FoundPersons {
  /** For each asked person, in order. */
  readonly keys: readonly PersonKey[]
  /** Indexes of those whose number is already known under another name. */
  readonly otherName: readonly number[]
  /** What the entry `entryRecord` vouches for; null when everybody was known. */
  readonly sealRoot: SealRoot | null
  /** The rows added, for who hands them to a day's batch. */
  readonly added: readonly WaitingRow[]
}

/** Step: finds each person by type and number, or registers them under the caller's entry. */
export async function findOrAddPersons(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  asked: readonly NamedPerson[],
): Promise<FoundPersons> {
  await lockRegister(tx)
  const indexes = asked.map(({ idType, idNumber }) => ctx.keyring.fields.blindIndex(`${idType}|${idNumber}`))
  const known = await personsByIndex(ctx, tx, indexes)

  const added: UnsealedRow<typeof persons>[] = []
  const keys: PersonKey[] = []
  const otherName: number[] = []
  for (const [i, person] of asked.entries()) {
    const blindIndex = indexes[i] as Uint8Array
    const found = known.get(hex(blindIndex))
    if (found) {
      if (found.matching !== matchingName(person.name)) otherName.push(i)
      keys.push(found.key)
      continue
    }
    const { key, row } = registration(ctx, person, blindIndex)
    known.set(hex(blindIndex), { key, matching: matchingName(person.name) })
    added.push(row)
    keys.push(key)
  }
  if (added.length === 0) return { keys, otherName, sealRoot: null, added: [] }
  const { rows, sealRoot } = sealRows(sealedPersons, entryRecord, added, ctx.random(32 * added.length))
  await copyIn(tx, persons, rows)
  return { keys, otherName, sealRoot, added: waitingRows(sealedPersons, rows) }
}

function registration(ctx: Context, person: NamedPerson, blindIndex: Uint8Array) {
  const key = newPersonKey(ctx.keyring.fields, base64url(ctx.random(16)), ctx.random(32))
  const row = newPersonRow({ ...person, tier: 'verified', blindIndex }, key, ctx.random(NEW_PERSON_CHANCE))
  return { key, row }
}
