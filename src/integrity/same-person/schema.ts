import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'

/** Somebody's word that two records of persons are one human, or are not after all; nothing before another has agreed. */
export const personJoinProposals = pgTable(
  'person_join_proposals',
  {
    id: text('id').primaryKey(),
    act: text('act').$type<'merge' | 'part'>().notNull(),
    oneId: text('one_id').notNull(),
    otherId: text('other_id').notNull(),
    /** What it becomes of the pair (people/schema.ts): carried out once, and not after something else was. */
    position: integer('position').notNull(),
    officeId: text('office_id').notNull(),
    /** Why, with a salt, under the first one's key. */
    ground: bytes('ground_sealed').notNull(),
    /** SHA-256 of all of it: what is approved. */
    digest: bytes('digest').notNull(),
    proposedOn: dayColumn('proposed_on').notNull(),
    proposedBy: text('proposed_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('person_join_proposals_office').on(table.officeId, table.proposedOn),
    index('person_join_proposals_one').on(table.oneId),
    index('person_join_proposals_other').on(table.otherId),
    index('person_join_proposals_sealed_by').on(table.sealedBy),
  ],
)

export const sealedPersonJoinProposals = sealed(personJoinProposals, [
  'act',
  'oneId',
  'otherId',
  'position',
  'officeId',
  'ground',
  'digest',
  'proposedOn',
  'proposedBy',
])
