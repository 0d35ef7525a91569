import { sealedCertificateFiles, sealedCertificates, sealedStatusChanges } from './certificates/schema.ts'
import { sealedAuthorities } from './identity/schema.ts'
import type { SealedTable } from './ledger/seal.ts'
import { sealedPersons } from './people/schema.ts'
import { sealedQualificationDocuments, sealedResultLists, sealedResultRows } from './results/schema.ts'
import { sealedTitleRecords } from './titles/schema.ts'

/** Every table that feeds a public answer; the audit recomputes each of its rows. */
export const SEALED_TABLES: readonly SealedTable[] = [
  sealedAuthorities,
  sealedPersons,
  sealedResultLists,
  sealedResultRows,
  sealedQualificationDocuments,
  sealedTitleRecords,
  sealedCertificates,
  sealedStatusChanges,
  sealedCertificateFiles,
]
