import { authorityById } from '../../identity/find-authority.ts'
import { approvalFact } from '../../approvals/without-approval.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord, entryRef, type EntryDraft, type SealRoot } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import type { Decision } from './decision.ts'
import { draftCertificate, type CertificateBasis } from '../draft-certificate.ts'
import type { FoundCertificate } from '../reading/find.ts'
import { keepPhoto, photoOf } from '../files/photo.ts'
import { recordChanges } from './record-changes.ts'
import { certificates } from '../schema.ts'
import { takeNumbers } from '../take-numbers.ts'
import { takeStatusPlaces } from '../take-status-places.ts'

export interface SealMore {
  /** Rows of other tables that the decision's entry vouches for; what follows from the new version begins here too. */
  readonly sealMore?: (
    entryRecord: string,
    newVersionId: string,
  ) => Promise<Readonly<Record<string, SealRoot>>>
}

export interface Replaced {
  /** The version that is superseded from today on. */
  readonly old: string
  readonly number: string
  readonly id: string
}

/**
 * Step: issues the next version in place of a held certificate, and supersedes that. Number, place in the status list
 * and code are new; the picture stays unless another is given. Two entries: the issue, and the decision.
 */
export async function replaceCertificate(
  ctx: Context,
  tx: Transaction,
  of: {
    readonly held: FoundCertificate
    readonly act: 'correct' | 'reissue'
    readonly decision: Decision
    readonly basis: Pick<CertificateBasis, 'title' | 'holder' | 'document' | 'version'>
    readonly changed: readonly string[]
    readonly photo: Uint8Array | null
  } & SealMore,
): Promise<Replaced> {
  const { held, act, decision, changed } = of
  // 1. The new version, as any other certificate is made.
  const authority = await authorityById(tx, held.row.authorityId)
  const [number] = await takeNumbers(ctx, tx, authority, 1)
  const [place] = await takeStatusPlaces(ctx, tx, 1)
  const draft = draftCertificate(ctx, {
    ...of.basis,
    authority,
    number: number!,
    place: place!,
    replaces: held.row.id,
  })
  await tx.insert(certificates).values(draft.row)
  const photo = of.photo ?? (await photoOf(tx, held.row.id, held.holder))
  const photoSeal = photo && {
    certificate_photos: await keepPhoto(ctx, tx, draft.entry.record, {
      certificateId: draft.id,
      holder: held.holder,
      photo,
    }),
  }
  const issued: EntryDraft = { ...draft.entry, seals: { ...draft.entry.seals, ...photoSeal } }

  // 2. The old one ends, for the same reason and on the same day.
  const record = entryRecord(ctx.random(16))
  const status = await recordChanges(ctx, tx, record, {
    act,
    decision,
    on: ctx.today(),
    touched: [{ id: held.row.id, holder: held.holder, changes: held.changes, to: 'superseded', changed }],
  })
  const decided: EntryDraft = {
    type: 'certificate.status-changed',
    record,
    day: ctx.today(),
    refs: [entryRef(held.ledgerIndex, held.ledgerLeaf)],
    seals: { status_changes: status, ...(await of.sealMore?.(record, draft.id)) },
    facts: { state: 'superseded', certificates: 1 },
  }
  await recordAct(ctx, tx, {
    act: 'certificates.change',
    officeId: authority.id,
    about: held.row.id,
    subjects: [held.row.personId],
    facts: { what: act, ...approvalFact(ctx) },
  })
  await appendEntries(tx, [issued, decided])
  return { old: held.row.number, number: number!, id: draft.id }
}
