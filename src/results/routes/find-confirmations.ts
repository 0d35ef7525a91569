import { and, asc, eq, sql, type SQL } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { sourceOf } from '../../cycles/source.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { compact } from '../../spreadsheets/full-width.ts'
import { resultLists, resultRows } from '../lists/schema.ts'
import { seriesOf, type OriginalTitle } from './original-title.ts'
import { confirmationsOpen, notConfirmed } from './refusals.ts'
import { issuerAnswers, titleConfirmations, type IssuerAnswer } from './schema.ts'

/** One person's title from elsewhere, as last entered. */
export interface FoundConfirmation {
  readonly id: string
  readonly personId: string
  /** Of an erased person: 已清除, and no original. */
  readonly name: string
  readonly original: OriginalTitle | null
  readonly obtainedOn: Day
  readonly version: number
  readonly answer: IssuerAnswer | null
  readonly answeredOn: Day | null
  readonly reference: string | null
}

// Of somebody who stands on a list of the cycle now, and not entered anew since.
const holds = sql`not exists (select 1 from title_confirmations later
    where later.cycle_id = ${titleConfirmations.cycleId} and later.person_id = ${titleConfirmations.personId}
      and later.series = ${titleConfirmations.series} and later.version > ${titleConfirmations.version})
  and exists (select 1 from result_rows r join result_lists l on l.id = r.list_id
    where l.cycle_id = ${titleConfirmations.cycleId} and r.person_id = ${titleConfirmations.personId}
      and not exists (select 1 from result_lists newer where newer.replaces_id = l.id))`

const selectHolding = (handle: Handle, cycleId: string, more?: SQL) =>
  handle
    .select({ asked: titleConfirmations, answer: issuerAnswers })
    .from(titleConfirmations)
    .leftJoin(issuerAnswers, eq(issuerAnswers.confirmationId, titleConfirmations.id))
    .where(and(eq(titleConfirmations.cycleId, cycleId), holds, more))
    .orderBy(asc(titleConfirmations.enteredOn), asc(titleConfirmations.id))

const originalOf = (key: PersonKey, asked: typeof titleConfirmations.$inferSelect): OriginalTitle =>
  // Written by `enterConfirmation` alone, which checked its form.
  JSON.parse(
    revealText(key, { column: 'title_confirmations.original', row: asked.id }, asked.original),
  ) as OriginalTitle

/** The confirmations of a cycle that hold now, names opened. */
export async function confirmationsOfCycle(
  ctx: Context,
  handle: Handle,
  cycleId: string,
): Promise<readonly FoundConfirmation[]> {
  const found = await selectHolding(handle, cycleId)
  const people = found.map(({ asked }) => asked.personId)
  const keys = await remainingKeys(ctx, handle, people)
  const names = await namesIn(handle, cycleId, keys)
  return found.map(({ asked, answer }) => {
    const key = keys.get(asked.personId)
    return {
      id: asked.id,
      personId: asked.personId,
      name: names.get(asked.personId) ?? ERASED,
      original: key ? originalOf(key, asked) : null,
      obtainedOn: asked.obtainedOn,
      version: asked.version,
      answer: answer?.answer ?? null,
      answeredOn: answer?.answeredOn ?? null,
      reference: answer?.reference ?? null,
    }
  })
}

/** How many there are, and how many still wait for their issuer: nobody's name is opened for it. */
export async function confirmationCounts(
  handle: Handle,
  cycleId: string,
): Promise<{ readonly all: number; readonly open: number }> {
  const found = await selectHolding(handle, cycleId)
  return { all: found.length, open: found.filter(({ answer }) => answer === null).length }
}

/** What the cycle's lists call these persons. */
async function namesIn(
  handle: Handle,
  cycleId: string,
  keys: ReadonlyMap<string, PersonKey>,
): Promise<ReadonlyMap<string, string>> {
  const rows = await handle
    .select({ id: resultRows.id, personId: resultRows.personId, name: resultRows.name })
    .from(resultRows)
    .innerJoin(resultLists, eq(resultLists.id, resultRows.listId))
    .where(
      and(
        eq(resultLists.cycleId, cycleId),
        sql`${resultRows.personId} = any(string_to_array(${[...keys.keys()].join(',')}, ','))`,
      ),
    )
  return new Map(
    rows.flatMap(({ id, personId, name }) => {
      const key = keys.get(personId)
      return key ? [[personId, revealText(key, { column: 'result_rows.name', row: id }, name)]] : []
    }),
  )
}

/**
 * Step: refuses `results/confirmations-open` while somebody's original title in this cycle has no answer (昆人社通
 * 〔2023〕37号 四（三）: before the publicity that precedes the meeting).
 */
export async function requireConfirmationsAnswered(handle: Handle, cycleId: string): Promise<void> {
  const open = await selectHolding(handle, cycleId, sql`${issuerAnswers.id} is null`)
  if (open.length === 0) return
  const { steps } = await policyOfCycle(handle, await cycleById(handle, cycleId))
  const isStated = steps.kind !== 'unspecified' && steps.value.includes('title-confirmation')
  throw confirmationsOpen(open.length, isStated ? sourceOf(steps) : null)
}

/**
 * Step: refuses `results/not-confirmed` unless the issuer of every original on a 资格确认 list answered that it is
 * genuine, and the row says the same series, title, level and day.
 */
export async function requireAllConfirmed(
  ctx: Context,
  handle: Handle,
  { id, cycleId }: { readonly id: string; readonly cycleId: string },
): Promise<void> {
  const rows = await handle.select().from(resultRows).where(eq(resultRows.listId, id))
  const keys = await remainingKeys(
    ctx,
    handle,
    rows.map(({ personId }) => personId),
  )
  const confirmed = new Set<string>()
  for (const { asked, answer } of await selectHolding(handle, cycleId)) {
    const key = keys.get(asked.personId)
    if (key && answer?.answer === 'genuine') confirmed.add(sameTitle(asked.personId, originalOf(key, asked)))
  }
  // An erased person gets no title whatever the answer was.
  const wanting = rows.filter((row) => keys.has(row.personId) && !confirmed.has(sameTitle(row.personId, row)))
  if (wanting.length > 0) throw notConfirmed(wanting.length)
}

const sameTitle = (
  personId: string,
  of: Pick<OriginalTitle, 'series' | 'title' | 'level'> & { readonly obtainedOn: Day | null },
): string => [personId, seriesOf(of.series), compact(of.title), of.level, of.obtainedOn ?? ''].join('|')

/** Step: the day each person's confirmed title was obtained, by person and `seriesOf`, for the lists made of them. */
export async function confirmedDays(handle: Handle, cycleId: string): Promise<ReadonlyMap<string, Day>> {
  const found = await selectHolding(handle, cycleId, eq(issuerAnswers.answer, 'genuine'))
  return new Map(found.map(({ asked }) => [`${asked.personId}|${asked.series}`, asked.obtainedOn]))
}
