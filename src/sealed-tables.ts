import { sealedAssessmentDecisions } from './results/assessment/schema.ts'
import {
  sealedCollectionComparisons,
  sealedCollectionCorrections,
  sealedCollectionDecisions,
  sealedCollectionReconciliations,
  sealedCollectionRowTitles,
} from './collection/reconcile/schema.ts'
import { sealedCollectionMendings } from './collection/mending/schema.ts'
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
  sealedCycleWithdrawals,
  sealedReviewCommittees,
  sealedReviewCycles,
} from './cycles/schema.ts'
import { sealedCollectionAcceptances, sealedCollectionReturns } from './collection/acceptance/schema.ts'
import {
  sealedCollectionBatches,
  sealedCollectionRows,
  sealedCollectionWithdrawals,
} from './collection/batch/schema.ts'
import { sealedCollectionExceptions } from './collection/current/schema.ts'
import {
  sealedCollectionExports,
  sealedCollectionImports,
  sealedCollectionSenders,
} from './collection/upwards/schema.ts'
import { sealedCollectionAssignments, sealedCollectionProgrammes } from './collection/programme/schema.ts'
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
import { sealedMisconductHolds } from './integrity/ending/schema.ts'
import { sealedPublicListRules } from './integrity/listing/schema.ts'
import { sealedIntegrityInquiries } from './integrity/asked/schema.ts'
import { sealedIntegrityStatements } from './integrity/own/schema.ts'
import {
  sealedMisconductEvidence,
  sealedMisconductNotes,
  sealedMisconductVersions,
} from './integrity/records/schema.ts'
import { sealedMisconductTerms } from './integrity/schema.ts'
import {
  sealedCreditPlatforms,
  sealedExchangeEvents,
  sealedExchangeFiles,
  sealedSharedCopyActs,
} from './integrity/sharing/schema.ts'
import { sealedIntegritySnapshots } from './integrity/snapshot/schema.ts'
import { sealedPersonJoinProposals } from './integrity/same-person/schema.ts'
import { sealedKeyEvents } from './keylife/schema.ts'
import { sealedDayBatches, sealedErasedRows } from './ledger/schema.ts'
import type { SealedTable } from './ledger/seal.ts'
import { sealedPolicyAnswers, sealedPolicyVersions } from './policy/schema.ts'
import { sealedPersonJoins, sealedPersons } from './people/schema.ts'
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
import { sealedCollectedCells, sealedIssuerSuccessors, sealedTitleRecords } from './titles/schema.ts'

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
  sealedPersonJoins,
  sealedPolicyVersions,
  sealedPolicyAnswers,
  sealedErasedRows,
  sealedDayBatches,
  sealedDocuments,
  sealedApprovalRequests,
  sealedApprovalDecisions,
  sealedPersonJoinProposals,
  sealedMisconductTerms,
  sealedMisconductHolds,
  sealedCreditPlatforms,
  sealedSharedCopyActs,
  sealedExchangeFiles,
  sealedExchangeEvents,
  sealedIntegritySnapshots,
  sealedPublicListRules,
  sealedMisconductVersions,
  sealedMisconductEvidence,
  sealedMisconductNotes,
  sealedIntegrityStatements,
  sealedIntegrityInquiries,
  sealedReviewCommittees,
  sealedReviewCycles,
  sealedCycleRulings,
  sealedCycleWithdrawals,
  sealedCycleEvents,
  sealedFilings,
  sealedResultLists,
  sealedResultRows,
  sealedListEvidence,
  sealedLeadSettlements,
  sealedAssessmentDecisions,
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
  sealedIssuerSuccessors,
  sealedCollectionProgrammes,
  sealedCollectionAssignments,
  sealedCollectionReturns,
  sealedCollectionAcceptances,
  sealedCollectionExceptions,
  sealedCollectionExports,
  sealedCollectionSenders,
  sealedCollectionImports,
  sealedCollectionReconciliations,
  sealedCollectionComparisons,
  sealedCollectionDecisions,
  sealedCollectionRowTitles,
  sealedCollectionCorrections,
  sealedCollectionMendings,
  sealedCertificates,
  sealedStatusChanges,
  sealedChangePlans,
  sealedAppliedPlans,
  sealedCertificatePhotos,
  sealedCertificateFiles,
  sealedCollectionBatches,
  sealedCollectionWithdrawals,
  sealedCollectionRows,
]
