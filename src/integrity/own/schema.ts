import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** A code an office handed somebody it had before it, with their card: one of three things that let them see their own. */
export const ownCodes = pgTable(
  'own_codes',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    officeId: text('office_id').notNull(),
    handedBy: text('handed_by').notNull(),
    /** HMAC of the code: who reads the database cannot try them all. */
    digest: bytes('digest').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    /** Wrong tries at this person's door since it was handed out. */
    tries: integer('tries').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [index('own_codes_person').on(table.personId, table.createdAt)],
)

/** Somebody looking at their own who has no account. */
export const ownVisits = pgTable(
  'own_visits',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the token, which its bearer alone has. */
    digest: bytes('digest').notNull().unique('own_visits_digest'),
    personId: text('person_id').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [index('own_visits_expires').on(table.expiresAt)],
)

/** A statement somebody had made of themselves; it stays as it was said. */
export const integrityStatements = pgTable(
  'integrity_statements',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    /** 22 characters: its page. */
    code: text('code').notNull().unique('integrity_statements_code'),
    /** The signed bytes (credentials/statement.ts), under the person's key. */
    content: bytes('content_sealed').notNull(),
    statedOn: dayColumn('stated_on').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('integrity_statements_person').on(table.personId),
    index('integrity_statements_sealed_by').on(table.sealedBy),
  ],
)

export const sealedIntegrityStatements = sealed(integrityStatements, [
  'personId',
  'code',
  'content',
  'statedOn',
])
