import type { Differences } from '../../../src/approvals/differences.ts'
import { readRequest } from '../../../src/approvals/read-request.ts'
import type { Day } from '../../../src/calendar/day.ts'
import type { Database } from '../../../src/platform/database.ts'
import { cycleById } from '../../../src/cycles/find-cycle.ts'
import { policyOfCycle, stepsOf } from '../../../src/cycles/policy-of-cycle.ts'
import { publicityBeforeMeeting } from '../../../src/cycles/step-order.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Step } from '../../../src/policy/rule.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import type { ListStage } from '../../../src/results/lists/schema.ts'
import { markedElsewhere, officesOn, reviewAtWork } from '../../support/cycles-at-work.ts'
import { writeXlsx } from 'hucre/xlsx'
import { SOUND_ROW } from '../../support/list.ts'
import { madeUpNumber } from '../../support/staff.ts'

export const COMMITTEE = '测试中级职称评审委员会'

export type ListRow = Readonly<Record<string, string>>

/** A list as a workbook; a column that no row names beyond the usual ones is left out. */
export function workbookOf(rows: readonly ListRow[]): Promise<Uint8Array> {
  const headers = [...new Set([...Object.keys(SOUND_ROW), ...rows.flatMap((row) => Object.keys(row))])]
  const sound: ListRow = SOUND_ROW
  return writeXlsx({
    sheets: [
      {
        name: '人员',
        rows: [
          ['名单'],
          headers,
          ...rows.map((row) => headers.map((name) => row[name] ?? sound[name] ?? '')),
        ],
      },
    ],
  })
}

/** A teacher applying for 一级教师: nobody real. */
export const teacher = (person: number, more: ListRow = {}): ListRow => ({
  姓名: `测试${'甲乙丙丁戊己庚辛壬癸'[person % 10] ?? ''}`,
  证件号码: madeUpNumber(2 * person + 1),
  评审资格名称: '一级教师',
  级别: '中级',
  评委会名称: '',
  取得时间: '',
  ...more,
})

/** A committee's year under a policy, in the autumn of 2023, with every step before the meeting already done. */
export async function reviewing(
  database: Database,
  {
    place = 'kunming-2023',
    through = 'meeting',
    first = '2023-11-20',
  }: { place?: string; through?: Step | null; first?: Day } = {},
) {
  const offices = await officesOn(database, first)
  const { ctx, codes } = offices
  const open = (name: string, year = 2023) =>
    reviewAtWork(ctx, {
      name,
      office: codes.committee,
      filingAuthority: codes.kunming,
      place,
      year,
      levels: ['420'],
    })
  const { cycleId } = await open(COMMITTEE)
  if (through !== null) await markThrough(ctx, cycleId, through, first)
  const bring = async (
    stage: ListStage,
    rows: readonly ListRow[],
    more: { replaces?: string; cycleId?: string } = {},
  ) => {
    const bytes = await workbookOf(rows)
    const place = { authority: codes.kunming, office: codes.committee, cycleId, stage, ...more }
    return { ...(await importList(ctx, { bytes, fileName: `${stage}.xlsx`, ...place })), bytes }
  }
  return { ...offices, cycleId, open, bring }
}

/** Marks the steps of a cycle's order, up to and with this one. */
export async function markThrough(ctx: Context, cycleId: string, through: Step, day: Day): Promise<void> {
  const { read } = ctx.database
  const cycle = await cycleById(read, cycleId)
  const policy = await policyOfCycle(read, cycle)
  const order = stepsOf(policy, cycle.route)
  const steps = [
    ...publicityBeforeMeeting(policy, cycle.route),
    ...order.slice(0, order.indexOf(through) + 1),
  ]
  for (const step of new Set(steps)) await markedElsewhere(ctx, cycleId, step, day)
}

/** What a refusal tells of its rows: row, column, code. */
export async function defectsOf(
  act: Promise<unknown>,
): Promise<readonly (readonly [number, string, string])[]> {
  const refusal = (await act.then(
    () => ({ facts: { defects: [] } }),
    (error: unknown) => error,
  )) as { facts: { defects?: { row: number; column: string; code: string; severity: string }[] } }
  if (!refusal.facts?.defects) throw refusal
  return refusal.facts.defects
    .filter(({ severity }) => severity === 'refusal')
    .map(({ row, column, code }) => [row, column, code] as const)
}

/** What a reviewer is shown of a request. */
export async function shownTo(reviewer: Context, requestId: string): Promise<Differences> {
  const { differences } = await readRequest(reviewer, requestId)
  if (!differences) throw new Error('the content is not theirs to see')
  return differences
}
