import { eq } from 'drizzle-orm'
import type { Day } from '../calendar/day.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { eraseRows, type ErasedRows, type PersonalTable } from '../ledger/erase-rows.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { alreadyErased, noSuchPerson } from './refusals.ts'
import { persons, sealedPersons } from './schema.ts'

/** Why the law lets or makes us forget somebody. Public: so a closed list, and never a story. */
export const ERASURE_GROUNDS = {
  withdrawn: '本人撤回同意或要求删除',
  retained: '保存期限届满',
  ordered: '有权机关决定',
} as const
export type ErasureGround = keyof typeof ERASURE_GROUNDS

/** The persons' own table; the others are named by whoever owns them. */
const OWN: PersonalTable = {
  sealed: sealedPersons,
  personal: ['wrappedKey', 'name', 'idNumber', 'blindIndex', 'nameSalt', 'idNumberSalt'],
  of: (personId) => eq(persons.id, personId),
}

export interface Erased {
  /** Sealed rows whose content and salts are gone. */
  readonly rows: number
  readonly index: bigint
}

/** What the house above people/ keeps of persons. */
export interface KeptOfPersons {
  readonly tables: readonly PersonalTable[]
  /** Steps that refuse while somebody must not be forgotten yet. */
  readonly refuseWhile: readonly ((tx: Transaction, personId: string, today: Day) => Promise<void>)[]
  /** Step: leaves the record without which nothing happens. */
  record(
    ctx: Context,
    tx: Transaction,
    erased: {
      readonly personId: string
      readonly ground: ErasureGround
      readonly rows: number
      /** Notes that wait for the day's entry. */
      readonly waits: ErasedRows['waits']
    },
  ): Promise<void>
}

/**
 * Forgets a person: destroys their wrapped key, which ends every ciphertext of theirs in this database wherever it lies,
 * and the ciphertexts, salts and blind index. A backup from before holds the key still. Logged without saying whom;
 * every proof and every audit stands. Cannot be undone. Refuses `people/no-such-person`, `people/already-erased`, and
 * what `refuseWhile` refuses. (PIPL art. 47)
 */
export async function erasePerson(
  ctx: Context,
  input: { readonly personId: string; readonly ground: ErasureGround },
  { tables, refuseWhile, record: leaveRecord }: KeptOfPersons,
): Promise<Erased> {
  return ctx.database.transaction(async (tx) => {
    // Whoever is about to write something under this person's key waits here, and then finds none.
    const [person] = await tx
      .select({ wrappedKey: persons.wrappedKey })
      .from(persons)
      .where(eq(persons.id, input.personId))
      .for('update')
    if (!person) throw noSuchPerson()
    if (person.wrappedKey.length === 0) throw alreadyErased()
    for (const refuse of refuseWhile) await refuse(tx, input.personId, ctx.today())
    const record = entryRecord(ctx.random(16))
    const all = [OWN, ...tables]
    const { rows, sealRoot, refs, waits } = await eraseRows(ctx, tx, record, {
      personId: input.personId,
      tables: all,
    })
    await leaveRecord(ctx, tx, { ...input, rows, waits })
    const [appended] = await appendEntries(tx, [
      {
        type: 'person.erased',
        record,
        day: ctx.today(),
        facts: { ground: input.ground },
        ...(sealRoot ? { seals: { erased_rows: sealRoot }, refs } : {}),
      },
    ])
    return { rows, index: appended?.index ?? -1n }
  })
}
