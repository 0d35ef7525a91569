import { index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { dayColumn } from '../platform/columns.ts'
import type { LevelGroup } from './level-group.ts'

/** What an office said where every notice is silent. The newest of a place, rule and level holds; none is taken back. */
export const policyAnswers = pgTable(
  'policy_answers',
  {
    id: text('id').primaryKey(),
    place: text('place').notNull(),
    rule: text('rule').notNull(),
    /** Null: for every level. */
    level: text('level').$type<LevelGroup>(),
    value: jsonb('value').notNull(),
    /** The document and clause, or the words, it rests on. */
    ground: text('ground').notNull(),
    officeId: text('office_id').notNull(),
    /** 1, 2, … for each place. */
    position: integer('position').notNull(),
    answeredOn: dayColumn('answered_on').notNull(),
    answeredBy: text('answered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('policy_answers_position').on(table.place, table.position),
    index('policy_answers_sealed_by').on(table.sealedBy),
  ],
)

/** Every text of every place's rules this deployment has ever worked by. */
export const policyVersions = pgTable(
  'policy_versions',
  {
    id: text('id').primaryKey(),
    place: text('place').notNull(),
    /** 1, 2, … for each place. */
    position: integer('position').notNull(),
    /** SHA-256 of `rules`, base64url. */
    digest: text('digest').notNull(),
    /** The place's canonical JSON. */
    rules: text('rules').notNull(),
    publishedOn: dayColumn('published_on').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('policy_versions_position').on(table.place, table.position),
    index('policy_versions_sealed_by').on(table.sealedBy),
  ],
)

export const sealedPolicyAnswers = sealed(policyAnswers, [
  'place',
  'rule',
  'level',
  'value',
  'ground',
  'officeId',
  'position',
  'answeredOn',
  'answeredBy',
])

export const sealedPolicyVersions = sealed(policyVersions, [
  'place',
  'position',
  'digest',
  'rules',
  'publishedOn',
])
