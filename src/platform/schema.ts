import { index, integer, pgTable, timestamp } from 'drizzle-orm/pg-core'
import { bytes } from './columns.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** Requests that may come twice and must act once. Written in the transaction of what they did. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** HMAC of the key, who sent it and to which route. */
    id: bytes('id').primaryKey(),
    /** HMAC of everything that was asked. */
    request: bytes('request').notNull(),
    /** Status and body as they went out, encrypted: they may show what only their reader may see. */
    answer: bytes('answer_sealed'),
    at: instant('at').notNull(),
  },
  (table) => [index('idempotency_keys_at').on(table.at)],
)

/** What was counted against a limit, where several instances must share the count. Nobody can be read from it. */
export const rateCounts = pgTable(
  'rate_counts',
  {
    /** HMAC of the rule and whom it is counted for. */
    key: bytes('key').primaryKey(),
    count: integer('count').notNull(),
    /** End of the window, by the database's clock. */
    until: instant('until').notNull(),
  },
  (table) => [index('rate_counts_until').on(table.until)],
)
