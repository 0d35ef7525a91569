import { bigint, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { bytes, dayColumn, indexColumn } from '../platform/columns.ts'

/** One row, id 1. Its lock is taken before the ledger's and held until commit. */
export const trailHead = pgTable('trail_head', {
  id: integer('id').primaryKey(),
  /** Records so far = the next position. */
  size: indexColumn('size').notNull(),
  /** chain_{size-1}. */
  chain: bytes('chain').notNull(),
  /** How many of them the ledger has vouched for. */
  anchored: indexColumn('anchored').notNull(),
  /** HMAC over the other three under the trail key: who has only the database cannot move the head. */
  mark: bytes('mark').notNull(),
})

/** What was done or refused, by whom and why. Holds no person's name and no number; insert-only. */
export const trailRecords = pgTable(
  'trail_records',
  {
    position: indexColumn('position').primaryKey(),
    at: timestamp('at', { withTimezone: true, precision: 3 }).notNull(),
    /** As Actor.name. */
    actor: text('actor').notNull(),
    personId: text('person_id'),
    sessionId: text('session_id'),
    act: text('act').notNull(),
    officeId: text('office_id'),
    purpose: text('purpose'),
    outcome: text('outcome').$type<'done' | 'refused'>().notNull(),
    /** The refusal's code; null when it was done. */
    code: text('code'),
    /** Id of what it was about. */
    about: text('about'),
    /** Canonical JSON: a flat map. */
    facts: text('facts').notNull(),
    requestId: text('request_id'),
    /** 32 random bytes: nobody can guess a record from its hash. */
    nonce: bytes('nonce').notNull(),
    /** HMAC of the record with its subjects under the trail key: who has only the database makes no record. */
    mark: bytes('mark').notNull(),
    /** SHA-256(chain before ‖ canonical bytes of the record and its subjects). */
    chain: bytes('chain').notNull(),
  },
  (table) => [
    index('trail_records_at').on(table.at),
    index('trail_records_actor').on(table.actor, table.position),
    index('trail_records_office').on(table.officeId, table.position),
    index('trail_records_act').on(table.act, table.position),
    index('trail_records_about').on(table.about, table.position),
  ],
)

/** On whose data: the HMAC of a person's id under the trail key. */
export const trailSubjects = pgTable(
  'trail_subjects',
  {
    position: indexColumn('position').notNull(),
    subject: bytes('subject').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.position, table.subject] }),
    index('trail_subjects_subject').on(table.subject, table.position),
  ],
)

/** How often codes were looked at by anybody: a number a day and verdict, nothing of who or which. */
export const viewCounts = pgTable(
  'view_counts',
  {
    day: dayColumn('day').notNull(),
    verdict: text('verdict').notNull(),
    views: bigint('views', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.verdict] })],
)
