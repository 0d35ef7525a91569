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
import { refuseWhileAtWork } from './identity/sign-in/refuse-while-at-work.ts'
import { accountChanges, accounts, sealedAccountChanges, sealedAccounts } from './identity/sign-in/schema.ts'
import { refuseWhileFilesWait } from './jobs/refuse-while-files-wait.ts'
import {
  misconductEvidence,
  misconductNotes,
  misconductVersions,
  sealedMisconductEvidence,
  sealedMisconductNotes,
  sealedMisconductVersions,
} from './integrity/records/schema.ts'
import { misconductTerms, sealedMisconductTerms } from './integrity/schema.ts'
import type { PersonalTable } from './ledger/erase-rows.ts'
import type { KeptOfPersons } from './people/erase.ts'
import { listEvidence, sealedListEvidence } from './results/lists/evidence/schema.ts'
import { leadSettlements, sealedLeadSettlements } from './results/lists/leads/schema.ts'
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

const ofHolder = (personId: string) =>
  sql`(select ${certificates.id} from ${certificates} where ${certificates.personId} = ${personId})`

/** What is destroyed with a person, beside people's own rows: every sealed column that says something of them. */
export const PERSONAL_TABLES: readonly PersonalTable[] = [
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
    sealed: sealedMisconductTerms,
    personal: ['digest'],
    of: (personId) => eq(misconductTerms.personId, personId),
  },
  {
    sealed: sealedTitleRecords,
    personal: ['name', 'past', 'pastNumber'],
    of: (personId) => eq(titleRecords.personId, personId),
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
  refuseWhile: [refuseWhileAtWork, refuseWhileFilesWait],
  record: (ctx, tx, { personId, ground, rows }) =>
    recordAct(ctx, tx, {
      act: 'persons.erase',
      officeId: null,
      subjects: [personId],
      facts: { ground, rows, ...approvalFact(ctx) },
    }),
}
