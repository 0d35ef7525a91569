import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { dayColumn } from '../../../platform/columns.ts'

/** What an office has said of a header only it uses. Decides how a file is read, never what a row may say. */
export const headerMappings = pgTable(
  'header_mappings',
  {
    officeId: text('office_id').notNull(),
    /** approved-list, history: the kind's mark without its version. */
    kind: text('kind').notNull(),
    /** As `headerName` spells it. */
    header: text('header').notNull(),
    column: text('column_key').notNull(),
    saidOn: dayColumn('said_on').notNull(),
    saidBy: text('said_by').notNull(),
  },
  (table) => [
    primaryKey({ name: 'header_mappings_pkey', columns: [table.officeId, table.kind, table.header] }),
  ],
)
