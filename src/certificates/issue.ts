import { count, eq } from 'drizzle-orm'
import { authorise } from '../identity/authorise.ts'
import { authorityById } from '../identity/find-authority.ts'
import { distinctTitles } from '../identity/power.ts'
import { requirePower } from '../identity/require-power.ts'
import { appendEntries } from '../ledger/append.ts'
import type { EntryDraft } from '../ledger/entry.ts'
import type { Context } from '../platform/context.ts'
import { copyIn, type Transaction } from '../platform/database.ts'
import { findDocument, lockDocument } from '../results/find-document.ts'
import { documentNotFound } from '../results/refusals.ts'
import { powered } from '../titles/powered.ts'
import { titlesOfDocument } from '../titles/titles-of.ts'
import { recordAct } from '../trail/record-act.ts'
import { draftCertificate } from './draft-certificate.ts'
import { certificates } from './schema.ts'
import { takeNumbers } from './take-numbers.ts'
import { takeStatusPlaces } from './take-status-places.ts'

export interface IssuedCertificates {
  readonly document: string
  readonly issued: number
  /** Already issued by an earlier call: nothing is issued twice. */
  readonly already: number
}

/**
 * Issues a certificate for every title a qualification document confers, all or none: number, envelopes, ledger
 * entry and row commit together. Again: issues nothing and says so.
 */
export async function issueCertificates(
  ctx: Context,
  input: { readonly document: string },
  progress: (done: number, total: number) => void = () => {},
): Promise<IssuedCertificates> {
  return ctx.database.transaction(async (tx) => {
    // 1. Who may: asked before anything is held.
    const { authorityId } = await findDocument(tx, input.document)
    await authorise(ctx, tx, 'certificates.issue', authorityId, documentNotFound(input.document))

    // 2. Gather the facts, and hold them: a second issuer of this document waits here.
    const document = await lockDocument(tx, input.document)
    const already = await countIssued(tx, document.id)
    if (already > 0) return { document: document.number, issued: 0, already }
    const authority = await authorityById(tx, document.authorityId)
    const titles = await titlesOfDocument(ctx, tx, document.id)
    const records = titles.map(({ record }) => record)
    await requirePower(tx, authority.id, 'issue', ...distinctTitles(records.map(powered)))

    // 3. Give each its number and its place in a status list.
    const numbers = await takeNumbers(ctx, tx, authority, titles.length)
    const places = await takeStatusPlaces(ctx, tx, titles.length)

    // 4. Say what each certificate says, sign it, and store it under the entry that will vouch for it. Each is
    //    signed while the database takes in the one before.
    const entries: EntryDraft[] = []
    await copyIn(
      tx,
      certificates,
      (function* () {
        for (const [i, title] of titles.entries()) {
          const { row, entry } = draftCertificate(ctx, {
            document,
            authority,
            title: title.record,
            holder: title.holder,
            number: numbers[i]!,
            place: places[i]!,
            version: 1,
            replaces: null,
          })
          entries.push(entry)
          if (i % 100 === 0) progress(i, titles.length)
          yield row
        }
      })(),
    )

    // 5. Log them. The trail's lock and then the ledger's come last, and commit follows at once.
    await recordAct(ctx, tx, {
      act: 'certificates.issue',
      officeId: authority.id,
      about: document.id,
      subjects: records.map(({ personId }) => personId),
      facts: { number: document.number, certificates: titles.length },
    })
    await appendEntries(tx, entries)
    progress(titles.length, titles.length)
    return { document: document.number, issued: titles.length, already: 0 }
  })
}

async function countIssued(tx: Transaction, documentId: string): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(certificates)
    .where(eq(certificates.documentId, documentId))
  return row?.n ?? 0
}
