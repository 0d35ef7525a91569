import { setImmediate as turnOfOthers } from 'node:timers/promises'
import { distinctTitles } from '../../identity/power.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { requirePower } from '../../identity/require-power.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, type Transaction } from '../../platform/database.ts'
import { findDocument, type QualificationDocument } from '../../results/document/find-document.ts'
import { hex } from '../../signing/bytes.ts'
import { powered } from '../../titles/powered.ts'
import { recordAct } from '../../trail/record-act.ts'
import { draftCertificate, type CertificateDraft } from '../draft-certificate.ts'
import { keepPhoto, photoOf } from '../files/photo.ts'
import { lockCertificates } from '../reading/lives.ts'
import { bulkChanged } from '../refusals.ts'
import { certificates } from '../schema.ts'
import { takeNumbers } from '../take-numbers.ts'
import { takeStatusPlaces } from '../take-status-places.ts'
import type { Decision } from './decision.ts'
import { followersOf, followingDigest, type Follower } from './followers.ts'
import type { ChangePlan } from './find-plan.ts'
import { keepApplied } from './keep-plan.ts'
import { recordChanges } from './record-changes.ts'

const BATCH = 50

/** What a job says and hears while it does the work. */
export interface OfJob {
  /** Step: called once everything is signed, because nobody can cancel or watch a job whose row is held. */
  holdLease(tx: Transaction): Promise<void>
  /** Throws to stop. */
  progress(done: number, total: number): void
}

/**
 * Step: the certificates of a corrected document follow it, all at once: each gets its next version, under the next
 * number, and the old one is superseded. Worked out again with every row held; refuses `certificates/bulk-changed` when
 * anything differs from what was approved. Their files are made from the document's page.
 */
export async function followApproved(
  ctx: Context,
  tx: Transaction,
  plan: ChangePlan,
  decision: Decision,
  job: OfJob,
): Promise<{ readonly certificates: number; readonly files: null }> {
  const documentId = plan.scope.kind === 'corrected' ? plan.scope.documentId : ''
  const document = await findDocument(tx, documentId)
  const planned = await followersOf(ctx, tx, document)
  await lockCertificates(
    tx,
    planned.map(({ found }) => found.row.id),
  )
  const followers = await followersOf(ctx, tx, document)
  if (followingDigest(document.id, decision, followers) !== hex(plan.digest)) throw bulkChanged(plan.id)
  const titles = followers.map(({ title }) => powered(title.record))
  await requirePower(tx, plan.authorityId, 'issue', ...distinctTitles(titles))

  const drafts = await nextVersions(ctx, tx, document, followers, job)
  await copyIn(
    tx,
    certificates,
    drafts.map(({ row }) => row),
  )
  const issued = []
  for (const [i, { entry, id: certificateId }] of drafts.entries()) {
    const { found } = followers[i]!
    const photo = await photoOf(tx, found.row.id, found.holder)
    const kept = photo && { certificateId, holder: found.holder, photo }
    const seal = kept && { certificate_photos: await keepPhoto(ctx, tx, entry.record, kept) }
    issued.push({ ...entry, seals: { ...entry.seals, ...seal } })
  }
  const record = entryRecord(ctx.random(16))
  const touched = followers.map(({ found: { row, holder, changes }, changed }) => ({
    id: row.id,
    holder,
    changes,
    changed,
    to: 'superseded' as const,
  }))
  const on = ctx.today()
  const status = await recordChanges(ctx, tx, record, { act: 'correct', decision, on, touched })
  const applied = await keepApplied(ctx, tx, record, plan.id)
  await job.holdLease(tx)
  await recordAct(ctx, tx, {
    act: 'certificates.change',
    officeId: plan.authorityId,
    about: plan.id,
    subjects: followers.map(({ found }) => found.row.personId),
    facts: { act: 'correct', certificates: followers.length },
  })
  await appendEntries(tx, [
    ...issued,
    {
      type: 'certificate.status-changed',
      record,
      day: on,
      seals: { status_changes: status, ...applied },
      facts: { state: 'superseded', certificates: followers.length },
    },
  ])
  return { certificates: followers.length, files: null }
}

async function nextVersions(
  ctx: Context,
  tx: Transaction,
  document: QualificationDocument,
  followers: readonly Follower[],
  { progress }: OfJob,
): Promise<readonly CertificateDraft[]> {
  const authority = await authorityById(tx, document.authorityId)
  const numbers = await takeNumbers(ctx, tx, authority, followers.length)
  const places = await takeStatusPlaces(ctx, tx, followers.length)
  const drafts: CertificateDraft[] = []
  for (const [i, { found, title }] of followers.entries()) {
    // Signing keeps this thread busy: whoever asks meanwhile is answered between the batches.
    if (i % BATCH === 0) {
      progress(i, followers.length)
      await turnOfOthers()
    }
    drafts.push(
      draftCertificate(ctx, {
        authority,
        document,
        title: title.record,
        holder: title.holder,
        number: numbers[i]!,
        place: places[i]!,
        version: found.row.version + 1,
        replaces: found.row.id,
      }),
    )
  }
  progress(followers.length, followers.length)
  return drafts
}
