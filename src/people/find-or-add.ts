import { sql } from 'drizzle-orm'
import type { SealRoot } from '../ledger/entry.ts'
import { commitment } from '../ledger/commitment.ts'
import { sealRows, type UnsealedRow } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { copyIn, type Transaction } from '../platform/database.ts'
import { base64url, hex, utf8 } from '../signing/bytes.ts'
import { personsByIndex } from './known-persons.ts'
import { matchingName } from './name.ts'
import { newPersonKey, NONCE_LENGTH, protectText, type PersonKey } from './protect.ts'
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
}

// Registering people is serial: two lists naming one stranger must not make two persons.
const REGISTER_LOCK = 7_301_001

/** Step: finds each person by type and number, or registers them under the caller's entry. */
export async function findOrAddPersons(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  asked: readonly NamedPerson[],
): Promise<FoundPersons> {
  await tx.execute(sql`select pg_advisory_xact_lock(${REGISTER_LOCK})`)
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
  if (added.length === 0) return { keys, otherName, sealRoot: null }
  const { rows, sealRoot } = sealRows(sealedPersons, entryRecord, added, ctx.random(32 * added.length))
  await copyIn(tx, persons, rows)
  return { keys, otherName, sealRoot }
}

function registration(ctx: Context, person: NamedPerson, blindIndex: Uint8Array) {
  const id = base64url(ctx.random(16))
  const key = newPersonKey(ctx.keyring.fields, id, ctx.random(32))
  const [nameSalt, idNumberSalt] = [ctx.random(32), ctx.random(32)]
  const commit = (field: string, salt: Uint8Array, value: string) =>
    commitment(salt, { domain: 'person', field, record: id }, utf8(value))
  const row: UnsealedRow<typeof persons> = {
    id,
    idType: person.idType,
    tier: 'verified',
    wrappedKey: key.wrapped,
    name: protectText(key, { column: 'persons.name', row: id }, person.name, ctx.random(NONCE_LENGTH)),
    idNumber: protectText(
      key,
      { column: 'persons.id_number', row: id },
      person.idNumber,
      ctx.random(NONCE_LENGTH),
    ),
    blindIndex,
    nameSalt,
    nameCommitment: commit('name', nameSalt, person.name),
    idNumberSalt,
    idNumberCommitment: commit('idNumber', idNumberSalt, person.idNumber),
  }
  return { key, row }
}
