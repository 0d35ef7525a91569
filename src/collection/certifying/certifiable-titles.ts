import { and, eq, inArray, sql } from 'drizzle-orm'
import { officesAbove } from '../../identity/find-authority.ts'
import { samePersons } from '../../people/same-persons.ts'
import { persons } from '../../people/schema.ts'
import { rowsOf, type Handle } from '../../platform/database.ts'
import { levelGroupOf } from '../../policy/level-group.ts'
import { policyOf } from '../../policy/policy-of.ts'
import { answersOf } from '../../policy/answers-of.ts'
import { isCurrentTitle, titlesOfPersons, type TitleRecord } from '../../titles/current-titles.ts'
import { isSpecified } from '../../titles/level.ts'
import { foldNumber } from '../../titles/past-title.ts'
import { titleRecords } from '../../titles/schema.ts'
import { parseSeries } from '../../titles/series.ts'
import { collectionBatches, collectionRows } from '../batch/schema.ts'
import { collectionProgrammes } from '../programme/schema.ts'
import { relationOf } from '../reconcile/compare-titles.ts'
import { collectionCertifiedTitles, collectionRowTitles } from '../reconcile/schema.ts'
import { toldOf } from '../reconcile/told-title.ts'

/** Why an accepted title gets no certificate now. */
export type NotNow = 'too-early' | 'unbound' | 'incomplete' | 'certified' | 'listed'

const WHY: Readonly<Record<NotNow, string>> = {
  'too-early': '取得年度早于电子证书起始年度',
  unbound: '证件号码没有核实（没有号码、校验位不对或与他人重号），须先认定到已核实的人员',
  incomplete: '系列、专业、单位、级别或取得时间不完整',
  certified: '已有本系统所发的职称',
  listed: '已列入办证名单',
}

export const notNowName = (why: NotNow): string => WHY[why]

/** An accepted title that can be certified, and what its row tells beside it. */
export interface CertifiableTitle {
  readonly title: TitleRecord
  /** Its first version: certified once, however often it was corrected. */
  readonly firstId: string
  /** The verified record of the same human, to whom the certificate will belong. */
  readonly personId: string
  readonly employer: string
  readonly position: number
}

export interface Certifiable {
  readonly titles: readonly CertifiableTitle[]
  readonly notNow: Readonly<Partial<Record<NotNow, number>>>
}

interface Source {
  readonly title: TitleRecord
  readonly firstId: string
  readonly employer: string | null
  readonly position: number
  readonly place: string
}

/**
 * Step: the accepted titles conferred by a document, of the issuing office and those below it: which can be certified,
 * and how many of the others cannot for which reason.
 */
export async function certifiableTitles(
  handle: Handle,
  { authorityId, document }: { readonly authorityId: string; readonly document: string },
): Promise<Certifiable> {
  const sources = await sourcesOf(handle, authorityId, document)
  const bound = await boundPersons(
    handle,
    sources.map(({ title }) => title.personId),
  )
  const held = await titlesOfPersons(
    handle,
    sources.map(({ title }) => title.personId),
  )
  const listed = await listedTitles(
    handle,
    sources.map(({ firstId }) => firstId),
  )
  const from = await firstYears(
    handle,
    sources.map(({ place }) => place),
  )
  const notNow: Partial<Record<NotNow, number>> = {}
  const titles = sources.flatMap((source): CertifiableTitle[] => {
    const { title, firstId, employer, position, place } = source
    const personId = bound.get(title.personId) ?? null
    const group = levelGroupOf(title.level)
    const first = group === null ? null : (from.get(place)?.(group) ?? null)
    const why = reasonOf({ ...source, personId, first, held: held.get(title.personId) ?? [], listed })
    if (why === null && personId !== null && employer !== null)
      return [{ title, firstId, personId, employer, position }]
    const reason = why ?? 'incomplete'
    notNow[reason] = (notNow[reason] ?? 0) + 1
    return []
  })
  return { titles, notNow }
}

function reasonOf({
  title,
  firstId,
  employer,
  personId,
  first,
  held,
  listed,
}: Source & {
  readonly personId: string | null
  readonly first: number | null
  readonly held: readonly TitleRecord[]
  readonly listed: ReadonlySet<string>
}): NotNow | null {
  if (listed.has(firstId)) return 'listed'
  const mine = toldOf(title)
  if (held.some((other) => other.source === 'live' && relationOf(mine, toldOf(other)) === 'one'))
    return 'certified'
  if (first === null || Number(title.obtainedOn.slice(0, 4)) < first) return 'too-early'
  if (personId === null) return 'unbound'
  const isComplete =
    parseSeries(title.series) !== null &&
    title.specialty !== '' &&
    employer !== null &&
    isSpecified(title.level) &&
    title.obtainedPrecision === 'day'
  return isComplete ? null : 'incomplete'
}

