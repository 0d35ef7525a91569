import { eq, sql } from 'drizzle-orm'
import {
  certificateFiles,
  certificatePhotos,
  certificates,
  sealedCertificateFiles,
  sealedCertificatePhotos,
  sealedCertificates,
  sealedStatusChanges,
  statusChanges,
} from './certificates/schema.ts'
import type { PersonalTable } from './ledger/erase-rows.ts'
import { resultRows, sealedResultRows } from './results/schema.ts'
import { sealedTitleRecords, titleRecords } from './titles/schema.ts'

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
    sealed: sealedCertificatePhotos,
    personal: ['photo'],
    of: (personId) => sql`${certificatePhotos.id} in ${ofHolder(personId)}`,
  },
  {
    sealed: sealedCertificateFiles,
    personal: ['signature', 'digest'],
    of: (personId) => sql`${certificateFiles.id} in ${ofHolder(personId)}`,
  },
]
