import { index, integer, jsonb, pgTable, primaryKey, smallint, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes, dayColumn, indexColumn } from '../platform/columns.ts'
import type { CertificateState, LifeAct } from './life-cycle.ts'
import type { PlanScope } from './changes/plan-scope.ts'

/** One row an issuer and year: its lock makes numbers gapless (a sequence would skip some at every crash). */
export const numberCounters = pgTable(
  'number_counters',
  {
    authorityId: text('authority_id').notNull(),
    year: smallint('year').notNull(),
    last: integer('last').notNull(),
  },
  (table) => [primaryKey({ columns: [table.authorityId, table.year] })],
)

/** A Token Status List: how many of its places are taken. */
export const statusLists = pgTable('status_lists', {
  id: integer('id').primaryKey(),
  taken: integer('taken').notNull(),
})

/** An issued certificate. Rows never change; what happens to it later is a row of `status_changes`. */
export const certificates = pgTable(
  'certificates',
  {
    id: text('id').primaryKey(),
    number: text('number').notNull().unique('certificates_number'),
    /** 128 random bits, base64url: whoever holds it has seen the QR code. */
    code: text('code').notNull().unique('certificates_code'),
    /** The address its QR code leads to; the service may move, the print does not. */
    origin: text('origin').notNull(),
    titleId: text('title_id').notNull(),
    /** 1, 2, … for each title: a correction or reissue is the next one. */
    version: smallint('version').notNull(),
    /** The version this one took the place of; null for the first. */
    replaces: text('replaces').unique('certificates_replaces'),
    personId: text('person_id').notNull(),
    authorityId: text('authority_id').notNull(),
    documentId: text('document_id').notNull(),
    issuedOn: dayColumn('issued_on').notNull(),
    /** The signed CWT and SD-JWT VC, under the person's key. */
    credentials: bytes('credentials_sealed').notNull(),
    /** Salts of the entry's two commitments, 32 bytes each: CWT, then SD-JWT VC. */
    commitmentSalts: bytes('commitment_salts').notNull(),
    statusList: integer('status_list').notNull(),
    statusIndex: integer('status_index').notNull(),
    template: smallint('template').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('certificates_title').on(table.titleId, table.version),
    unique('certificates_status').on(table.statusList, table.statusIndex),
    index('certificates_authority').on(table.authorityId, table.number),
    index('certificates_document').on(table.documentId),
    index('certificates_origin').on(table.origin),
    index('certificates_sealed_by').on(table.sealedBy),
  ],
)

