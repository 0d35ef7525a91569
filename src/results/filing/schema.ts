import { boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { reviewCycles } from '../../cycles/schema.ts'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { dayColumn } from '../../platform/columns.ts'
import { resultLists } from '../lists/schema.ts'
import type { FilingKind, PacketLine } from './packet.ts'

/** What a convening body handed in; handed in again, it is the next position. Holds counts and words, no person's name. */
export const filings = pgTable(
  'filings',
  {
    id: text('id').primaryKey(),
    cycleId: text('cycle_id')
      .notNull()
      .references(() => reviewCycles.id),
    kind: text('kind').$type<FilingKind>().notNull(),
    /** 1, 2, … of the cycle and kind. */
    position: integer('position').notNull(),
    lines: jsonb('lines').$type<readonly PacketLine[]>().notNull(),
    /** The list it names people by; null where the packet names nobody. */
    listId: text('list_id').references(() => resultLists.id),
    /** As approvals of the list are bound to it, hex. */
    listDigest: text('list_digest'),
    /** The last day by the rule; null where no number of days is stated. */
    latest: dayColumn('latest'),
    late: boolean('late').notNull(),
    submittedOn: dayColumn('submitted_on').notNull(),
    submittedBy: text('submitted_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('filings_position').on(table.cycleId, table.kind, table.position),
    index('filings_sealed_by').on(table.sealedBy),
  ],
)

export const sealedFilings = sealed(filings, [
  'cycleId',
  'kind',
  'position',
  'lines',
  'listId',
  'listDigest',
  'latest',
  'late',
  'submittedOn',
  'submittedBy',
])
