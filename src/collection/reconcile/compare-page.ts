import { and, eq, sql } from 'drizzle-orm'
import { remainingKeys } from '../../people/find-keys.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { titlesOfPersons, type TitleRecord } from '../../titles/current-titles.ts'
import type { Batch } from '../batch/whole-batch.ts'
import { collectionRows } from '../batch/schema.ts'
import { fieldsApart, relationOf, type ComparedField, type ToldTitle } from './compare-titles.ts'
import { alikeInAccepted } from './likeness.ts'
import { openRows, type OpenedRow } from './opened-row.ts'
import type { Against, Verdict } from './schema.ts'
import { toldTitles } from './told-title.ts'

/** A row and something it says the same as, or does not agree with. */
export interface Finding {
  readonly key: string
  readonly verdict: Verdict
  readonly against: Against
  readonly rowId: string | null
  readonly otherRowId: string | null
  readonly titleId: string | null
  readonly personId: string
  readonly otherPersonId: string | null
  readonly otherOfficeId: string | null
  readonly fields: readonly ComparedField[]
}

type Facts = Omit<Finding, 'key'>

/** What is compared with what, and in which fields: found again it is the same question. */
export const keyOf = (of: Facts): string =>
  [of.against, of.rowId, of.otherRowId, of.titleId, of.fields.join(',')].map((each) => each ?? '').join('|')

/**
 * Step: what stands against the rows of a page: earlier rows of the same file, titles of the same human, and whoever else
 * has the same number, or all but a number.
 */
export async function comparePage(
  ctx: Context,
  handle: Handle,
  batch: Pick<Batch, 'id' | 'officeId'>,
  page: readonly OpenedRow[],
): Promise<readonly Finding[]> {
  const known = page.filter(({ key }) => key !== null)
  const named = await remainingNamesakes(ctx, handle, known)
  const alike = await alikeInAccepted(ctx, handle, known)
  const others = ({ row }: OpenedRow) => [...(named.get(row.id) ?? []), ...(alike.get(row.id) ?? [])]
  const people = known.flatMap((mine) => [mine.row.personId, ...others(mine)])
  const titles = await titlesOfPersons(handle, people)
  const told = await toldTitles(ctx, handle, [...new Set([...titles.values()].flat())])
  // Whoever was registered with a row has none before it in its file.
  const again = known.filter((mine) => mine.row.match !== 'registered' || named.has(mine.row.id))
  const twice = again.flatMap(({ row }) => [row.personId, ...(named.get(row.id) ?? [])])
  const inFile = await rowsOfPeople(ctx, handle, batch.id, twice)
  const rowsOf = (personId: string) => inFile.get(personId) ?? []
  const met = known.filter((mine) => others(mine).length > 0)
  const same = await samePersons(
    handle,
    met.map(({ row }) => row.personId),
  )
  return known.flatMap((mine) => {
    const { row } = mine
    const isOne = (personId: string) =>
      personId === row.personId || (same.get(row.personId) ?? []).includes(personId)
    const titlesOf = (personId: string) => titles.get(personId) ?? []
    const found = [
      ...sameFile(mine, rowsOf(row.personId)),
      ...ofTitles(mine, titlesOf(row.personId), told, batch.officeId),
      ...(named.get(row.id) ?? [])
        .filter((id) => !isOne(id))
        .map((id) => ofNamesake(mine, id, titlesOf(id), told, rowsOf(id))),
      ...ofLikeness(mine, (alike.get(row.id) ?? []).filter((id) => !isOne(id)).flatMap(titlesOf), told),
    ]
    return found.map((facts) => ({ ...facts, key: keyOf(facts) }))
  })
}

