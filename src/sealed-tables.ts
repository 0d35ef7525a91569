import { sealedApprovalDecisions, sealedApprovalRequests } from './approvals/schema.ts'
import {
  sealedAppliedPlans,
  sealedCertificateFiles,
  sealedCertificatePhotos,
  sealedCertificates,
  sealedChangePlans,
  sealedStatusChanges,
} from './certificates/schema.ts'
import {
  sealedCycleEvents,
  sealedCycleRulings,
  sealedReviewCommittees,
  sealedReviewCycles,
} from './cycles/schema.ts'
import { sealedDocuments } from './documents/schema.ts'
import {
  sealedAuthorities,
  sealedAuthorityChanges,
  sealedAuthorityPowers,
  sealedRoleGrants,
} from './identity/schema.ts'
import {
  sealedAccounts,
  sealedAccountChanges,
  sealedApiClients,
  sealedClosings,
} from './identity/sign-in/schema.ts'
import {
  sealedMisconductEvidence,
  sealedMisconductNotes,
  sealedMisconductVersions,
} from './integrity/records/schema.ts'
import { sealedMisconductTerms } from './integrity/schema.ts'
import { sealedKeyEvents } from './keylife/schema.ts'
import { sealedErasedRows } from './ledger/schema.ts'
import type { SealedTable } from './ledger/seal.ts'
import { sealedPolicyAnswers, sealedPolicyVersions } from './policy/schema.ts'
import { sealedPersons } from './people/schema.ts'
import {
  sealedConfirmedRows,
  sealedDocumentRows,
  sealedQualificationDocuments,
  sealedResultConfirmations,
} from './results/document/schema.ts'
import { sealedResultLists, sealedResultRows } from './results/lists/schema.ts'
import { sealedListEvidence } from './results/lists/evidence/schema.ts'
import { sealedLeadSettlements } from './results/lists/leads/schema.ts'
import { sealedIssuerAnswers, sealedTitleConfirmations } from './results/routes/schema.ts'
import {
  sealedInvalidRows,
  sealedReexaminationAnswers,
  sealedReexaminations,
  sealedRowHolds,
} from './results/inquiry/schema.ts'
import { sealedObjections, sealedObjectionSteps } from './results/objections/schema.ts'
import {
  sealedPublicationChannels,
  sealedPublicationEndings,
  sealedPublications,
  sealedRecommendations,
} from './results/publicity/schema.ts'
import { sealedFilings } from './results/filing/schema.ts'
import { sealedCollectedCells, sealedTitleRecords } from './titles/schema.ts'

/** Every table that feeds a public answer; the audit recomputes each of its rows. */
export const SEALED_TABLES: readonly SealedTable[] = [
  sealedKeyEvents,
  sealedAuthorities,
  sealedAuthorityChanges,
  sealedAuthorityPowers,
  sealedRoleGrants,
  sealedAccounts,
  sealedAccountChanges,
  sealedApiClients,
  sealedClosings,
  sealedPersons,
  sealedPolicyVersions,
  sealedPolicyAnswers,
  sealedErasedRows,
  sealedDocuments,
  sealedApprovalRequests,
  sealedApprovalDecisions,
  sealedMisconductTerms,
  sealedMisconductVersions,
  sealedMisconductEvidence,
  sealedMisconductNotes,
  sealedReviewCommittees,
  sealedReviewCycles,
  sealedCycleRulings,
  sealedCycleEvents,
  sealedFilings,
  sealedResultLists,
  sealedResultRows,
  sealedListEvidence,
  sealedLeadSettlements,
  sealedTitleConfirmations,
  sealedIssuerAnswers,
  sealedQualificationDocuments,
  sealedDocumentRows,
  sealedResultConfirmations,
  sealedConfirmedRows,
  sealedRecommendations,
  sealedPublications,
  sealedPublicationChannels,
  sealedPublicationEndings,
  sealedObjections,
  sealedObjectionSteps,
  sealedReexaminations,
  sealedReexaminationAnswers,
  sealedRowHolds,
  sealedInvalidRows,
  sealedTitleRecords,
  sealedCollectedCells,
  sealedCertificates,
  sealedStatusChanges,
  sealedChangePlans,
  sealedAppliedPlans,
  sealedCertificatePhotos,
  sealedCertificateFiles,
]
