import { eq, sql } from 'drizzle-orm'
import { approvalFact } from './approvals/without-approval.ts'
import {
  certificateFiles,
  certificatePhotos,
  certificates,
  changePlans,
  sealedCertificateFiles,
  sealedCertificatePhotos,
  sealedCertificates,
  sealedChangePlans,
  sealedStatusChanges,
  statusChanges,
} from './certificates/schema.ts'
import { collectionExceptions, sealedCollectionExceptions } from './collection/current/schema.ts'
import { collectionMendings, sealedCollectionMendings } from './collection/mending/schema.ts'
import {
  collectionCorrections,
  collectionDecisions,
  collectionRowTitles,
  sealedCollectionCorrections,
  sealedCollectionDecisions,
  sealedCollectionRowTitles,
} from './collection/reconcile/schema.ts'
import { collectionRows, sealedCollectionRows } from './collection/batch/schema.ts'
import { refuseWhileAtWork } from './identity/sign-in/refuse-while-at-work.ts'
import { accountChanges, accounts, sealedAccountChanges, sealedAccounts } from './identity/sign-in/schema.ts'
import { refuseWhileFilesWait } from './jobs/refuse-while-files-wait.ts'
import { refuseWhileRecorded } from './integrity/ending/refuse-while-recorded.ts'
import { misconductHolds, sealedMisconductHolds } from './integrity/ending/schema.ts'
import { integrityInquiries, sealedIntegrityInquiries } from './integrity/asked/schema.ts'
import { integrityStatements, sealedIntegrityStatements } from './integrity/own/schema.ts'
import {
  misconductEvidence,
  misconductNotes,
  misconductVersions,
  sealedMisconductEvidence,
  sealedMisconductNotes,
  sealedMisconductVersions,
} from './integrity/records/schema.ts'
import { misconductTerms, sealedMisconductTerms } from './integrity/schema.ts'
import { sealedSharedCopyActs, sharedCopyActs } from './integrity/sharing/schema.ts'
import { personJoinProposals, sealedPersonJoinProposals } from './integrity/same-person/schema.ts'
import type { PersonalTable } from './ledger/erase-rows.ts'
import type { KeptOfPersons } from './people/erase.ts'
import { personJoins, sealedPersonJoins } from './people/schema.ts'
import { listEvidence, sealedListEvidence } from './results/lists/evidence/schema.ts'
import { leadSettlements, sealedLeadSettlements } from './results/lists/leads/schema.ts'
import { assessmentDecisions, sealedAssessmentDecisions } from './results/assessment/schema.ts'
import { sealedTitleConfirmations, titleConfirmations } from './results/routes/schema.ts'
import { resultRows, sealedResultRows } from './results/lists/schema.ts'
import {
  reexaminationAnswers,
  reexaminations,
  rowHolds,
  sealedReexaminationAnswers,
  sealedReexaminations,
  sealedRowHolds,
} from './results/inquiry/schema.ts'
import {
  objections,
  objectionSteps,
  sealedObjections,
  sealedObjectionSteps,
} from './results/objections/schema.ts'
import { sealedTitleRecords, titleRecords } from './titles/schema.ts'
import { recordAct } from './trail/record-act.ts'
import { promised } from './trail/waiting.ts'

const ofHolder = (personId: string) =>
  sql`(select ${certificates.id} from ${certificates} where ${certificates.personId} = ${personId})`

