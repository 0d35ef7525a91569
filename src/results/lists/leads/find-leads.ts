import { and, asc, eq, inArray, lt, ne, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Cycle } from '../../../cycles/cycle.ts'
import { cycleById } from '../../../cycles/find-cycle.ts'
import { policyOfCycle } from '../../../cycles/policy-of-cycle.ts'
import { sourceOf, sourceText } from '../../../cycles/source.ts'
import { reviewCycles } from '../../../cycles/schema.ts'
import { ERASED, remainingKeys } from '../../../people/find-keys.ts'
import { revealText } from '../../../people/protect.ts'
import type { Context } from '../../../platform/context.ts'
import { rowsOf, type Handle } from '../../../platform/database.ts'
import { titlesOfPersons } from '../../../titles/current-titles.ts'
import { isSameSeries } from '../../../titles/same-series.ts'
import { humansOfList } from '../humans-of-list.ts'
import { resultLists, resultRows } from '../schema.ts'
import { isAtLeast, type Lead } from './lead.ts'
import { leadSettlements } from './schema.ts'

type Bare = Omit<Lead, 'name' | 'settlement'>

/** The leads about a list of a cycle, in the list's own order; none for a list without one. */
export async function leadsOfList(ctx: Context, handle: Handle, listId: string): Promise<readonly Lead[]> {
  const [list] = await handle
    .select({ cycleId: resultLists.cycleId })
    .from(resultLists)
    .where(eq(resultLists.id, listId))
  if (!list || list.cycleId === null) return []
  const cycle = await cycleById(handle, list.cycleId)
  const found = [...(await sameYear(handle, cycle, listId)), ...(await hiddenTitles(handle, listId))]
  return named(
    ctx,
    handle,
    found.toSorted((a, b) => a.position - b.position),
  )
}

const other = alias(resultRows, 'other')
const otherList = alias(resultLists, 'other_list')

// 转评 is no promotion, and a list that was replaced says nothing any more.
async function sameYear(handle: Handle, cycle: Cycle, listId: string): Promise<readonly Bare[]> {
  if (cycle.route !== 'review') return []
  const rows = await handle
    .select({
      rowId: resultRows.id,
      position: resultRows.position,
      personId: resultRows.personId,
      title: resultRows.title,
      level: resultRows.level,
      other,
      otherOn: otherList.importedOn,
      otherCycleId: otherList.cycleId,
    })
    .from(resultRows)
    .innerJoin(sql`${humansOfList(listId)} same`, sql`same.asked = ${resultRows.personId}`)
    .innerJoin(other, sql`${other.personId} = same.id`)
    .innerJoin(otherList, eq(otherList.id, other.listId))
    .innerJoin(reviewCycles, eq(reviewCycles.id, otherList.cycleId))
    .where(
      and(
        eq(resultRows.listId, listId),
        sql`${resultRows.application} is distinct from 'conversion'`,
        sql`${other.application} is distinct from 'conversion'`,
        or(
          // Twice on this very list: told once, at the later row.
          and(eq(other.listId, listId), lt(other.position, resultRows.position)),
          and(
            eq(otherList.stage, 'candidates'),
            ne(otherList.cycleId, cycle.id),
            eq(reviewCycles.year, cycle.year),
            sql`not exists (select 1 from result_lists later where later.replaces_id = ${otherList.id})`,
          ),
        ),
      ),
    )
    .orderBy(asc(resultRows.position), asc(other.id))
  const names = new Map<string, string>()
  for (const id of new Set(rows.flatMap(({ otherCycleId }) => otherCycleId ?? [])))
    names.set(id, (await cycleById(handle, id)).name)
  const rule = rows.length === 0 ? null : await statedRule(handle, cycle)
  return rows.map(({ other: found, otherOn, otherCycleId, ...row }) => ({
    ...row,
    kind: 'same-year',
    rule,
    source: {
      id: found.id,
      title: found.title,
      series: found.series,
      level: found.level,
      day: found.declaredOn ?? otherOn,
      where:
        found.listId === listId
          ? `本名单序号 ${found.position}`
          : `${cycle.year} 年度 ${names.get(otherCycleId ?? '') ?? ''}`,
    },
  }))
}

async function statedRule(handle: Handle, cycle: Cycle): Promise<string | null> {
  const { applicationsPerYear } = await policyOfCycle(handle, cycle)
  const source = sourceOf(applicationsPerYear)
  return source && sourceText(source)
}

/** Titles of the same human in the same series, at the level applied for or above, whatever that series was called in its year. */
async function hiddenTitles(handle: Handle, listId: string): Promise<readonly Bare[]> {
  const rows = await handle
    .select({
      rowId: resultRows.id,
      position: resultRows.position,
      personId: resultRows.personId,
      title: resultRows.title,
      level: resultRows.level,
      series: resultRows.series,
    })
    .from(resultRows)
    .where(eq(resultRows.listId, listId))
    .orderBy(asc(resultRows.position))
  const titles = await titlesOfPersons(
    handle,
    rows.map(({ personId }) => personId),
  )
  const own = await documentsOfList(handle, listId)
  return rows.flatMap(({ series, ...row }) =>
    (titles.get(row.personId) ?? [])
      // What this very list became is not hidden from it.
      .filter(({ documentId }) => documentId === null || !own.has(documentId))
      .filter((record) => isAtLeast(record.level, row.level) && isSameSeries(record.series, series))
      .map((record) => ({
        ...row,
        kind: 'hidden-title' as const,
        rule: null,
        source: {
          id: record.id,
          title: record.title,
          series: record.series,
          level: record.level,
          day: record.obtainedOn,
          where: record.committee ?? (record.past ? `${record.past.collectedBy}归集` : '本系统所发职称'),
        },
      })),
  )
}

async function documentsOfList(handle: Handle, listId: string): Promise<ReadonlySet<string>> {
  const rows = await rowsOf<{ id: string }>(
    handle,
    sql`select id from qualification_documents where list_id = ${listId}`,
  )
  return new Set(rows.map(({ id }) => id))
}

async function named(ctx: Context, handle: Handle, leads: readonly Bare[]): Promise<readonly Lead[]> {
  if (leads.length === 0) return []
  const rowIds = [...new Set(leads.map(({ rowId }) => rowId))]
  const stored = await handle
    .select({ id: resultRows.id, name: resultRows.name })
    .from(resultRows)
    .where(inArray(resultRows.id, rowIds))
  const settled = await handle.select().from(leadSettlements).where(inArray(leadSettlements.rowId, rowIds))
  const keys = await remainingKeys(
    ctx,
    handle,
    leads.map(({ personId }) => personId),
  )
  const sealedNames = new Map(stored.map(({ id, name }) => [id, name]))
  const settlements = new Map(settled.map((row) => [`${row.rowId}|${row.kind}|${row.sourceId}`, row]))
  return leads.map((lead) => {
    const key = keys.get(lead.personId)
    const name = sealedNames.get(lead.rowId)
    const found = settlements.get(`${lead.rowId}|${lead.kind}|${lead.source.id}`)
    const place = { column: 'lead_settlements.ground', row: found?.id ?? '' } as const
    return {
      ...lead,
      name: key && name ? revealText(key, { column: 'result_rows.name', row: lead.rowId }, name) : ERASED,
      settlement: found
        ? {
            outcome: found.outcome,
            settledOn: found.settledOn,
            ground: key ? revealText(key, place, found.ground) : ERASED,
          }
        : null,
    }
  })
}
