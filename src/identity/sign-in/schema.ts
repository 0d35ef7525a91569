import { sql } from 'drizzle-orm'
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  pgView,
  primaryKey,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import { authorities } from '../schema.ts'
import type { ClientKey } from './client-key.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** Somebody's way in, as it was opened; what it is now is in `current_accounts`. Sealed, because approvals count the people behind accounts, not the accounts. */
export const accounts = pgTable(
  'accounts',
  {
    id: text('id').primaryKey(),
    /** Two accounts of one person share it. */
    personId: text('person_id').notNull(),
    login: text('login').notNull().unique('accounts_login'),
    /** As colleagues call them, under the person's key. */
    name: bytes('name_sealed').notNull(),
    /** The office they work at; roles say where they may act. */
    officeId: text('office_id')
      .notNull()
      .references(() => authorities.id),
    openedOn: dayColumn('opened_on').notNull(),
    openedBy: text('opened_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('accounts_office').on(table.officeId),
    index('accounts_person').on(table.personId),
    index('accounts_sealed_by').on(table.sealedBy),
  ],
)

/** What became of an account: the newest row says all that can change, whole. */
export const accountChanges = pgTable(
  'account_changes',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    /** 1, 2, … for each account. */
    position: integer('position').notNull(),
    /** Under the person's key, in the place of the account's own: both are the name of one account. */
    name: bytes('name_sealed').notNull(),
    officeId: text('office_id')
      .notNull()
      .references(() => authorities.id),
    changedOn: dayColumn('changed_on').notNull(),
    changedBy: text('changed_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('account_changes_position').on(table.accountId, table.position),
    index('account_changes_sealed_by').on(table.sealedBy),
  ],
)

/** Every account as it is now, closed ones too. */
export const currentAccounts = pgView('current_accounts', {
  id: text('id').notNull(),
  personId: text('person_id').notNull(),
  login: text('login').notNull(),
  name: bytes('name_sealed').notNull(),
  officeId: text('office_id').notNull(),
}).as(
  sql`select a.id, a.person_id, a.login,
    coalesce(c.name_sealed, a.name_sealed) as name_sealed,
    coalesce(c.office_id, a.office_id) as office_id
  from accounts a
  left join lateral (
    select * from account_changes where account_id = a.id order by position desc limit 1
  ) c on true`,
)

/** Another system's way in: it signs with a key whose public half is here, and has no password. */
export const apiClients = pgTable(
  'api_clients',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    officeId: text('office_id')
      .notNull()
      .references(() => authorities.id),
    key: jsonb('key').$type<ClientKey>().notNull(),
    registeredOn: dayColumn('registered_on').notNull(),
    registeredBy: text('registered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('api_clients_office').on(table.officeId),
    index('api_clients_sealed_by').on(table.sealedBy),
  ],
)

/** An account or a client that is closed for good. */
export const closings = pgTable(
  'closings',
  {
    id: text('id').primaryKey(),
    /** The account's or client's id. */
    holderId: text('holder_id').notNull().unique('closings_holder'),
    closedOn: dayColumn('closed_on').notNull(),
    closedBy: text('closed_by').notNull(),
    ...sealColumns(),
  },
  (table) => [index('closings_sealed_by').on(table.sealedBy)],
)

/** What proves who signs in. No row: nobody can sign in yet, or any more. */
export const credentials = pgTable('credentials', {
  accountId: text('account_id')
    .primaryKey()
    .references(() => accounts.id),
  /** argon2id in PHC form, its own parameters and salt inside. */
  passwordHash: text('password_hash').notNull(),
  /** Under the person's key; null until a first code has confirmed it. */
  totpSecret: bytes('totp_secret'),
  /** Shown, but no code has confirmed it yet. */
  totpPending: bytes('totp_pending'),
  /** The 30-second step of the last accepted code: it and everything before it are spent. */
  totpStep: integer('totp_step').notNull(),
})

/** Lets somebody set a password once. One an account; gone when used. */
export const oneTimeSecrets = pgTable('one_time_secrets', {
  accountId: text('account_id')
    .primaryKey()
    .references(() => accounts.id),
  /** SHA-256 of the secret. */
  digest: bytes('digest').notNull().unique('one_time_secrets_digest'),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
})

/** A recovery of somebody's way in, which two officers must agree on. */
export const recoveries = pgTable(
  'recoveries',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    startedBy: text('started_by').notNull(),
    startedByPerson: text('started_by_person').notNull(),
    startedAt: instant('started_at').notNull(),
    /** Null while it waits for the second officer. */
    approvedBy: text('approved_by'),
    approvedAt: instant('approved_at'),
  },
  (table) => [index('recoveries_account').on(table.accountId)],
)

/** Somebody, or another system, at work. The token itself is known to its bearer alone. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    /** SHA-256 of the token. */
    digest: bytes('digest').notNull().unique('sessions_digest'),
    kind: text('kind').$type<'account' | 'client'>().notNull(),
    /** The account's or client's id. */
    holderId: text('holder_id').notNull(),
    /** Was a one-time password given? */
    secondFactor: boolean('second_factor').notNull(),
    /** Class of browser and system, never the whole text. */
    agent: text('agent').notNull(),
    /** What its bearer is at work for, in their own words, as the trail keeps it; null: not said. */
    purpose: text('purpose'),
    createdAt: instant('created_at').notNull(),
    /** Only ever moves forward, and at most once a minute. */
    seenAt: instant('seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('sessions_holder').on(table.holderId),
    index('sessions_seen').on(table.seenAt),
    index('sessions_expires').on(table.expiresAt),
  ],
)

/** Failed attempts, counted in the database so that all instances hold one limit. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  {
    /** HMAC of a login name or of a client's address. */
    key: bytes('key').primaryKey(),
    failures: integer('failures').notNull(),
    lastAt: instant('last_at').notNull(),
    lockedUntil: instant('locked_until'),
  },
  (table) => [index('sign_in_attempts_last').on(table.lastAt)],
)

/** Assertions that were taken: none is taken twice. */
export const spentAssertions = pgTable(
  'spent_assertions',
  {
    clientId: text('client_id').notNull(),
    jti: text('jti').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.clientId, table.jti] }),
    index('spent_assertions_expires').on(table.expiresAt),
  ],
)

export const sealedAccounts = sealed(accounts, [
  'personId',
  'login',
  'name',
  'officeId',
  'openedOn',
  'openedBy',
])

export const sealedAccountChanges = sealed(accountChanges, [
  'accountId',
  'position',
  'name',
  'officeId',
  'changedOn',
  'changedBy',
])

export const sealedApiClients = sealed(apiClients, [
  'name',
  'officeId',
  'key',
  'registeredOn',
  'registeredBy',
])

export const sealedClosings = sealed(closings, ['holderId', 'closedOn', 'closedBy'])
