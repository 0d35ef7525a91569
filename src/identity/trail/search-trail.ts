import { and, desc, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm'
import { isDay, type Day } from '../../calendar/day.ts'
import { personsByNumber } from '../../people/find-person.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { subjectOf } from '../../trail/record.ts'
import { badSearch } from '../../trail/refusals.ts'
import { trailRecords, trailSubjects } from '../../trail/schema.ts'
import { authoriseSomewhere, inScope, officesFor } from '../authorise.ts'
import { accountByLogin } from '../sign-in/find-account.ts'
import { currentAccounts as accounts } from '../sign-in/schema.ts'

/** What a supervisor looks for; what is left out is not asked. */
export interface TrailSearch {
  /** A login, or an actor as stored: 'account:…', 'console:…'. */
  readonly actor?: string | undefined
  readonly officeId?: string | undefined
  readonly act?: string | undefined
  /** Id of an object. */
  readonly about?: string | undefined
  readonly outcome?: 'done' | 'refused' | undefined
  /** Days in China, both inclusive. */
  readonly from?: Day | undefined
  readonly through?: Day | undefined
  /** Whose data: by certificate… */
  readonly certificateNumber?: string | undefined
  /** …or by name and number. Neither ever reaches the trail. */
  readonly person?: { readonly name: string; readonly idNumber: string } | undefined
  /** Position to go on below. */
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** Whose certificate a number is; certificates stand above this folder. */
export type PersonOfCertificate = (ctx: Context, handle: Handle, number: string) => Promise<string | null>

export type FoundRecord = Pick<
  typeof trailRecords.$inferSelect,
  'position' | 'at' | 'actor' | 'act' | 'officeId' | 'purpose' | 'outcome' | 'code' | 'about' | 'facts'
>

export interface FoundRecords {
  /** Newest first. */
  readonly items: readonly FoundRecord[]
  readonly next: string | null
}

/**
 * Searches the records of the offices in the actor's reach, and records the search before it answers: whose data was
 * asked for, and which conditions. Somebody we do not know has no records. Refuses `identity/not-allowed`,
 * `trail/bad-search`; a search by person wants a purpose.
 */
export async function searchTrail(
  ctx: Context,
  search: TrailSearch,
  personOfCertificate: PersonOfCertificate,
): Promise<FoundRecords> {
  refuseIfBad(ctx, search)
  return ctx.database.transaction(async (tx) => {
    await authoriseSomewhere(ctx, tx, 'trail.search')
    const offices = await officesFor(ctx, tx, 'trail.search')
    const people = await peopleIn(ctx, tx, search, personOfCertificate)
    const found = await find(
      tx,
      [
        inReach(offices),
        ...conditions(search),
        ...(await actorCondition(tx, search.actor)),
        ...(people === null ? [] : [onDataOf(ctx, people), await mayTell(ctx, tx)]),
      ],
      search.limit ?? 50,
    )
    await recordAct(ctx, tx, {
      act: 'trail.search',
      officeId: null,
      ...(people && { subjects: people }),
      facts: factsOf(search),
    })
    return found
  })
}

function refuseIfBad(ctx: Context, search: TrailSearch): void {
  const { from, through, after, person, certificateNumber } = search
  // What is asked for is kept with the search, so nobody's number may stand where an id belongs.
  for (const field of ['actor', 'officeId', 'act', 'about'] as const)
    if (/[0-9０-９]{15}/.test(search[field] ?? ''))
      throw badSearch(field, '这里不能填写证件号码，按人查询请用姓名和证件号码两栏')
  if (from !== undefined && !isDay(from)) throw badSearch('from', '起始日期应为 YYYY-MM-DD')
  if (through !== undefined && !isDay(through)) throw badSearch('through', '截止日期应为 YYYY-MM-DD')
  if (from !== undefined && through !== undefined && from > through)
    throw badSearch('through', '截止日期早于起始日期')
  if (after !== undefined && !/^\d{1,18}$/.test(after)) throw badSearch('after', '页码不对')
  const isByPerson = person !== undefined || certificateNumber !== undefined
  if (isByPerson && ctx.actor.purpose === null) throw badSearch('purpose', '按人查询须写明事由')
}

async function peopleIn(
  ctx: Context,
  tx: Transaction,
  { person, certificateNumber }: TrailSearch,
  personOfCertificate: PersonOfCertificate,
): Promise<readonly string[] | null> {
  if (person === undefined && certificateNumber === undefined) return null
  const named = person === undefined ? null : await personsByNumber(ctx, tx, person)
  if (certificateNumber === undefined) return named
  const holder = await personOfCertificate(ctx, tx, certificateNumber)
  // Both were given: both have to mean the same person.
  return holder !== null && (named === null || named.includes(holder)) ? [holder] : []
}

// What was about no office is shown to who oversees the office where its actor works.
const inReach = (offices: 'all' | readonly string[]): SQL =>
  sql`(${inScope(offices, trailRecords.officeId)} or ${trailRecords.officeId} is null and exists (
    select 1 from ${accounts} where 'account:' || ${accounts.id} = ${trailRecords.actor}
      and ${inScope(offices, accounts.officeId)}))`

// Of a person, that there is a record in the integrity archive is told to those who may see it there, and to nobody else.
const mayTell = async (ctx: Context, tx: Transaction): Promise<SQL> =>
  sql`(${trailRecords.act} not like 'integrity.%' and ${trailRecords.facts} not like '%"integrity.%'
    and ${trailRecords.code} is distinct from 'results/not-accepted'
    or ${inReach(await officesFor(ctx, tx, 'integrity.see'))})`

const onDataOf = ({ keyring }: Context, people: readonly string[]): SQL =>
  people.length === 0
    ? sql`false`
    : sql`exists (select 1 from ${trailSubjects} where ${trailSubjects.position} = ${trailRecords.position}
        and ${inArray(
          trailSubjects.subject,
          people.map((personId) => subjectOf(keyring.fields, personId)),
        )})`

// A day in China begins eight hours before it does in Greenwich.
const startOf = (day: Day): SQL => sql`(${`${day}T00:00:00+08:00`})::timestamptz`

function conditions({ officeId, act, about, outcome, from, through, after }: TrailSearch): readonly SQL[] {
  return [
    ...(officeId === undefined ? [] : [eq(trailRecords.officeId, officeId)]),
    ...(act === undefined ? [] : [eq(trailRecords.act, act)]),
    ...(about === undefined ? [] : [eq(trailRecords.about, about)]),
    ...(outcome === undefined ? [] : [eq(trailRecords.outcome, outcome)]),
    ...(from === undefined ? [] : [gte(trailRecords.at, startOf(from))]),
    ...(through === undefined ? [] : [sql`${trailRecords.at} < ${startOf(through)} + interval '1 day'`]),
    ...(after === undefined ? [] : [lt(trailRecords.position, BigInt(after))]),
  ]
}

async function actorCondition(tx: Transaction, actor: string | undefined): Promise<readonly SQL[]> {
  if (actor === undefined) return []
  if (actor.includes(':') || actor === 'public') return [eq(trailRecords.actor, actor)]
  const account = await accountByLogin(tx, actor.toLowerCase())
  return [account === null ? sql`false` : eq(trailRecords.actor, `account:${account.id}`)]
}

async function find(tx: Transaction, where: readonly SQL[], limit: number): Promise<FoundRecords> {
  const rows = await tx
    .select({
      position: trailRecords.position,
      at: trailRecords.at,
      actor: trailRecords.actor,
      act: trailRecords.act,
      officeId: trailRecords.officeId,
      purpose: trailRecords.purpose,
      outcome: trailRecords.outcome,
      code: trailRecords.code,
      about: trailRecords.about,
      facts: trailRecords.facts,
    })
    .from(trailRecords)
    .where(and(...where))
    .orderBy(desc(trailRecords.position))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? String(items.at(-1)?.position) : null }
}

/** Which conditions were set, and those that name nobody by what they were. */
function factsOf(search: TrailSearch) {
  const { person, certificateNumber, after, limit: _, ...plain } = search
  const set = Object.entries(plain).filter((each): each is [string, string] => each[1] !== undefined)
  return {
    ...Object.fromEntries(set.map(([name, value]) => [name, value.slice(0, 128)])),
    byPerson: person !== undefined,
    byCertificate: certificateNumber !== undefined,
    isFirstPage: after === undefined,
  }
}
