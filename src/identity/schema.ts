import { sql } from 'drizzle-orm'
import { date, index, integer, jsonb, pgTable, pgView, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { dayColumn } from '../platform/columns.ts'
import type { AuthorityKind, AuthorityState } from './authority.ts'
import type { Power } from './power.ts'
import type { Role } from './role.ts'

/** An office as it was registered; what it is now is in `current_authorities`. */
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
    /** The name on its seal; null for who holds none. */
    sealName: text('seal_name'),
    ...sealColumns(),
  },
  (table) => [index('authorities_sealed_by').on(table.sealedBy)],
)

/** What became of an office: the newest row says all that can change, whole. */
export const authorityChanges = pgTable(
  'authority_changes',
  {
    id: text('id').primaryKey(),
    authorityId: text('authority_id')
      .notNull()
      .references(() => authorities.id),
    /** 1, 2, … for each office. */
    position: integer('position').notNull(),
    parentId: text('parent_id'),
    name: text('name').notNull(),
    documentWord: text('document_word'),
    sealName: text('seal_name'),
    state: text('state').$type<AuthorityState>().notNull(),
    /** The deciding document, in words. */
    ground: text('ground').notNull(),
    changedOn: dayColumn('changed_on').notNull(),
    changedBy: text('changed_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('authority_changes_position').on(table.authorityId, table.position),
    index('authority_changes_sealed_by').on(table.sealedBy),
  ],
)

/** Every office as it is now. */
export const currentAuthorities = pgView('current_authorities', {
  id: text('id').notNull(),
  parentId: text('parent_id'),
  kind: text('kind').$type<AuthorityKind>().notNull(),
  name: text('name').notNull(),
  creditCode: text('credit_code').notNull(),
  place: text('place').notNull(),
  documentWord: text('document_word'),
  numberPrefix: text('number_prefix'),
  sealName: text('seal_name'),
  state: text('state').$type<AuthorityState>().notNull(),
}).as(
  sql`select a.id,
    case when c.id is null then a.parent_id else c.parent_id end as parent_id,
    a.kind,
    coalesce(c.name, a.name) as name,
    a.credit_code,
    a.place,
    case when c.id is null then a.document_word else c.document_word end as document_word,
    a.number_prefix,
    case when c.id is null then a.seal_name else c.seal_name end as seal_name,
    coalesce(c.state, 'open') as state
  from authorities a
  left join lateral (
    select * from authority_changes where authority_id = a.id order by position desc limit 1
  ) c on true`,
)

/** What an office may confirm, issue or file; a withdrawal is a row that names the row it ends. */
export const authorityPowers = pgTable(
  'authority_powers',
  {
    id: text('id').primaryKey(),
    authorityId: text('authority_id')
      .notNull()
      .references(() => authorities.id),
    power: text('power').$type<Power>().notNull(),
    /** GB/T 12407 codes. */
    levels: jsonb('levels').$type<readonly string[]>().notNull(),
    /** Names of series; null is every series. */
    series: jsonb('series').$type<readonly string[]>(),
    /** Years of the titles, both inclusive; null is open. */
    fromYear: integer('from_year').notNull(),
    throughYear: integer('through_year'),
    /** The notice and clause, or the document, that gives or takes it. */
    ground: text('ground').notNull(),
    /** The row this one ends; null gives a power. */
    withdraws: text('withdraws').unique('authority_powers_withdraws'),
    decidedOn: dayColumn('decided_on').notNull(),
    decidedBy: text('decided_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('authority_powers_authority').on(table.authorityId),
    index('authority_powers_sealed_by').on(table.sealedBy),
  ],
)

/** Who held which role for which office, and until when: the newest row of the three decides. */
export const roleGrants = pgTable(
  'role_grants',
  {
    id: text('id').primaryKey(),
    /** An account's or an API client's id; random, so no personal data. */
    grantee: text('grantee').notNull(),
    role: text('role').$type<Role>().notNull(),
    authorityId: text('authority_id')
      .notNull()
      .references(() => authorities.id),
    /** 1, 2, … for each grantee, role and office; odd ones grant, even ones withdraw. */
    position: integer('position').notNull(),
    state: text('state').$type<'granted' | 'withdrawn'>().notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    decidedBy: text('decided_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('role_grants_position').on(table.grantee, table.role, table.authorityId, table.position),
    index('role_grants_authority').on(table.authorityId),
    index('role_grants_sealed_by').on(table.sealedBy),
  ],
)

/** The roles held now; a closed account or client holds none. */
export const currentRoleGrants = pgView('current_role_grants', {
  id: text('id').notNull(),
  grantee: text('grantee').notNull(),
  role: text('role').$type<Role>().notNull(),
  authorityId: text('authority_id').notNull(),
  decidedOn: date('decided_on', { mode: 'string' }).notNull(),
  decidedBy: text('decided_by').notNull(),
}).as(
  sql`select id, grantee, role, authority_id, decided_on, decided_by from role_grants g
  where state = 'granted' and not exists (
    select 1 from role_grants later
    where later.grantee = g.grantee and later.role = g.role
      and later.authority_id = g.authority_id and later.position > g.position
  ) and not exists (select 1 from closings where holder_id = g.grantee)`,
)

export const sealedAuthorities = sealed(authorities, [
  'parentId',
  'kind',
  'name',
  'creditCode',
  'place',
  'documentWord',
  'numberPrefix',
  'sealName',
])

export const sealedAuthorityChanges = sealed(authorityChanges, [
  'authorityId',
  'position',
  'parentId',
  'name',
  'documentWord',
  'sealName',
  'state',
  'ground',
  'changedOn',
  'changedBy',
])

export const sealedAuthorityPowers = sealed(authorityPowers, [
  'authorityId',
  'power',
  'levels',
  'series',
  'fromYear',
  'throughYear',
  'ground',
  'withdraws',
  'decidedOn',
  'decidedBy',
])

export const sealedRoleGrants = sealed(roleGrants, [
  'grantee',
  'role',
  'authorityId',
  'position',
  'state',
  'decidedOn',
  'decidedBy',
])
