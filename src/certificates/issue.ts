import { authorise } from '../identity/authorise.ts'
import { authorityById } from '../identity/find-authority.ts'
import { distinctTitles } from '../identity/power.ts'
import { requirePower } from '../identity/require-power.ts'
import { appendEntries } from '../ledger/append.ts'
import type { EntryDraft } from '../ledger/entry.ts'
import type { Context } from '../platform/context.ts'
import { copyIn } from '../platform/database.ts'
import { findDocument, lockDocument } from '../results/document/find-document.ts'
import { documentNotFound } from '../results/document/refusals.ts'
import { powered } from '../titles/powered.ts'
import { recordAct } from '../trail/record-act.ts'
import {
  completeCertificate,
  unsignedCertificate,
  type CertificateBasis,
  type CertificateDraft,
} from './draft-certificate.ts'
import { markCertificates, requireReadyToIssue, titlesToIssue } from './ready-to-issue.ts'
import { certificates } from './schema.ts'
import { takeNumbers } from './take-numbers.ts'
import { takeStatusPlaces } from './take-status-places.ts'

export interface IssuedCertificates {
  readonly document: string
  readonly issued: number
  /** Already issued by an earlier call: nothing is issued twice. */
  readonly already: number
  /** Whose certificates wait: an objection, an inquiry, a result declared invalid. */
  readonly held: number
}

/**
 * Issues a certificate for every title a qualification document confers, all or none: number, envelopes, ledger
 * entry and row commit together. Those held wait for a later call; again, it issues nothing and says so. Refuses
 * `results/document-not-found`, `results/document-replaced`, `certificates/correct-instead`, `identity/no-power`, and as
 * `requireStep` and `requireThreeReviews`.
 */
export async function issueCertificates(
  ctx: Context,
  input: { readonly document: string },
  progress: (done: number, total: number) => void = () => {},
): Promise<IssuedCertificates> {
  return ctx.database.transaction(async (tx) => {
    // 1. Who may: asked before anything is held.
    const found = await findDocument(tx, input.document)
    await authorise(ctx, tx, 'certificates.issue', found.authorityId, documentNotFound(input.document))
    const cycleId = await requireReadyToIssue(ctx, tx, found)

    // 2. Gather the facts, and hold them: a second issuer of this document waits here.
    const document = await lockDocument(tx, input.document)
    const { titles, already, held } = await titlesToIssue(ctx, tx, document)
    if (titles.length === 0) return { document: document.number, issued: 0, already, held }
    const authority = await authorityById(tx, document.authorityId)
    const records = titles.map(({ record }) => record)
    await requirePower(tx, authority.id, 'issue', ...distinctTitles(records.map(powered)))

    // 3. Give each its number and its place in a status list.
    const numbers = await takeNumbers(ctx, tx, authority, titles.length)
    const places = await takeStatusPlaces(ctx, tx, titles.length)

    // 4. Say what each certificate says, sign it, and store it under the entry that will vouch for it. A batch
    //    is signed beside this thread while the one before is laid out and the database takes it in.
    const bases = titles.map(({ record, holder }, i) => ({
      document,
      authority,
      title: record,
      holder,
      number: numbers[i]!,
      place: places[i]!,
      version: 1,
      replaces: null,
    }))
    const entries: EntryDraft[] = []
    await copyIn(
      tx,
      certificates,
      (async function* () {
        for await (const drafts of draftsOf(ctx, bases)) {
          for (const { entry } of drafts) entries.push(entry)
          yield drafts.map(({ row }) => row)
          progress(entries.length, titles.length)
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
    const [first, ...others] = entries
    if (cycleId !== null && first) {
      const seal = await markCertificates(ctx, tx, first.record, cycleId, document.id)
      entries.splice(
        0,
        entries.length,
        { ...first, seals: { ...first.seals, cycle_events: seal } },
        ...others,
      )
    }
    await appendEntries(tx, entries)
    progress(titles.length, titles.length)
    return { document: document.number, issued: titles.length, already, held }
  })
}

const BATCH = 200

async function* draftsOf(
  ctx: Context,
  bases: readonly CertificateBasis[],
): AsyncGenerator<readonly CertificateDraft[]> {
  const { certificates: signer } = ctx.keyring
  const sign = (from: number) => {
    const unsigned = bases.slice(from, from + BATCH).map((basis) => unsignedCertificate(ctx, basis))
    const signatures = signer.signAll(unsigned.flatMap(({ cwt, sdJwt }) => [cwt.signed, sdJwt.signed]))
    // Nobody may come for them any more when the batch before could not be stored.
    signatures.catch(() => {})
    return { unsigned, signatures }
  }
  let ahead = sign(0)
  for (let from = 0; from < bases.length; from += BATCH) {
    const { unsigned, signatures: signing } = ahead
    ahead = sign(from + BATCH)
    const signatures = await signing
    yield unsigned.map((each, i) =>
      completeCertificate(ctx, each, {
        cwt: each.cwt.complete(signatures[2 * i]!),
        sdJwt: each.sdJwt.complete(signatures[2 * i + 1]!),
      }),
    )
  }
}
