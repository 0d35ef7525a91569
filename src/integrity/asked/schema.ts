import { index, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** By what somebody may ask: an application before the asker, or the person's own word. */
export type AskedBy = 'application' | 'consent'

/** A person lets one office ask once, for one purpose, until a day. */
export const integrityConsents = pgTable(
  'integrity_consents',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    /** Whom it is given to. */
    officeId: text('office_id').notNull(),
    /** Under the person's key. */
    purpose: bytes('purpose_sealed').notNull(),
    /** HMAC of the token the person hands over. */
    digest: bytes('digest').notNull().unique('integrity_consents_digest'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (table) => [index('integrity_consents_person').on(table.personId)],
)

/** That somebody asked about a person, what for, and what they were told; shown to the person. */
export const integrityInquiries = pgTable(
  'integrity_inquiries',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    officeId: text('office_id').notNull(),
    by: text('asked_by_right').$type<AskedBy>().notNull(),
    /** The consent, or the row of the list. */
    about: text('about').notNull(),
    /** Purpose and answer, under the person's key; as long for every answer. */
    words: bytes('words_sealed').notNull(),
    askedOn: dayColumn('asked_on').notNull(),
    askedBy: text('asked_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('integrity_inquiries_person').on(table.personId),
    index('integrity_inquiries_about').on(table.about),
    index('integrity_inquiries_sealed_by').on(table.sealedBy),
  ],
)

export const sealedIntegrityInquiries = sealed(integrityInquiries, [
  'personId',
  'officeId',
  'by',
  'about',
  'words',
  'askedOn',
  'askedBy',
])
