import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { remainingKeys } from '../../people/find-keys.ts'
import { idDocumentName, type IdDocumentType } from '../../people/id-document.ts'
import { revealText } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { levelGroupOf } from '../../policy/level-group.ts'
import { isCurrentTitle, obtainedText } from '../../titles/current-titles.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { titleRecords } from '../../titles/schema.ts'
import { openTitleName } from '../../titles/title-name.ts'
import { boundPersons } from '../corrections/bound-persons.ts'
import { HISTORY_LIST, type HistoryColumn } from '../history-columns.ts'
import { sourceRows } from '../reconcile/source-rows.ts'

const PAGE = 2000
const COLUMNS: readonly HistoryColumn[] = HISTORY_LIST.columns
  .map(({ key }) => key)
  .filter((key) => key !== 'position' && key !== 'sex' && key !== 'remarks')

/** The first line: headers the judge of the office above knows. */
export const headerLine = (): string =>
  line(COLUMNS.map((key) => HISTORY_LIST.columns.find((column) => column.key === key)?.header ?? key))

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * Step: the accepted titles of an office as lines of a list, in the order of their ids, a page at a time; only those whose
 * cell is wanted, and of nobody who was erased.
 */
export async function* exportLines(
  ctx: Context,
  handle: Handle,
  officeId: string,
  isWanted: (cell: string) => boolean,
): AsyncGenerator<{
  readonly text: string
  readonly cells: readonly string[]
  readonly personIds: readonly string[]
}> {
  for (let after = ''; ;) {
    const titles = await handle
      .select()
      .from(titleRecords)
      .where(
        and(
          eq(titleRecords.collectedById, officeId),
          eq(titleRecords.source, 'backfilled'),
          gt(titleRecords.id, after),
          isCurrentTitle(handle),
        ),
      )
      .orderBy(asc(titleRecords.id))
      .limit(PAGE)
    const wanted = titles.filter((title) => isWanted(cellOf(title)))
    const sources = await sourceRows(
      handle,
      wanted.map(({ id }) => id),
    )
    const ids = [...new Set(wanted.map(({ personId }) => personId))]
    const numberOf = await numbersOf(ctx, handle, ids)
    const keys = await remainingKeys(ctx, handle, ids)
    const lines: string[] = []
    const cells: string[] = []
    for (const title of wanted) {
      const key = keys.get(title.personId)
      if (key === undefined) continue
      const employer = sources.get(title.id)?.employer ?? null
      const { idType, number } = numberOf(title.personId)
      const told: Partial<Record<HistoryColumn, string>> = {
        name: openTitleName(key, title.id, title.name),
        idType: number === '' || idType === null ? '' : idDocumentName(idType),
        idNumber: number,
        employer: employer ?? '',
        series: title.series,
        specialty: title.specialty,
        title: title.title,
        level: levelName(title.level),
        route: routeName(title.route),
        obtainedOn: obtainedText(title),
        document: title.past?.document ?? '',
        issuer: title.past?.issuer ?? '',
        paper: title.past?.number ?? '',
      }
      lines.push(line(COLUMNS.map((column) => told[column] ?? '')))
      cells.push(cellOf(title))
    }
    yield { text: lines.join(''), cells, personIds: ids }
    after = titles.at(-1)?.id ?? after
    if (titles.length < PAGE) return
  }
}

/** What number each was entered under, or, where somebody found it out since, their verified one. */
async function numbersOf(ctx: Context, handle: Handle, ids: readonly string[]) {
  const bound = await boundPersons(handle, ids)
  const all = [...new Set([...ids, ...bound.values()])]
  const keys = await remainingKeys(ctx, handle, all)
  const rows = all.length === 0 ? [] : await handle.select().from(persons).where(inArray(persons.id, all))
  const people = new Map(rows.map((one) => [one.id, one]))
  return (personId: string) => {
    const person = people.get(bound.get(personId) ?? personId)
    const key = person && keys.get(person.id)
    if (!person?.idNumber || !key) return { idType: null, number: '' }
    const number = revealText(key, { column: 'persons.id_number', row: person.id }, person.idNumber)
    return { idType: person.idType as IdDocumentType, number }
  }
}

const cellOf = ({ obtainedOn, level, route }: typeof titleRecords.$inferSelect): string =>
  `${Number(obtainedOn.slice(0, 4))}|${levelGroupOf(level)}|${route}`
