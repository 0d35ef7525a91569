import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes, dayColumn } from '../platform/columns.ts'
import type { LevelCode } from '../titles/level.ts'
import type { CycleRoute } from './cycle.ts'
import type { EventFacts, EventStep, Evidence } from './event.ts'

/** A review committee for one term; its next term (换届) is a new row that replaces this one. */
export const reviewCommittees = pgTable(
  'review_committees',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    /** 评委会组建单位. */
    officeId: text('office_id').notNull(),
    /** 核准备案部门. */
    filingAuthorityId: text('filing_authority_id').notNull(),
    /** Names of series; null is every series. */
    series: jsonb('series').$type<readonly string[]>(),
    levels: jsonb('levels').$type<readonly LevelCode[]>().notNull(),
    /** The least number of members to draw; odd. */
    size: integer('size').notNull(),
    validFrom: dayColumn('valid_from').notNull(),
    /** Inclusive; at most three years after `validFrom`. */
    validThrough: dayColumn('valid_through').notNull(),
    replacesId: text('replaces_id').unique('review_committees_replaces'),
    registeredOn: dayColumn('registered_on').notNull(),
    registeredBy: text('registered_by').notNull(),
    /** Null for the console and for machines. */
    registeredPersonId: text('registered_person_id'),
    ...sealColumns(),
  },
  (table) => [
    index('review_committees_office').on(table.officeId),
    index('review_committees_sealed_by').on(table.sealedBy),
  ],
)

/** One year of one committee, or of a route that needs none. */
export const reviewCycles = pgTable(
  'review_cycles',
  {
    id: text('id').primaryKey(),
    /** Null for 考核认定 and 资格确认. */
    committeeId: text('committee_id').references(() => reviewCommittees.id),
    route: text('route').$type<CycleRoute>().notNull(),
    officeId: text('office_id').notNull(),
    filingAuthorityId: text('filing_authority_id').notNull(),
    /** A policy's id. */
    place: text('place').notNull(),
    year: integer('year').notNull(),
    series: jsonb('series').$type<readonly string[]>(),
    levels: jsonb('levels').$type<readonly LevelCode[]>().notNull(),
    /** The withdrawn one of the same committee and year that this one takes the place of. */
    replacesId: text('replaces_id').unique('review_cycles_replaces'),
    registeredOn: dayColumn('registered_on').notNull(),
    registeredBy: text('registered_by').notNull(),
    registeredPersonId: text('registered_person_id'),
    ...sealColumns(),
  },
  (table) => [
    // One line of cycles for each committee and year: whatever comes later takes the place of one withdrawn.
    uniqueIndex('review_cycles_committee_year')
      .on(table.committeeId, table.year)
      .where(sql`replaces_id is null and committee_id is not null`),
    index('review_cycles_office').on(table.officeId, table.year),
    index('review_cycles_filing_authority').on(table.filingAuthorityId, table.year),
    index('review_cycles_sealed_by').on(table.sealedBy),
  ],
)

/** A cycle that was entered by mistake, or refused, and is done with; never taken back. */
export const cycleWithdrawals = pgTable(
  'cycle_withdrawals',
  {
    id: text('id').primaryKey(),
    cycleId: text('cycle_id')
      .notNull()
      .unique('cycle_withdrawals_cycle')
      .references(() => reviewCycles.id),
    ground: text('ground').notNull(),
    withdrawnOn: dayColumn('withdrawn_on').notNull(),
    withdrawnBy: text('withdrawn_by').notNull(),
    ...sealColumns(),
  },
  (table) => [index('cycle_withdrawals_sealed_by').on(table.sealedBy)],
)

/** What the filing authority said of a committee or of a cycle's place in the plan; the newest of a subject holds. */
export const cycleRulings = pgTable(
  'cycle_rulings',
  {
    id: text('id').primaryKey(),
    subject: text('subject').$type<'committee' | 'cycle'>().notNull(),
    subjectId: text('subject_id').notNull(),
    /** 1, 2, … of the subject. */
    position: integer('position').notNull(),
    /** Filed, or in the plan. */
    granted: boolean('granted').notNull(),
    ground: text('ground').notNull(),
    ruledOn: dayColumn('ruled_on').notNull(),
    ruledBy: text('ruled_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('cycle_rulings_position').on(table.subjectId, table.position),
    index('cycle_rulings_sealed_by').on(table.sealedBy),
  ],
)

/** A step that was done, or planned; a correction is a new row that replaces the wrong one. */
export const cycleEvents = pgTable(
  'cycle_events',
  {
    id: text('id').primaryKey(),
    cycleId: text('cycle_id')
      .notNull()
      .references(() => reviewCycles.id),
    step: text('step').$type<EventStep>().notNull(),
    /** When it was done; of a plan, when it was planned. */
    day: dayColumn('day').notNull(),
    facts: jsonb('facts').$type<EventFacts>().notNull(),
    /** Digests of the papers it rests on; never in an entry, since a paper may be personal. */
    evidence: jsonb('evidence').$type<readonly Evidence[]>().notNull(),
    /** The list, publication, filing or document it is about. */
    about: text('about'),
    replacesId: text('replaces_id').unique('cycle_events_replaces'),
    recordedOn: dayColumn('recorded_on').notNull(),
    recordedBy: text('recorded_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('cycle_events_cycle').on(table.cycleId, table.step),
    index('cycle_events_sealed_by').on(table.sealedBy),
  ],
)

/** A calendar somebody subscribed to by its secret address. No evidence of anything. */
export const calendarFeeds = pgTable(
  'calendar_feeds',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    cycleId: text('cycle_id')
      .notNull()
      .references(() => reviewCycles.id),
    /** SHA-256 of the secret in the address. */
    tokenDigest: bytes('token_digest').notNull().unique('calendar_feeds_token'),
    openedAt: timestamp('opened_at', { withTimezone: true, precision: 3 }).notNull(),
    closedAt: timestamp('closed_at', { withTimezone: true, precision: 3 }),
  },
  (table) => [index('calendar_feeds_account').on(table.accountId, table.cycleId)],
)

export const sealedReviewCommittees = sealed(reviewCommittees, [
  'name',
  'officeId',
  'filingAuthorityId',
  'series',
  'levels',
  'size',
  'validFrom',
  'validThrough',
  'replacesId',
  'registeredOn',
  'registeredBy',
  'registeredPersonId',
])

export const sealedReviewCycles = sealed(reviewCycles, [
  'committeeId',
  'route',
  'officeId',
  'filingAuthorityId',
  'place',
  'year',
  'series',
  'levels',
  'replacesId',
  'registeredOn',
  'registeredBy',
  'registeredPersonId',
])

export const sealedCycleWithdrawals = sealed(cycleWithdrawals, [
  'cycleId',
  'ground',
  'withdrawnOn',
  'withdrawnBy',
])

export const sealedCycleRulings = sealed(cycleRulings, [
  'subject',
  'subjectId',
  'position',
  'granted',
  'ground',
  'ruledOn',
  'ruledBy',
])

export const sealedCycleEvents = sealed(cycleEvents, [
  'cycleId',
  'step',
  'day',
  'facts',
  'evidence',
  'about',
  'replacesId',
  'recordedOn',
  'recordedBy',
])
