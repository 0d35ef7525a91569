import { sealedApprovalDecisions, sealedApprovalRequests } from './approvals/schema.ts'
import {
  sealedCertificateFiles,
  sealedCertificatePhotos,
  sealedCertificates,
  sealedStatusChanges,
} from './certificates/schema.ts'
import { sealedDocuments } from './documents/schema.ts'
import {
  sealedAuthorities,
  sealedAuthorityChanges,
  sealedAuthorityPowers,
  sealedRoleGrants,
} from './identity/schema.ts'
import { sealedAccounts, sealedApiClients, sealedClosings } from './identity/sign-in/schema.ts'
import { sealedKeyEvents } from './keylife/schema.ts'
import { sealedErasedRows } from './ledger/schema.ts'
import type { SealedTable } from './ledger/seal.ts'
import { sealedPolicyAnswers, sealedPolicyVersions } from './policy/schema.ts'
import { sealedPersons } from './people/schema.ts'
import { sealedQualificationDocuments, sealedResultLists, sealedResultRows } from './results/schema.ts'
import { sealedCollectedCells, sealedTitleRecords } from './titles/schema.ts'

/** Every table that feeds a public answer; the audit recomputes each of its rows. */
export const SEALED_TABLES: readonly SealedTable[] = [
  sealedKeyEvents,
  sealedAuthorities,
  sealedAuthorityChanges,
  sealedAuthorityPowers,
  sealedRoleGrants,
  sealedAccounts,
  sealedApiClients,
  sealedClosings,
  sealedPersons,
  sealedPolicyVersions,
  sealedPolicyAnswers,
  sealedErasedRows,
  sealedDocuments,
  sealedApprovalRequests,
  sealedApprovalDecisions,
  sealedResultLists,
  sealedResultRows,
  sealedQualificationDocuments,
  sealedTitleRecords,
  sealedCollectedCells,
  sealedCertificates,
  sealedStatusChanges,
  sealedCertificatePhotos,
  sealedCertificateFiles,
]
