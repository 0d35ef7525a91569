import { boolean, index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes } from '../../platform/columns.ts'
import { resultLists, resultRows } from '../lists/schema.ts'

/** 考核认定: what the bureau means to decide of one person; in force with the approval of its list. */
export const assessmentDecisions = pgTable(
  'assessment_decisions',
  {
    id: text('id').primaryKey(),
    /** The approved list it came with: of those recognised, maybe nobody. */
    listId: text('list_id')
      .notNull()
      .references(() => resultLists.id),
    /** Of the list that was handed in. */
    rowId: text('row_id')
      .notNull()
      .references(() => resultRows.id),
    personId: text('person_id').notNull(),
    granted: boolean('granted').notNull(),
    /** Why not, under the person's key; null of who is recognised. */
    ground: bytes('ground_sealed'),
    ...sealColumns(),
  },
  (table) => [
    unique('assessment_decisions_row').on(table.listId, table.rowId),
    index('assessment_decisions_person').on(table.personId),
    index('assessment_decisions_sealed_by').on(table.sealedBy),
  ],
)

export const sealedAssessmentDecisions = sealed(assessmentDecisions, [
  'listId',
  'rowId',
  'personId',
  'granted',
  'ground',
])