/** What is destroyed with a person, beside people's own rows: every sealed column that says something of them. */
export const PERSONAL_TABLES: readonly PersonalTable[] = [
  {
    sealed: sealedPersonJoinProposals,
    personal: ['ground', 'digest'],
    of: (personId) =>
      sql`(${personJoinProposals.oneId} = ${personId} or ${personJoinProposals.otherId} = ${personId})`,
  },
  {
    sealed: sealedPersonJoins,
    personal: ['ground'],
    of: (personId) => sql`(${personJoins.oneId} = ${personId} or ${personJoins.otherId} = ${personId})`,
  },
  {
    sealed: sealedResultRows,
    personal: ['name', 'employer', 'employerCode', 'remarks'],
    of: (personId) => eq(resultRows.personId, personId),
  },
  {
    sealed: sealedListEvidence,
    personal: ['fileDigest'],
    of: (personId) =>
      sql`${listEvidence.rowId} in (select ${resultRows.id} from ${resultRows} where ${resultRows.personId} = ${personId})`,
  },
  {
    sealed: sealedLeadSettlements,
    personal: ['ground'],
    of: (personId) => eq(leadSettlements.personId, personId),
  },
  {
    sealed: sealedAssessmentDecisions,
    personal: ['ground'],
    of: (personId) => eq(assessmentDecisions.personId, personId),
  },
  {
    sealed: sealedTitleConfirmations,
    personal: ['original', 'fileDigest'],
    of: (personId) => eq(titleConfirmations.personId, personId),
  },
  {
    sealed: sealedObjections,
    personal: ['text'],
    of: (personId) => eq(objections.personId, personId),
  },
  {
    sealed: sealedObjectionSteps,
    personal: ['ground'],
    of: (personId) =>
      sql`${objectionSteps.objectionId} in (select ${objections.id} from ${objections} where ${objections.personId} = ${personId})`,
  },
  {
    sealed: sealedReexaminations,
    personal: ['text'],
    of: (personId) => eq(reexaminations.personId, personId),
  },
  {
    sealed: sealedReexaminationAnswers,
    personal: ['ground'],
    of: (personId) =>
      sql`${reexaminationAnswers.reexaminationId} in (select ${reexaminations.id} from ${reexaminations} where ${reexaminations.personId} = ${personId})`,
  },
  {
    sealed: sealedRowHolds,
    personal: ['ground'],
    of: (personId) => eq(rowHolds.personId, personId),
  },
  {
    sealed: sealedMisconductVersions,
    personal: ['content', 'decisionNumber', 'digest'],
    of: (personId) => eq(misconductVersions.personId, personId),
  },
  {
    sealed: sealedMisconductEvidence,
    personal: ['name', 'file', 'fileDigest'],
    of: (personId) => eq(misconductEvidence.personId, personId),
  },
  {
    sealed: sealedMisconductNotes,
    personal: ['words'],
    of: (personId) => eq(misconductNotes.personId, personId),
  },
  {
    sealed: sealedMisconductHolds,
    personal: ['ground'],
    of: (personId) => eq(misconductHolds.personId, personId),
  },
  {
    sealed: sealedSharedCopyActs,
    personal: ['document'],
    of: (personId) => eq(sharedCopyActs.personId, personId),
  },
  {
    sealed: sealedMisconductTerms,
    personal: ['digest'],
    of: (personId) => eq(misconductTerms.personId, personId),
  },
  {
    sealed: sealedIntegrityStatements,
    personal: ['content'],
    of: (personId) => eq(integrityStatements.personId, personId),
  },
  {
    sealed: sealedIntegrityInquiries,
    personal: ['words'],
    of: (personId) => eq(integrityInquiries.personId, personId),
  },
  {
    sealed: sealedCollectionExceptions,
    personal: ['ground'],
    of: (personId) => eq(collectionExceptions.personId, personId),
  },
  {
    sealed: sealedTitleRecords,
    personal: ['name', 'past', 'pastNumber', 'pastDocument'],
    of: (personId) => eq(titleRecords.personId, personId),
  },
  {
    sealed: sealedCollectionDecisions,
    personal: ['ground', 'shown'],
    of: (personId) => eq(collectionDecisions.personId, personId),
  },
  {
    sealed: sealedCollectionCorrections,
    personal: ['changes', 'ground'],
    of: (personId) => eq(collectionCorrections.personId, personId),
  },
  {
    sealed: sealedCollectionMendings,
    personal: ['mended', 'ground'],
    of: (personId) => eq(collectionMendings.personId, personId),
  },
  {
    sealed: sealedCollectionRows,
    personal: ['name', 'employer', 'paper', 'remarks', 'marks'],
    of: (personId) => eq(collectionRows.personId, personId),
  },
  {
    sealed: sealedCollectionRowTitles,
    personal: ['likeness'],
    of: (personId) =>
      sql`${collectionRowTitles.id} in (
        select ${collectionRows.id} from ${collectionRows} where ${collectionRows.personId} = ${personId})`,
  },
  {
    sealed: sealedCertificates,
    personal: ['credentials', 'commitmentSalts'],
    of: (personId) => eq(certificates.personId, personId),
  },
  {
    sealed: sealedStatusChanges,
    personal: ['ground'],
    of: (personId) => sql`${statusChanges.certificateId} in ${ofHolder(personId)}`,
  },
  {
    sealed: sealedChangePlans,
    personal: ['ground', 'detail'],
    of: (personId) => eq(changePlans.groundPersonId, personId),
  },
  {
    sealed: sealedCertificatePhotos,
    personal: ['photo'],
    of: (personId) => sql`${certificatePhotos.id} in ${ofHolder(personId)}`,
  },
  {
    sealed: sealedCertificateFiles,
    personal: ['signature', 'digest'],
    of: (personId) => sql`${certificateFiles.certificateId} in ${ofHolder(personId)}`,
  },
  {
    sealed: sealedAccounts,
    personal: ['login', 'name'],
    of: (personId) => eq(accounts.personId, personId),
  },
  {
    sealed: sealedAccountChanges,
    personal: ['name'],
    of: (personId) =>
      sql`${accountChanges.accountId} in (select ${accounts.id} from ${accounts} where ${accounts.personId} = ${personId})`,
  },
]

/** Everything an erasure has to reach or to wait for. Snapshots of approvals lie under the persons' own keys. */
export const KEPT_OF_PERSONS: KeptOfPersons = {
  tables: PERSONAL_TABLES,
  refuseWhile: [refuseWhileAtWork, refuseWhileFilesWait, refuseWhileRecorded],
  record: (ctx, tx, { personId, ground, rows, waits }) =>
    recordAct(ctx, tx, {
      act: 'persons.erase',
      officeId: null,
      subjects: [personId],
      facts: { ground, rows, ...approvalFact(ctx), ...(waits && promised(waits.batch, waits.rows)) },
    }),
}