/** What became of a certificate: the newest row is its state, none means in force. */
export const statusChanges = pgTable(
  'status_changes',
  {
    id: text('id').primaryKey(),
    certificateId: text('certificate_id')
      .notNull()
      .references(() => certificates.id),
    /** 1, 2, … for each certificate. */
    position: integer('position').notNull(),
    act: text('act').$type<LifeAct>().notNull(),
    /** The state it leads to. */
    state: text('state').$type<CertificateState>().notNull(),
    /** The day the register changed: from here on every check answers otherwise. */
    effectiveOn: dayColumn('effective_on').notNull(),
    /** The deciding document's number, and its date. */
    document: text('document').notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    /** Of a correction or reissue: which members of the record are others now; the versions say from what to what. */
    changed: jsonb('changed').$type<readonly string[]>(),
    /** Why, under the person's key; never shown to the public. */
    ground: bytes('ground_sealed').notNull(),
    changedBy: text('changed_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('status_changes_position').on(table.certificateId, table.position),
    index('status_changes_sealed_by').on(table.sealedBy),
  ],
)

/** The holder's picture of one certificate: JPEG without metadata, under the person's key. */
export const certificatePhotos = pgTable(
  'certificate_photos',
  {
    /** The certificate's. */
    id: text('id').primaryKey(),
    photo: bytes('photo_sealed').notNull(),
    ...sealColumns(),
  },
  (table) => [index('certificate_photos_sealed_by').on(table.sealedBy)],
)

/** A change prepared by one person for others to approve: of one certificate, or of all that a decision touches. */
export const changePlans = pgTable(
  'change_plans',
  {
    id: text('id').primaryKey(),
    /** The issuing office whose certificates it is about. */
    authorityId: text('authority_id').notNull(),
    scope: jsonb('scope').$type<PlanScope>().notNull(),
    act: text('act').$type<LifeAct>().notNull(),
    document: text('document').notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    /** The ground lies under the key of the first person it touches. */
    groundPersonId: text('ground_person_id').notNull(),
    ground: bytes('ground_sealed').notNull(),
    /** Of a correction or reissue: what the new version says, under the same key. */
    detail: bytes('detail_sealed'),
    certificates: integer('certificates').notNull(),
    /** SHA-256 over the act, the document, the ground and the exact list: what approvers approve. */
    digest: bytes('digest').notNull(),
    preparedBy: text('prepared_by').notNull(),
    preparedOn: dayColumn('prepared_on').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('change_plans_authority').on(table.authorityId, table.preparedOn),
    index('change_plans_sealed_by').on(table.sealedBy),
  ],
)

/** Which plans were carried out. */
export const appliedPlans = pgTable(
  'applied_plans',
  {
    /** The plan's: none is carried out twice. */
    id: text('id')
      .primaryKey()
      .references(() => changePlans.id),
    appliedOn: dayColumn('applied_on').notNull(),
    appliedBy: text('applied_by').notNull(),
    ...sealColumns(),
  },
  (table) => [index('applied_plans_sealed_by').on(table.sealedBy)],
)

/**
 * The signature of a certificate's PDF; the file itself is made again from its inputs, byte for byte. One more after the
 * key of those before was in other hands: they stay, and are answered as sealed by that key.
 */
export const certificateFiles = pgTable(
  'certificate_files',
  {
    id: text('id').primaryKey(),
    certificateId: text('certificate_id')
      .notNull()
      .references(() => certificates.id),
    /** 1, 2, … for each certificate. */
    version: smallint('version').notNull(),
    /** The PDF key that sealed it. */
    kid: text('kid').notNull(),
    /** CMS, DER. */
    signature: bytes('signature').notNull(),
    /** SHA-256 of the whole file. */
    digest: bytes('digest').notNull(),
    /** The instant in the file, ISO 8601. */
    signedAt: text('signed_at').notNull(),
    /** The ledger's size in the proof inside the file. */
    proofSize: indexColumn('proof_size').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('certificate_files_version').on(table.certificateId, table.version),
    index('certificate_files_sealed_by').on(table.sealedBy),
  ],
)

export const sealedCertificates = sealed(certificates, [
  'number',
  'code',
  'origin',
  'titleId',
  'version',
  'replaces',
  'personId',
  'authorityId',
  'documentId',
  'issuedOn',
  'credentials',
  'commitmentSalts',
  'statusList',
  'statusIndex',
  'template',
])

export const sealedStatusChanges = sealed(statusChanges, [
  'certificateId',
  'position',
  'act',
  'state',
  'effectiveOn',
  'document',
  'decidedOn',
  'changed',
  'ground',
  'changedBy',
])

export const sealedChangePlans = sealed(changePlans, [
  'authorityId',
  'scope',
  'act',
  'document',
  'decidedOn',
  'groundPersonId',
  'ground',
  'detail',
  'certificates',
  'digest',
  'preparedBy',
  'preparedOn',
])

export const sealedAppliedPlans = sealed(appliedPlans, ['appliedOn', 'appliedBy'])

export const sealedCertificatePhotos = sealed(certificatePhotos, ['photo'])

export const sealedCertificateFiles = sealed(certificateFiles, [
  'certificateId',
  'version',
  'kid',
  'signature',
  'digest',
  'signedAt',
  'proofSize',
])
