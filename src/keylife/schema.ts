import { index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { dayColumn } from '../platform/columns.ts'
import type { KeyRecord } from '../signing/keyring.ts'

/** What became of a key; `record` is all that the public may know of it from then on. */
export const keyEvents = pgTable(
  'key_events',
  {
    id: text('id').primaryKey(),
    kid: text('kid').notNull(),
    /** 1, 2, … for each key. */
    position: integer('position').notNull(),
    event: text('event').$type<KeyEvent>().notNull(),
    record: jsonb('record').$type<KeyRecord>().notNull(),
    happenedOn: dayColumn('happened_on').notNull(),
    by: text('by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('key_events_position').on(table.kid, table.position),
    index('key_events_sealed_by').on(table.sealedBy),
  ],
)

export type KeyEvent = 'added' | 'retired' | 'compromised'

export const sealedKeyEvents = sealed(keyEvents, ['kid', 'position', 'event', 'record', 'happenedOn', 'by'])
