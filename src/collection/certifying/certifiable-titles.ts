import { and, eq, inArray } from 'drizzle-orm'
import { officesAbove } from '../../identity/find-authority.ts'
import type { Handle } from '../../platform/database.ts'
import { levelGroupOf } from '../../policy/level-group.ts'
import { policyOf } from '../../policy/policy-of.ts'
import { answersOf } from '../../policy/answers-of.ts'
import { isCurrentTitle, titlesOfPersons, type TitleRecord } from '../../titles/current-titles.ts'
import { isSpecified } from '../../titles/level.ts'
import { foldNumber } from '../../titles/past-title.ts'
import { titleRecords } from '../../titles/schema.ts'
import { parseSeries } from '../../titles/series.ts'
import { boundPersons } from '../corrections/bound-persons.ts'
import { relationOf } from '../reconcile/compare-titles.ts'
import { collectionCertifiedTitles } from '../reconcile/schema.ts'
import { sourceRows, type SourceRow } from '../reconcile/source-rows.ts'
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

interface Source extends SourceRow {
  readonly title: TitleRecord
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
  const rows = await sourceRows(
    handle,
    own.map(({ id }) => id),
  )
  return own.flatMap((title) => {
    const row = rows.get(title.id)
    return row ? [{ title, ...row }] : []
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
