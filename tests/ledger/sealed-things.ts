import { sql } from 'drizzle-orm'
import { bigint, boolean, integer, pgTable, text } from 'drizzle-orm/pg-core'
import type { Handle } from '../../src/platform/database.ts'
import { bytes, dayColumn } from '../../src/platform/columns.ts'
import { sealColumns, sealed } from '../../src/ledger/seal.ts'

/** A table with a column of every kind, which only tests have. */
export const sealedThings = pgTable('sealed_things', {
  id: text('id').primaryKey(),
  name: bytes('name_sealed').notNull(),
  title: text('title').notNull(),
  position: integer('position').notNull(),
  listed: boolean('listed').notNull(),
  committee: text('committee'),
  statusIndex: bigint('status_index', { mode: 'bigint' }).notNull(),
  obtainedOn: dayColumn('obtained_on').notNull(),
  remark: text('remark'),
  ...sealColumns(),
})

export const things = sealed(sealedThings, [
  'title',
  'name',
  'position',
  'listed',
  'committee',
  'statusIndex',
  'obtainedOn',
])

export async function createSealedThings(handle: Handle): Promise<void> {
  await handle.execute(sql`
    create table sealed_things (id text primary key, name_sealed bytea not null, title text not null,
      position integer not null, listed boolean not null, committee text, status_index bigint not null,
      obtained_on date not null, remark text, seal_salt bytea, seal bytea not null, sealed_by text not null)`)
}
