import type { Day } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { sourceOf, sourceText, type Source } from '../../cycles/source.ts'
import { barredPersons } from '../../integrity/barred.ts'
import { suspendedEmployers } from '../../integrity/suspended.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import type { Defect, Remark } from '../../spreadsheets/defect.ts'
import type { LevelCode } from '../../titles/level.ts'
import type { KeptRow } from './enter-list.ts'
import { candidatesOf, type Candidates } from './candidates.ts'
import type { ListTarget } from './list-target.ts'
import { notACandidate, notAccepted, otherName, otherThanCandidate } from './reasons.ts'
import { noCandidates } from './refusals.ts'
import { requireSameCandidates } from './require-same-candidates.ts'

/** A row and whom we know it to be; null: nobody we have met. */
export interface PersonRow {
  readonly row: KeptRow
  readonly person: { readonly personId: string; readonly hasThisName: boolean } | null
}

/**
 * Step: what is wrong with these rows as these persons': a number known under another name, somebody the committee
 * never had before it, somebody who may not apply or whose employer may not recommend (of both the clerk reads only 不能受理). Refuses
 * `results/no-candidates` where the policy wants a list published before the meeting and there is none, and as
 * `requireSameCandidates`.
 */
export async function personDefects(
  ctx: Context,
  handle: Handle,
  { cycle, stage }: Pick<ListTarget, 'cycle' | 'stage'>,
  rows: readonly PersonRow[],
): Promise<readonly Defect[]> {
  const candidates =
    cycle !== null && stage === 'approved'
      ? await underAnyNumber(handle, await candidatesOf(handle, cycle.id), rows)
      : null
  const whoMustBe =
    cycle !== null && stage === 'approved' ? await publishedBefore(handle, cycle, rows) : new Map()
  if (whoMustBe.size > 0 && candidates === null) {
    const [source] = whoMustBe.values() as Iterable<Source>
    if (source) throw noCandidates(sourceText(source), { ...source })
  }
  if (whoMustBe.size > 0 && cycle !== null) await requireSameCandidates(ctx, handle, cycle)
  const windows = await windowsOf(ctx, handle, { cycle, candidates }, rows)
  const barred = await barredRows(ctx, handle, rows, windows)
  const unrecommended = await suspendedEmployers(
    handle,
    rows.map(({ row }, i) => ({ ...row, day: windows[i]?.from ?? ctx.today() })),
  )
  return rows.flatMap(({ row, person }, i) => {
    const told: Defect[] = []
    const tell = (value: string, remark: Remark, column = '姓名') =>
      told.push({ sheet: row.sheet, row: row.row, column, value, ...remark })
    if (person?.hasThisName === false) tell(row.name, otherName)
    if (barred.has(i) || unrecommended.has(i)) tell(row.name, notAccepted)
    const source = whoMustBe.get(row.level) as Source | undefined
    const before = person === null ? undefined : candidates?.get(person.personId)
    if (source && before === undefined) tell(row.name, notACandidate(sourceText(source)))
    const same = before?.some(
      ({ title, level, series }) => title === row.title && level === row.level && series === row.series,
    )
    if (before && !same) tell(row.title, otherThanCandidate(before[0]?.title ?? ''), '评审资格名称')
    return told
  })
}

/** The levels of these rows whose policy has 会前公示, and what says so. Unstated: nobody is kept out for it. */
async function publishedBefore(
  handle: Handle,
  cycle: Cycle,
  rows: readonly PersonRow[],
): Promise<ReadonlyMap<LevelCode, Source>> {
  const found = new Map<LevelCode, Source>()
  if (cycle.route !== 'review') return found
  for (const level of new Set(rows.map(({ row }) => row.level))) {
    const { publicityKinds } = await policyOfCycle(handle, cycle, level)
    const source = sourceOf(publicityKinds)
    if (publicityKinds.kind !== 'unspecified' && publicityKinds.value.includes('pre-meeting') && source)
      found.set(level, source)
  }
  return found
}

/** The same, with whoever stands before the committee under another number of theirs. */
async function underAnyNumber(
  handle: Handle,
  candidates: Candidates | null,
  rows: readonly PersonRow[],
): Promise<Candidates | null> {
  if (candidates === null) return null
  const strangers = rows.flatMap(({ person }) =>
    person !== null && !candidates.has(person.personId) ? [person.personId] : [],
  )
  const all = new Map(candidates)
  for (let from = 0; from < strangers.length; from += 1000)
    for (const [id, ids] of await samePersons(handle, strangers.slice(from, from + 1000))) {
      const known = ids.flatMap((each) => candidates.get(each) ?? [])
      if (known.length > 0) all.set(id, known)
    }
  return all
}

interface Window {
  readonly from: Day
  readonly through: Day
}

/**
 * For each row the time from declaration to meeting. Where the list does not say when somebody declared, the candidates' list
 * does, or the day it was brought.
 */
async function windowsOf(
  ctx: Context,
  handle: Handle,
  { cycle, candidates }: { readonly cycle: Cycle | null; readonly candidates: Candidates | null },
  rows: readonly PersonRow[],
): Promise<readonly Window[]> {
  const meeting = cycle === null ? null : await lastDayOfReview(ctx, handle, cycle)
  return rows.map(({ row, person }) => {
    const through = meeting ?? row.obtainedOn ?? ctx.today()
    const declared = row.declaredOn ?? candidates?.get(person?.personId ?? '')?.[0]?.declaredOn ?? through
    return { from: declared < through ? declared : through, through }
  })
}

/** The rows whose time touches a term, by index. */
async function barredRows(
  ctx: Context,
  handle: Handle,
  rows: readonly PersonRow[],
  windows: readonly Window[],
): Promise<ReadonlySet<number>> {
  const groups = new Map<string, Window & { readonly at: Map<string, number[]> }>()
  for (const [i, { person }] of rows.entries()) {
    const window = windows[i]
    if (person === null || window === undefined) continue
    const key = `${window.from}|${window.through}`
    const group = groups.get(key) ?? { ...window, at: new Map<string, number[]>() }
    group.at.set(person.personId, [...(group.at.get(person.personId) ?? []), i])
    groups.set(key, group)
  }
  const found = new Set<number>()
  for (const { at, ...window } of groups.values())
    for (const personId of await barredPersons(ctx, handle, [...at.keys()], window))
      for (const i of at.get(personId) ?? []) found.add(i)
  return found
}

/** The day of the meeting; before there was one, the day it is meant for or today, whichever is later. */
async function lastDayOfReview(ctx: Context, handle: Handle, cycle: Cycle): Promise<Day> {
  const events = await eventsOf(handle, cycle.id)
  const held = events.findLast(({ step }) => step === 'meeting')
  if (held) return held.day
  const planned = events.findLast(({ step }) => step === 'plan')
  return planned && planned.day > ctx.today() ? planned.day : ctx.today()
}
