import { index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../../ledger/seal.ts'
import { bytes, dayColumn } from '../../../platform/columns.ts'
import { resultRows } from '../schema.ts'

/** Two applications in one year, or a title somebody has and did not name. Never a finding: a person looks. */
export type LeadKind = 'same-year' | 'hidden-title'

/** What a person found out about a lead, once. Nothing follows from it by itself. */
export const leadSettlements = pgTable(
  'lead_settlements',
  {
    id: text('id').primaryKey(),
    rowId: text('row_id')
      .notNull()
      .references(() => resultRows.id),
    kind: text('kind').$type<LeadKind>().notNull(),
    /** The other row or the title record it points at. */
    sourceId: text('source_id').notNull(),
    /** explained: nothing is wrong; confirmed: it is so, and whoever handles it must act. */
    outcome: text('outcome').$type<'explained' | 'confirmed'>().notNull(),
    personId: text('person_id').notNull(),
    /** Why, under the person's key. */
    ground: bytes('ground_sealed').notNull(),
    settledOn: dayColumn('settled_on').notNull(),
    settledBy: text('settled_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('lead_settlements_once').on(table.rowId, table.kind, table.sourceId),
    index('lead_settlements_sealed_by').on(table.sealedBy),
  ],
)

export const sealedLeadSettlements = sealed(leadSettlements, [
  'rowId',
  'kind',
  'sourceId',
  'outcome',
  'personId',
  'ground',
  'settledOn',
  'settledBy',
])
