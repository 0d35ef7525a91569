import type { DueLine } from '../approvals/due-line.ts'
import { chineseDay } from '../calendar/day.ts'
import { officesFor } from '../identity/authorise.ts'
import type { Context } from '../platform/context.ts'
import { coursesOf } from './courses-of.ts'
import { duesOf, type Due } from './due.ts'
import { listCycles } from './find-cycle.ts'
import { stepName } from '../policy/wording.ts'

const DAYS_AHEAD = 14
const MOST_CYCLES = 100
const MOST_LINES = 20

/** What the actor's offices must do within two weeks, or should have done, the most pressing first; at most 20. */
export async function dueSoon(ctx: Context): Promise<readonly DueLine[]> {
  const { read } = ctx.database
  const offices = await officesFor(ctx, read, 'cycles.see')
  if (offices !== 'all' && offices.length === 0) return []
  const { items } = await listCycles(ctx, read, { limit: MOST_CYCLES })
  const courses = await coursesOf(read, items, ctx.today())
  return courses
    .flatMap(({ cycle, stations }) => duesOf(cycle, stations, ctx.today()))
    .filter(({ daysLeft }) => daysLeft <= DAYS_AHEAD)
    .toSorted((a, b) => a.daysLeft - b.daysLeft)
    .slice(0, MOST_LINES)
    .map(lineOf)
}

const lineOf = ({ cycle, step, latest, daysLeft }: Due): DueLine => ({
  href: `/desk/cycles/${cycle.id}`,
  name: `${cycle.name} ${cycle.year} 年度`,
  what: step === 'plan' ? '列入年度评审计划' : stepName(step).zh,
  by: chineseDay(latest.day) + (latest.provisional ? '（暂定）' : ''),
  left: daysLeft < 0 ? `已逾期 ${-daysLeft} 天` : daysLeft === 0 ? '今天' : `还有 ${daysLeft} 天`,
  isLate: daysLeft < 0,
})