/** Titles in force with the row that brought each, through however many corrections. */
async function sourcesOf(handle: Handle, authorityId: string, document: string): Promise<readonly Source[]> {
  const titles = await handle
    .select()
    .from(titleRecords)
    .where(
      and(
        eq(titleRecords.pastDocument, foldNumber(document)),
        eq(titleRecords.source, 'backfilled'),
        isCurrentTitle(handle),
      ),
    )
    .orderBy(titleRecords.position, titleRecords.id)
    .limit(5000)
  const within = await officesWithin(handle, authorityId, titles)
  const own = titles.filter(({ collectedById }) => collectedById !== null && within.has(collectedById))
  if (own.length === 0) return []
  const rows = await rowsOf<{
    title: string
    first: string
    employer: string | null
    position: number
    place: string
  }>(
    handle,
    sql`with recursive version(title, id, depth) as (
        select each, each, 0 from unnest(string_to_array(${own.map(({ id }) => id).join(',')}, ',')) each
        union all
        select version.title, t.replaces, depth + 1 from version join ${titleRecords} t on t.id = version.id
        where t.replaces is not null
      )
      select distinct on (version.title) version.title,
        (select v.id from version v where v.title = version.title order by v.depth desc limit 1) as first,
        r.employer, r.position, p.place
      from version
      join ${collectionRowTitles} rt on rt.title_id = version.id
      join ${collectionRows} r on r.id = rt.id
      join ${collectionBatches} b on b.id = rt.batch_id
      join ${collectionProgrammes} p on p.id = b.programme_id
      order by version.title, version.depth, rt.id`,
  )
  const bySource = new Map(rows.map((row) => [row.title, row]))
  return own.flatMap((title) => {
    const row = bySource.get(title.id)
    if (!row) return []
    return [{ title, firstId: row.first, employer: row.employer, position: row.position, place: row.place }]
  })
}

async function officesWithin(
  handle: Handle,
  authorityId: string,
  titles: readonly TitleRecord[],
): Promise<ReadonlySet<string>> {
  const within = new Set<string>()
  for (const office of new Set(titles.flatMap(({ collectedById }) => collectedById ?? [])))
    if ((await officesAbove(handle, office)).includes(authorityId)) within.add(office)
  return within
}

/** The one verified record of each human; nobody where there is none, or more than one. */
async function boundPersons(handle: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const same = await samePersons(handle, ids)
  const all = [...new Set([...same.values()].flat())]
  const rows = await handle
    .select({ id: persons.id })
    .from(persons)
    .where(
      and(
        sql`${persons.id} = any(string_to_array(${all.join(',')}, ','))`,
        eq(persons.tier, 'verified'),
        sql`length(${persons.wrappedKey}) > 0`,
      ),
    )
  const verified = new Set(rows.map(({ id }) => id))
  return new Map(
    [...same].flatMap(([id, others]) => {
      // Their own number first; else the only one they were found to have.
      if (verified.has(id)) return [[id, id] as const]
      const known = others.filter((other) => verified.has(other))
      return known.length === 1 && known[0] !== undefined ? [[id, known[0]] as const] : []
    }),
  )
}

async function listedTitles(handle: Handle, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await handle
    .select({ id: collectionCertifiedTitles.id })
    .from(collectionCertifiedTitles)
    .where(inArray(collectionCertifiedTitles.id, [...ids]))
  return new Set(rows.map(({ id }) => id))
}

/** The policy's first certificate year of each place, by group of levels; null where nobody has said. */
async function firstYears(handle: Handle, places: readonly string[]) {
  type Group = NonNullable<ReturnType<typeof levelGroupOf>>
  const years = new Map<string, (level: Group) => number | null>()
  for (const place of new Set(places)) {
    const answers = await answersOf(handle, place)
    years.set(place, (level) => {
      const { firstCertificateYear } = policyOf(place, { level, answers })
      return firstCertificateYear.kind === 'unspecified' ? null : firstCertificateYear.value
    })
  }
  return years
}
