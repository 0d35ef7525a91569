import { boolean, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { dayColumn } from '../../platform/columns.ts'

/** The switch of an office's public list: no row, no list. The newest holds. */
export const publicListRules = pgTable(
  'public_list_rules',
  {
    id: text('id').primaryKey(),
    officeId: text('office_id').notNull(),
    position: integer('position').notNull(),
    isOpen: boolean('is_open').notNull(),
    /** The law that makes it public, and its clause. */
    basis: text('basis').notNull(),
    clause: text('clause').notNull(),
    setOn: dayColumn('set_on').notNull(),
    setBy: text('set_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('public_list_rules_position').on(table.officeId, table.position),
    index('public_list_rules_sealed_by').on(table.sealedBy),
  ],
)

export const sealedPublicListRules = sealed(publicListRules, [
  'officeId',
  'position',
  'isOpen',
  'basis',
  'clause',
  'setOn',
  'setBy',
])
