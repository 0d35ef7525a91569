import { eq, sql } from 'drizzle-orm'
import { dropSnapshots } from '../../approvals/drop-snapshots.ts'
import { openBatch } from '../../ledger/day-batch.ts'
import { eraseRows, type PersonalTable } from '../../ledger/erase-rows.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { termInForce, versionsOf } from '../records/find-record.ts'
import {
  misconductEvidence,
  misconductNotes,
  misconductVersions,
  sealedMisconductEvidence,
  sealedMisconductNotes,
  sealedMisconductVersions,
} from '../records/schema.ts'
import { RECORD_APPROVAL } from '../records/submit-record.ts'
import { misconductTerms, sealedMisconductTerms } from '../schema.ts'
import { sealedSharedCopyActs, sharedCopyActs } from '../sharing/schema.ts'
import { dropFilesWith } from '../sharing/drop-files.ts'
import { keptThrough } from './due.ts'
import { holding, inTurn } from './find-holds.ts'
import { misconductHolds, sealedMisconductHolds } from './schema.ts'

/** Everything of a record that says whose it is or what happened. What is left counts in the statistics. */
const TABLES: readonly PersonalTable[] = [
  {
    sealed: sealedMisconductVersions,
    personal: [
      'personId',
      'subjectOfficeId',
      'statedOn',
      'decidedBy',
      'decisionNumber',
      'wrappedKey',
      'content',
      'digest',
    ],
    of: (recordId) => eq(misconductVersions.recordId, recordId),
  },
  {
    sealed: sealedMisconductEvidence,
    personal: ['personId', 'wrappedKey', 'name', 'file', 'fileDigest'],
    of: (recordId) => eq(misconductEvidence.recordId, recordId),
  },
  {
    sealed: sealedMisconductNotes,
    personal: ['personId', 'wrappedKey', 'words'],
    of: (recordId) => eq(misconductNotes.recordId, recordId),
  },
  {
    sealed: sealedMisconductTerms,
    personal: ['personId', 'officeId', 'digest'],
    of: (recordId) => eq(misconductTerms.recordId, recordId),
  },
  {
    sealed: sealedMisconductHolds,
    personal: ['personId', 'wrappedKey', 'ground'],
    of: (recordId) => eq(misconductHolds.recordId, recordId),
  },
  {
    sealed: sealedSharedCopyActs,
    personal: ['personId', 'document'],
    of: (recordId) => eq(sharedCopyActs.recordId, recordId),
  },
]

/**
 * Destroys a record whose time is over: ciphertexts, keys of its own, salts, whose it was, and what approvers were shown. Conduct, office and years stay for the statistics; the ledger and every audit stand,
 * and so does the revocation of a title, with its own document. False: it is kept, for it is held or not over. Refuses
 * `integrity/record-not-found`. (PIPL art. 47)
 */
export async function destroyRecord(ctx: Context, recordId: string): Promise<boolean> {
  return ctx.database.transaction(async (tx) => {
    await inTurn(tx, recordId)
    if (!(await isDue(ctx, tx, recordId))) return false
    const [newest] = await versionsOf(tx, recordId)
    const { personId, officeId } = newest
    // Before any row, as everybody who writes into a batch.
    await openBatch(ctx, tx)
    // First, for what is left of a row is noted with its erasure and audited from then on.
    await keepYearsOnly(tx, recordId)
    // Every row of a record waited for a day's entry, so its destruction does too: no entry says that anything ended.
    const erased = await eraseRows(ctx, tx, entryRecord(ctx.random(16)), {
      personId: recordId,
      tables: TABLES,
    })
    if (erased.sealRoot !== null) throw new Error('a record has rows that an entry of their own vouches for')
    await dropSnapshots(tx, { kind: RECORD_APPROVAL, subjectId: recordId })
    await dropFilesWith(tx, recordId)
    await recordAct(ctx, tx, {
      act: 'integrity.destroy',
      officeId,
      about: recordId,
      ...(personId !== null && { subjects: [personId] }),
      facts: { rows: erased.rows, ...(erased.waits && promised(erased.waits.batch, erased.waits.rows)) },
    })
    return true
  })
}

async function isDue(ctx: Context, tx: Transaction, recordId: string): Promise<boolean> {
  const [newest] = await versionsOf(tx, recordId)
  if (newest.sealSalt === null) return false
  const term = await termInForce(tx, recordId)
  const applied = await tx
    .select({ versionId: misconductTerms.versionId, appliedOn: misconductTerms.appliedOn })
    .from(misconductTerms)
    .where(eq(misconductTerms.recordId, recordId))
  const appliedOn = applied.find(({ versionId }) => versionId === term?.versionId)?.appliedOn ?? ''
  const ending = {
    term: term && { ...term, appliedOn },
    newestEnteredOn: newest.enteredOn,
    isPending: term?.versionId !== newest.id,
  }
  const through = keptThrough(ending, ctx.today())
  if (through === null || through >= ctx.today()) return false
  return (await holding(tx, recordId)).length === 0
}

// An exact day would find the person again for whoever has the decision in the drawer.
async function keepYearsOnly(tx: Transaction, recordId: string): Promise<void> {
  await tx.execute(sql`update ${misconductVersions} set
      conduct_on = date_trunc('year', conduct_on), found_on = date_trunc('year', found_on),
      told_on = date_trunc('year', told_on), hearing_through = date_trunc('year', hearing_through),
      decided_on = date_trunc('year', decided_on), entered_on = date_trunc('year', entered_on),
      ends_on = date_trunc('year', ends_on)
    where record_id = ${recordId} and seal_salt is not null`)
  await tx.execute(sql`update ${misconductTerms} set
      starts_on = date_trunc('year', starts_on), ends_on = date_trunc('year', ends_on),
      applied_on = date_trunc('year', applied_on)
    where record_id = ${recordId} and seal_salt is not null`)
  await tx.execute(sql`update ${misconductNotes} set
      happened_on = date_trunc('year', happened_on), noted_on = date_trunc('year', noted_on)
    where record_id = ${recordId} and seal_salt is not null`)
  await tx.execute(sql`update ${misconductHolds} set held_on = date_trunc('year', held_on)
    where record_id = ${recordId} and seal_salt is not null`)
  await tx.execute(sql`update ${sharedCopyActs} set
      happened_on = date_trunc('year', happened_on), done_on = date_trunc('year', done_on)
    where record_id = ${recordId} and seal_salt is not null`)
}
