import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import { notAllowed } from '../../identity/refusals.ts'
import { accountById } from '../../identity/sign-in/find-account.ts'
import { personsOfNumber } from '../../people/find-person.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import { matchingName } from '../../people/name.ts'
import { candidateName } from '../../people/name-variants.ts'
import { personNames } from '../../people/person-names.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import type { Conduct } from './conduct.ts'
import { checkedWords } from './checked.ts'
import { openContent, type VersionRow } from './content.ts'
import { recordAtHand, termInForce, versionsOf } from './find-record.ts'
import { badSearch } from './refusals.ts'
import { misconductVersions } from './schema.ts'
import { recordState, type RecordState } from './state.ts'

/** By name in one office's archive, or by number in every archive within reach. */
export type RecordSearch =
  | { readonly by: 'name'; readonly name: string; readonly officeId: string }
  | { readonly by: 'number'; readonly idNumber: string }

export interface RecordHit {
  readonly recordId: string
  /** As the record has it. */
  readonly name: string
  readonly conduct: Conduct
  readonly decisionNumber: string
  readonly state: RecordState
  /** variant: written otherwise; other-name: known under the name asked for, recorded under another; number: by the number. */
  readonly match: 'exact' | 'variant' | 'other-name' | 'number'
}

const BATCH = 500
const MOST_HITS = 50

/**
 * Who of somebody's name, or number, has a record here. A name only points: who has it is told by the number. Recorded
 * before anything is answered, with the purpose, also when nothing is found; what is beyond reach answers as what is not
 * there. At most 50. Refuses `integrity/bad-search`, `identity/not-allowed`.
 */
export async function searchRecords(ctx: Context, search: RecordSearch): Promise<readonly RecordHit[]> {
  if (ctx.actor.purpose === null) throw badSearch('查询事由', '按人查询须写明事由')
  return ctx.database.transaction(async (tx) => {
    await authoriseSomewhere(ctx, tx, 'integrity.see')
    const offices = await officesFor(ctx, tx, 'integrity.see')
    const same = search.by === 'name' ? [] : await personsAsked(ctx, tx, search)
    const found =
      search.by === 'name' ? await byName(ctx, tx, search, offices) : await byNumber(ctx, tx, same, offices)
    const hits = found.slice(0, MOST_HITS)
    await recordAct(ctx, tx, {
      act: 'integrity.see',
      officeId: search.by === 'name' ? search.officeId : await ownOffice(ctx, tx),
      // Who is asked for by number sees it, found or not.
      subjects: [...new Set([...same, ...hits.flatMap(({ version }) => version.personId ?? [])])],
      facts: { what: 'search', by: search.by, found: hits.length },
    })
    return Promise.all(hits.map(async (hit) => shown(ctx, tx, hit)))
  })
}

interface Hit {
  readonly version: VersionRow
  readonly name: string
  readonly match: RecordHit['match']
}

async function byName(
  ctx: Context,
  handle: Handle,
  { name, officeId }: Extract<RecordSearch, { by: 'name' }>,
  offices: 'all' | readonly string[],
): Promise<readonly Hit[]> {
  const typed = checkedWords('姓名', name, 2, 100)
  if (offices !== 'all' && !offices.includes(officeId)) throw notAllowed('integrity.see')
  // Names lie under their persons' keys and stand in no index: what the office keeps is opened and compared.
  const hits = new Map<string, Hit>()
  for await (const versions of versionsIn(handle, officeId)) {
    const ids = versions.flatMap(({ personId }) => personId ?? [])
    const [kept, registered] = [await remainingKeys(ctx, handle, ids), await personNames(ctx, handle, ids)]
    for (const version of versions) {
      if (!isKept(version, kept)) continue
      const { name: recorded } = await openContent(ctx, handle, version)
      const match = matchOf(typed, recorded, registered.get(version.personId ?? '') ?? '')
      if (match !== null) hits.set(version.recordId, { version, name: recorded, match })
    }
  }
  return [...hits.values()]
}

function matchOf(typed: string, recorded: string, registered: string): Hit['match'] | null {
  if (matchingName(recorded) === matchingName(typed)) return 'exact'
  const candidate = candidateName(typed)
  if (candidateName(recorded) === candidate) return 'variant'
  return candidateName(registered) === candidate ? 'other-name' : null
}

// Of an office's record nothing can be opened once it is destroyed; of a person's, once they are erased either.
const isKept = ({ personId, sealSalt }: VersionRow, kept: ReadonlyMap<string, unknown>): boolean =>
  personId === null ? sealSalt !== null : kept.has(personId)

async function* versionsIn(handle: Handle, officeId: string): AsyncGenerator<readonly VersionRow[]> {
  let after = ''
  for (;;) {
    const rows = await handle
      .select()
      .from(misconductVersions)
      .where(and(eq(misconductVersions.officeId, officeId), gt(misconductVersions.id, after)))
      .orderBy(misconductVersions.id)
      .limit(BATCH)
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)?.id ?? ''
  }
}

/** Every number of whoever has this one. */
async function personsAsked(
  ctx: Context,
  handle: Handle,
  { idNumber }: Extract<RecordSearch, { by: 'number' }>,
): Promise<readonly string[]> {
  const typed = idNumber.trim()
  if (typed.length < 5 || typed.length > 40) throw badSearch('证件号码', '请填写完整的证件号码')
  const known = await personsOfNumber(ctx, handle, typed)
  return [...new Set([...(await samePersons(handle, known)).values()].flat())]
}

async function ownOffice({ actor }: Context, handle: Handle): Promise<string | null> {
  return actor.kind === 'account' && actor.accountId !== null
    ? (await accountById(handle, actor.accountId)).officeId
    : null
}

async function byNumber(
  ctx: Context,
  handle: Handle,
  same: readonly string[],
  offices: 'all' | readonly string[],
): Promise<readonly Hit[]> {
  if (same.length === 0) return []
  const rows = await handle
    .select()
    .from(misconductVersions)
    .where(
      and(
        inArray(misconductVersions.personId, [...same]),
        inScope(offices, sql`${misconductVersions.officeId}`),
      ),
    )
    .orderBy(misconductVersions.recordId, misconductVersions.version)
  const kept = await remainingKeys(ctx, handle, same)
  const hits = new Map<string, Hit>()
  for (const version of rows)
    if (kept.has(version.personId ?? '')) {
      const { name } = await openContent(ctx, handle, version)
      hits.set(version.recordId, { version, name, match: 'number' })
    }
  return [...hits.values()]
}

async function shown(ctx: Context, handle: Handle, { version, name, match }: Hit): Promise<RecordHit> {
  const { conduct, decisionNumber } = await recordAtHand(handle, await versionsOf(handle, version.recordId))
  const term = await termInForce(handle, version.recordId)
  const state = recordState({ term }, ctx.today())
  return { recordId: version.recordId, name, conduct, decisionNumber, state, match }
}
