import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import type { AuthorityKind } from './authority.ts'

export const authorities = pgTable(
  'authorities',
  {
    id: text('id').primaryKey(),
    parentId: text('parent_id'),
    kind: text('kind').$type<AuthorityKind>().notNull(),
    name: text('name').notNull(),
    creditCode: text('credit_code').notNull().unique('authorities_credit_code'),
    place: text('place').notNull(),
    documentWord: text('document_word'),
    numberPrefix: text('number_prefix').unique('authorities_number_prefix'),
    ...sealColumns(),
  },
  (table) => [index('authorities_sealed_by').on(table.sealedBy)],
)

export const sealedAuthorities = sealed(authorities, [
  'parentId',
  'kind',
  'name',
  'creditCode',
  'place',
  'documentWord',
  'numberPrefix',
])
