import { waitingRows, type WaitingRow } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protect, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { isListed } from '../barred.ts'
import { findingOf, inquiryBytes, type Finding } from './inquiry.ts'
import { integrityInquiries, sealedIntegrityInquiries, type AskedBy } from './schema.ts'

/** By what right an office asks, and about whom; who calls has made sure of it. */
export interface Asked {
  readonly officeId: string
  readonly by: AskedBy
  /** 2 to 100 characters, for the person to read. */
  readonly purpose: string
  /** `about`: the consent, or the row of the list. At least one. */
  readonly subjects: readonly { readonly personId: string; readonly about: string }[]
}

export const inquiryPlace = (id: string) => ({ column: 'integrity_inquiries.words', row: id }) as const

/**
 * Step: answers who of these has a record in its term today, in their order, and keeps every asking for its person under
 * the day's batch. Whoever is listed and whoever is not are asked the same questions and kept in rows as long.
 * Refuses `people/erased`.
 */
export async function answerInquiries(
  ctx: Context,
  tx: Transaction,
  batch: string,
  { officeId, by, purpose, subjects }: Asked,
): Promise<{ readonly findings: readonly Finding[]; readonly waits: readonly WaitingRow[] }> {
  const ids = subjects.map(({ personId }) => personId)
  const listed = await isListed(tx, ids, ctx.today())
  const keys = await personKeys(ctx, tx, ids)
  const findings = ids.map((personId) => findingOf(listed.has(personId)))
  const kept = subjects.map(({ personId, about }, i) => {
    const id = base64url(ctx.random(16))
    const words = inquiryBytes({ purpose, finding: findings[i] as Finding })
    return {
      id,
      personId,
      officeId,
      by,
      about,
      words: protect(keys.get(personId) as PersonKey, inquiryPlace(id), words, ctx.random(NONCE_LENGTH)),
      askedOn: ctx.today(),
      askedBy: ctx.actor.name,
    }
  })
  const { rows } = sealRows(sealedIntegrityInquiries, batch, kept, ctx.random(32 * kept.length))
  for (let from = 0; from < rows.length; from += 1000)
    await tx.insert(integrityInquiries).values(rows.slice(from, from + 1000))
  return { findings, waits: waitingRows(sealedIntegrityInquiries, rows) }
}
