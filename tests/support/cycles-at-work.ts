import type { Day } from '../../src/calendar/day.ts'
import { registerOffices } from '../../src/demo/offices.ts'
import { authorityById } from '../../src/identity/find-authority.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import type { Database } from '../../src/platform/database.ts'
import { testContext } from './context.ts'
import { officeIds, type OfficeName } from './staff.ts'
import type { EventFacts } from '../../src/cycles/event.ts'
import { markStep } from '../../src/cycles/mark-step.ts'
import { recordStep } from '../../src/cycles/record-step.ts'
import { registerCommittee } from '../../src/cycles/register-committee.ts'
import { registerCycle } from '../../src/cycles/register-cycle.ts'
import { ruleOn } from '../../src/cycles/rule-on.ts'
import type { OwnStep } from '../../src/cycles/step-facts.ts'
import { appendEntries } from '../../src/ledger/append.ts'
import { entryRecord } from '../../src/ledger/entry.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Step } from '../../src/policy/rule.ts'

/** Facts that break no rule of any of the five notices. */
export const SOUND: Readonly<Record<OwnStep, Readonly<Record<string, string | number>>>> = {
  notice: { where: '信息平台和门户网站' },
  'expert-pool': { experts: 60 },
  'qualification-check': { accepted: 200, rejected: 3 },
  'expert-draw': { members: 9, spares: 2, outsiders: 3, drawers: 3, supervisors: 2 },
  meeting: {
    present: 9,
    supervisors: 2,
    readers: 3,
    applicants: 200,
    passed: 200,
    votes: 9,
    fewestVotes: 7,
    signed: 9,
  },
  'bureau-recheck': { passed: 200, failed: 0 },
  upload: { people: 200 },
  'bureau-audit': { people: 200 },
  'data-collection': { people: 200 },
}

export interface OpenedReview {
  readonly committeeId: string
  readonly cycleId: string
}

/** A committee filed for its term, and its review of the year, in the plan; by the console. */
export async function reviewAtWork(
  ctx: Context,
  of: {
    /** Credit codes. */
    readonly office: string
    readonly filingAuthority: string
    readonly place: string
    readonly year: number
    readonly levels: readonly string[]
    readonly series?: readonly string[] | null
    readonly meetingOn?: Day
    readonly name?: string
  },
): Promise<OpenedReview> {
  const { office, filingAuthority, place, year, levels, series = null, meetingOn = null } = of
  const { committeeId } = await registerCommittee(ctx, {
    name: of.name ?? '工程系列职称评审委员会',
    office,
    filingAuthority,
    series,
    levels,
    size: 9,
    validFrom: `${year}-01-01`,
    validThrough: `${year + 2}-12-31`,
  })
  const ground = '核准备案通知书'
  await ruleOn(ctx, { subject: 'committee', subjectId: committeeId, granted: true, ground })
  const { cycleId } = await registerCycle(ctx, { route: 'review', committeeId, place, year, meetingOn })
  await ruleOn(ctx, { subject: 'cycle', subjectId: cycleId, granted: true, ground })
  return { committeeId, cycleId }
}

/** Records one of the steps that have no desk of their own, soundly unless told otherwise. */
export const soundStep = (
  ctx: Context,
  cycleId: string,
  step: OwnStep,
  day: Day,
  facts: Readonly<Record<string, unknown>> = {},
) => recordStep(ctx, { cycleId, step, day, facts: { ...SOUND[step], ...facts } })

/** The demonstration's offices on a day of the past, by their credit codes and ids; `turn` turns the day. */
export async function officesOn(database: Database, first: Day) {
  const { ctx, turn } = turningDays(testContext(database), first)
  await beginLedger(ctx, 'rcps.example.gov.cn/ledger')
  await registerOffices(ctx)
  const ids = await officeIds(ctx)
  const codes = Object.fromEntries(
    await Promise.all(
      Object.entries(ids).map(async ([name, id]) => [
        name,
        (await authorityById(database.read, id)).creditCode,
      ]),
    ),
  ) as Record<OfficeName, string>
  return { ctx, turn, ids, codes }
}

/** A context whose days the test turns; they go forwards only, as the ledger's do. */
export function turningDays(ctx: Context, first: Day): { readonly ctx: Context; turn(day: Day): void } {
  let today = first
  // Half past eight in Beijing.
  const now = () => new Date(`${today}T00:30:00Z`)
  return {
    ctx: { ...ctx, now, today: () => today },
    turn(day) {
      today = day
    },
  }
}

/** What other capabilities do: the step is marked under an entry of its own. */
export const markedElsewhere = (
  ctx: Context,
  cycleId: string,
  step: Step,
  day: Day,
  facts: EventFacts = {},
) =>
  ctx.database.transaction(async (tx) => {
    const record = entryRecord(ctx.random(16))
    const seal = await markStep(ctx, tx, record, { cycleId, step, day, facts })
    await appendEntries(tx, [
      { type: 'cycle.recorded', record, day: ctx.today(), seals: { cycle_events: seal }, facts: { step } },
    ])
  })
