import type { Day } from '../calendar/day.ts'
import { authorise } from '../identity/authorise.ts'
import { refuseIfSuspended } from '../integrity/suspended.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { textFault } from '../people/name.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { Step } from '../policy/rule.ts'
import { recordAct } from '../trail/record-act.ts'
import { checkedDay, checkedGround } from './checked.ts'
import type { Cycle } from './cycle.ts'
import type { EventFacts, Evidence } from './event.ts'
import { committeeById } from './find-committee.ts'
import { cycleById } from './find-cycle.ts'
import { eventsOf } from './find-events.ts'
import { markStep } from './mark-step.ts'
import { plannedMeeting } from './planned-meeting.ts'
import { isOfRoute, policyOfCycle } from './policy-of-cycle.ts'
import {
  alreadyDone,
  badEvidence,
  badFacts,
  committeeExpired,
  committeeNotFiled,
  cycleNotFound,
  dayOutOfOrder,
  notOfThisRoute,
  stepDoneElsewhere,
} from './refusals.ts'
import { requireStep } from './require-step.ts'
import { sourceOf } from './source.ts'
import { fieldsOf, isBureaus, isOwnStep, STEP_FACTS, type OwnStep } from './step-facts.ts'
import { stepsBefore } from './step-order.ts'
import { brokenRule, type Judged } from './step-rules.ts'
import { calendarOfPlace } from './timing.ts'

export interface RecordedStep {
  readonly cycleId: string
  readonly step: Step
  /** When it was done; not after today. */
  readonly day: Day
  /** As STEP_FACTS of the step. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Papers by name and digest, at most 20. */
  readonly evidence?: readonly Evidence[] | undefined
  /** Why what was recorded before is corrected. */
  readonly ground?: string | undefined
}

/**
 * Records a step that has no desk of its own, judged by every rule of the policy: order, days before the meeting, odd
 * committee, attendance, readers, votes, signatures. Recorded again it is a correction and wants a ground. The
 * convening body records; re-checks and audits the filing authority. Refuses `cycles/step-not-reached`, `/too-late`,
 * `/too-soon`, `/even-committee`, `/too-few`, `/draw-unsigned`, `/draw-unsupervised`, `/notice-not-filed`,
 * `/committee-expired`, `/committee-not-filed`, `/facts-contradict`, `/bad-facts`, `/bad-evidence`, `/future-day`, `/day-out-of-order`,
 * `/already-done`, `/step-done-elsewhere`, `/not-of-this-route`, `/cycle-not-found`, `integrity/office-suspended`.
 */
export async function recordStep(ctx: Context, input: RecordedStep): Promise<{ readonly replaced: boolean }> {
  const { step, cycleId } = input
  if (!isOwnStep(step)) throw stepDoneElsewhere(step)
  const facts = checkedFacts(step, input.facts)
  const evidence = checkedEvidence(input.evidence ?? [])
  const day = checkedDay(ctx, input.day)
  const ground = input.ground === undefined || input.ground.trim() === '' ? null : checkedGround(input.ground)
  const record = entryRecord(ctx.random(16))

  return ctx.database.transaction(async (tx) => {
    const cycle = await cycleById(tx, cycleId)
    const [act, officeId] = isBureaus(step)
      ? (['cycles.file', cycle.filingAuthorityId] as const)
      : (['cycles.manage', cycle.officeId] as const)
    await authorise(ctx, tx, act, officeId, cycleNotFound(cycleId))
    if (!isOfRoute(step, cycle.route)) throw notOfThisRoute(step)
    if (SITS.has(step)) await refuseIfSuspended(tx, { id: cycle.officeId }, { from: day, through: day })
    await requireStep(tx, cycleId, step)

    const events = await eventsOf(tx, cycleId)
    const before = events.find((event) => event.step === step)
    if (before && ground === null) throw alreadyDone(step)
    await judge(tx, cycle, { step, day, facts, events: events.filter((event) => event !== before) })

    const seal = await markStep(ctx, tx, record, {
      cycleId,
      step,
      day,
      facts: ground === null ? facts : { ...facts, ground },
      evidence,
      replacesId: before?.id ?? null,
    })
    await recordAct(ctx, tx, {
      act,
      officeId,
      about: cycleId,
      facts: { step, day, corrects: before !== undefined },
    })
    await appendEntries(tx, [
      {
        type: 'cycle.recorded',
        record,
        day: ctx.today(),
        seals: { cycle_events: seal },
        facts: { step, on: day },
      },
    ])
    return { replaced: before !== undefined }
  })
}

// What only a committee does that the filing authority knows of.
const SITS: ReadonlySet<Step> = new Set<Step>(['expert-draw', 'meeting'])

async function judge(
  tx: Transaction,
  cycle: Cycle,
  of: Pick<Judged, 'step' | 'day' | 'events'> & { readonly facts: EventFacts },
): Promise<void> {
  const policy = await policyOfCycle(tx, cycle)
  const before = new Set(stepsBefore(policy, cycle.route, of.step).map(({ step }) => step as string))
  const later = of.events.find((event) => before.has(event.step) && event.day > of.day)
  if (later) throw dayOutOfOrder(of.step, of.day, later)
  const passed = of.events.find((event) => {
    if (event.step === 'plan' || event.day >= of.day) return false
    return stepsBefore(policy, cycle.route, event.step).some(({ step }) => step === of.step)
  })
  if (passed && passed.step !== 'plan') throw dayOutOfOrder(passed.step, passed.day, of)
  const committee = cycle.committeeId === null ? null : await committeeById(tx, cycle.committeeId)
  if (committee && SITS.has(of.step) && committee.filed !== true)
    throw committeeNotFiled(sourceOf(policy.voidReview))
  if (committee && of.step === 'meeting' && (of.day < committee.validFrom || of.day > committee.validThrough))
    throw committeeExpired(committee)
  const broken = brokenRule({
    ...of,
    policy,
    calendar: calendarOfPlace(cycle.place),
    meetingOn: plannedMeeting(of.events),
    size: committee?.size ?? null,
  })
  if (broken) throw broken
}

function checkedFacts(step: OwnStep, given: Readonly<Record<string, unknown>>): EventFacts {
  const parsed = STEP_FACTS[step].safeParse(given)
  if (parsed.success)
    return Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined))
  const labels = new Map(fieldsOf(step).map(({ name, label }) => [name, label]))
  const fields = parsed.error.issues.map(({ path, code }) =>
    code === 'unrecognized_keys' ? '不认识的项目' : (labels.get(String(path[0])) ?? '内容'),
  )
  throw badFacts(step, [...new Set(fields)])
}

const MOST_PAPERS = 20

function checkedEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  const isSound = ({ kind, digest }: Evidence) =>
    kind.trim() !== '' &&
    Array.from(kind).length <= 50 &&
    textFault(kind) === null &&
    /^[0-9a-f]{64}$/.test(digest)
  if (evidence.length > MOST_PAPERS || !evidence.every(isSound)) throw badEvidence()
  return evidence.map(({ kind, digest }) => ({ kind: kind.trim(), digest }))
}