/** Whose number a row's is under another name, by row; whoever was erased has none any more. */
async function remainingNamesakes(
  ctx: Context,
  handle: Handle,
  known: readonly OpenedRow[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const keys = await remainingKeys(
    ctx,
    handle,
    known.flatMap(({ row }) => row.namesakeId ?? []),
  )
  return new Map(
    known.flatMap(({ row: { id, namesakeId } }) =>
      namesakeId !== null && keys.has(namesakeId) ? [[id, [namesakeId]] as const] : [],
    ),
  )
}

const NOTHING = { otherRowId: null, titleId: null, otherPersonId: null, otherOfficeId: null } as const

/** Two rows of one file about one title: the later one is asked about. */
function sameFile({ row, told }: OpenedRow, inFile: readonly OpenedRow[]): readonly Facts[] {
  return inFile.flatMap((other): Facts[] => {
    if (other.row.position >= row.position) return []
    const verdict = verdictOf(told, other.told, false)
    if (verdict === null) return []
    const fields = fieldsApart(told, other.told)
    const against = 'same-file' as const
    return [
      {
        ...NOTHING,
        verdict,
        against,
        rowId: row.id,
        otherRowId: other.row.id,
        personId: row.personId,
        fields,
      },
    ]
  })
}

function ofTitles(
  { row, told: mine }: OpenedRow,
  titles: readonly TitleRecord[],
  told: ReadonlyMap<string, ToldTitle>,
  officeId: string,
): readonly Facts[] {
  return titles.flatMap((title): Facts[] => {
    const other = told.get(title.id)
    if (!other) return []
    const against = againstOf(title, officeId)
    const verdict = verdictOf(mine, other, against === 'other-office')
    if (verdict === null) return []
    return [
      {
        ...NOTHING,
        verdict,
        against,
        rowId: row.id,
        titleId: title.id,
        personId: row.personId,
        otherPersonId: title.personId === row.personId ? null : title.personId,
        otherOfficeId: title.collectedById,
        fields: fieldsApart(mine, other),
      },
    ]
  })
}

function ofNamesake(
  { row, told: mine }: OpenedRow,
  namesakeId: string,
  titles: readonly TitleRecord[],
  told: ReadonlyMap<string, ToldTitle>,
  inFile: readonly OpenedRow[],
): Facts {
  const title = titles.find(({ id }) => {
    const other = told.get(id)
    return other !== undefined && relationOf(mine, other) === 'one'
  })
  const other = title && told.get(title.id)
  const inSame = inFile.find((each) => relationOf(mine, each.told) === 'one')
  const beside = other ?? inSame?.told
  return {
    verdict: 'conflicting',
    against: 'namesake',
    rowId: row.id,
    otherRowId: title || !inSame ? null : inSame.row.id,
    titleId: title?.id ?? null,
    personId: row.personId,
    otherPersonId: namesakeId,
    otherOfficeId: title?.collectedById ?? null,
    fields: beside ? fieldsApart(mine, beside) : ['name'],
  }
}

/** Titles of people who may be this one: a lead for somebody to settle, never by itself one human. */
function ofLikeness(
  { row, told: mine }: OpenedRow,
  titles: readonly TitleRecord[],
  told: ReadonlyMap<string, ToldTitle>,
): readonly Facts[] {
  return [...new Map(titles.map((title) => [title.id, title])).values()].flatMap((title): Facts[] => {
    const other = told.get(title.id)
    if (!other || title.source === 'live' || relationOf(mine, other) !== 'one') return []
    return [
      {
        verdict: 'conflicting',
        against: 'likeness',
        rowId: row.id,
        otherRowId: null,
        titleId: title.id,
        personId: row.personId,
        otherPersonId: title.personId,
        otherOfficeId: title.collectedById,
        fields: fieldsApart(mine, other),
      },
    ]
  })
}

const againstOf = ({ source, collectedById }: TitleRecord, officeId: string): Against => {
  if (source === 'live') return 'live-title'
  return collectedById === officeId ? 'own-title' : 'other-office'
}

/** Null: two titles, which is nobody's question. */
function verdictOf(mine: ToldTitle, other: ToldTitle, isOtherOffice: boolean): Verdict | null {
  const relation = relationOf(mine, other)
  if (relation === 'two') return null
  if (relation === 'clash') return 'conflicting'
  if (fieldsApart(mine, other).length === 0) return 'same'
  return isOtherOffice ? 'conflicting' : 'different'
}

async function rowsOfPeople(
  ctx: Context,
  handle: Handle,
  batchId: string,
  people: readonly string[],
): Promise<ReadonlyMap<string, readonly OpenedRow[]>> {
  if (people.length === 0) return new Map()
  const rows = await handle
    .select()
    .from(collectionRows)
    .where(
      and(
        sql`${collectionRows.personId} = any(string_to_array(${[...new Set(people)].join(',')}, ','))`,
        eq(collectionRows.batchId, batchId),
      ),
    )
    .orderBy(collectionRows.position)
  const byPerson = new Map<string, OpenedRow[]>()
  for (const opened of await openRows(ctx, handle, rows)) {
    const known = byPerson.get(opened.row.personId)
    if (known) known.push(opened)
    else byPerson.set(opened.row.personId, [opened])
  }
  return byPerson
}
