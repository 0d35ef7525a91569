import { eq } from 'drizzle-orm'
import type { SealRoot } from '../../ledger/entry.ts'
import { sealRoot } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { mergePersons } from '../../people/merge-persons.ts'
import { revealText } from '../../people/protect.ts'
import { isSamePerson } from '../../people/same-persons.ts'
import { personJoins } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import type { Batch } from '../batch/whole-batch.ts'
import type { Finding } from './compare-page.ts'
import type { Decision } from './find-comparisons.ts'

export interface DecidedSame {
  readonly finding: Finding
  readonly decision: Decision
}

/** Step: persons decided to be one human are joined, each pair once, on the decision's ground. */
export async function joinDecided(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  { officeId }: Batch,
  decided: readonly DecidedSame[],
): Promise<void> {
  for (const { finding, decision } of decided) {
    const { personId, otherPersonId } = finding
    if (decision.outcome !== 'same-person' || otherPersonId === null) continue
    if (await isSamePerson(tx, personId, otherPersonId)) continue
    const holder = (await personKeys(ctx, tx, [decision.personId])).get(decision.personId)
    if (!holder) continue
    const place = { column: 'collection_decisions.ground', row: decision.id } as const
    const ground = revealText(holder, place, decision.ground)
    await mergePersons(ctx, tx, entryRecord, { oneId: personId, otherId: otherPersonId, officeId, ground })
  }
}

/** Step: what the entry vouches for of the joins made under it; null when there was none. */
export async function sealOfJoins(tx: Transaction, entryRecord: string): Promise<SealRoot | null> {
  const rows = await tx
    .select({ id: personJoins.id, seal: personJoins.seal })
    .from(personJoins)
    .where(eq(personJoins.sealedBy, entryRecord))
  return rows.length === 0 ? null : { root: base64url(sealRoot(rows)), rows: rows.length }
}
