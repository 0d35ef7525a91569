import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { resultLists } from '../lists/schema.ts'
import { isSettled, type ObjectionStep } from './objection.ts'
import { objections } from './schema.ts'

/** Objections against a list and those before it in the same line, as a filing counts them. */
export interface ObjectionCounts {
  readonly received: number
  /** Received or being looked into. */
  readonly open: number
  readonly upheld: number
  readonly dismissed: number
  readonly notAccepted: number
  /** Of those received: after the last day, and without a name. */
  readonly late: number
  readonly anonymous: number
  readonly [name: string]: number
}

const latest = sql<ObjectionStep | null>`(
  select s.step from objection_steps s where s.objection_id = objections.id order by s.position desc limit 1)`

/** Of the list's cycle and kind of publication, whichever version of the list was public; zeros without a cycle. */
export async function objectionCounts(handle: Handle, listId: string): Promise<ObjectionCounts> {
  const [list] = await handle
    .select({ cycleId: resultLists.cycleId, stage: resultLists.stage })
    .from(resultLists)
    .where(eq(resultLists.id, listId))
  const kinds =
    list?.stage === 'candidates' ? (['recommendation', 'pre-meeting'] as const) : (['result'] as const)
  const rows = list?.cycleId
    ? await handle
        .select({ step: latest, isLate: objections.isLate, contact: objections.contact })
        .from(objections)
        .where(and(eq(objections.cycleId, list.cycleId), inArray(objections.kind, [...kinds])))
    : []
  const count = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).length
  return {
    received: rows.length,
    open: count(({ step }) => step === null || !isSettled(step)),
    upheld: count(({ step }) => step === 'upheld'),
    dismissed: count(({ step }) => step === 'dismissed'),
    notAccepted: count(({ step }) => step === 'not-accepted'),
    late: count(({ isLate }) => isLate),
    anonymous: count(({ contact }) => contact === null),
  }
}

/** For a desk and a filing: 收到 3 件（成立 1，不成立 1，未办结 1）. */
export function objectionCountsLine(counts: ObjectionCounts): string {
  if (counts.received === 0) return '没有收到异议'
  const parts = [
    ['成立', counts.upheld],
    ['不成立', counts.dismissed],
    ['不予受理', counts.notAccepted],
    ['未办结', counts.open],
  ] as const
  const told = parts.filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`)
  return `收到 ${counts.received} 件（${told.join('，')}）`
}
