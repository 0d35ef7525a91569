import type { Calendar } from '../calendar/calendar.ts'
import { chineseDay, type Day } from '../calendar/day.ts'
import type { Answer, Policy } from '../policy/policy-of.ts'
import { STEPS, type Step, type Timing } from '../policy/rule.ts'
import { stepName } from '../policy/wording.ts'
import type { Cycle } from './cycle.ts'
import type { CycleEvent } from './event.ts'
import { plannedMeeting } from './planned-meeting.ts'
import { isOfRoute, stepsOf } from './policy-of-cycle.ts'
import { sourceOf, sourceText } from './source.ts'
import type { Bound, Station, StationState } from './station.ts'
import { publicityBeforeMeeting, stepOfPublicity, stepsBefore } from './step-order.ts'
import { submittedOn } from './step-rules.ts'
import { AHEAD_OF_MEETING, earliestEvent, isAhead, latestBound } from './timing.ts'

/** What the stations of a cycle are computed from. */
export interface Course {
  readonly cycle: Cycle
  readonly policy: Policy
  readonly calendar: Calendar
  /** Corrected ones left out. */
  readonly events: readonly CycleEvent[]
  readonly today: Day
}

/** Each step on the way: what was done, what may be done now, until when, and by which clause. Pure. */
export function stationsFor(course: Course): readonly Station[] {
  const plan = course.cycle.route === 'review' ? [planStation(course)] : []
  return [...plan, ...shownSteps(course).map((step) => stationFor(course, step))]
}

/** The policy's order, and between its steps what other rules name or what no review goes without. */
function shownSteps({ cycle, policy }: Course): readonly Step[] {
  const steps = [...stepsOf(policy, cycle.route)]
  // A step that a notice names without placing it stands where most notices have it.
  const named = STEPS.filter(
    (step) => isOfRoute(step, cycle.route) && !steps.includes(step) && isNamed(policy, step),
  )
  for (const step of named) {
    const before = STEPS.slice(0, STEPS.indexOf(step))
    const last = Math.max(-1, ...before.map((each) => steps.indexOf(each)))
    steps.splice(last + 1, 0, step)
  }
  return steps
}

function isNamed(policy: Policy, step: Step): boolean {
  if (ALWAYS.includes(step)) return true
  const { publicityKinds } = policy
  if (
    publicityKinds.kind !== 'unspecified' &&
    publicityKinds.value.some((kind) => stepOfPublicity(kind) === step)
  )
    return true
  const timing = timingOf(policy, step)
  if (step === 'result-confirmation') return policy.resultConfirmer.kind !== 'unspecified'
  return timing !== null && timing.kind !== 'unspecified'
}

// No review goes without them, whatever its notice leaves out.
const ALWAYS: readonly Step[] = ['qualification-check', 'meeting', 'document', 'certificate']

/** The rule that says by when a step is done; null for one without such a rule. */
function timingOf(policy: Policy, step: Step): Answer<Timing> | null {
  if (isAhead(step)) return policy[AHEAD_OF_MEETING[step]]
  const rules: Partial<Record<Step, Answer<Timing>>> = {
    'qualification-check': policy.qualificationCheck,
    meeting: policy.reviewFinished,
    'bureau-recheck': policy.bureauRecheck,
    'result-publicity': policy.resultPublished,
    'post-meeting-filing': policy.postMeetingFiling,
    document: policy.documentIssued,
    certificate: policy.certificateMade,
  }
  return rules[step] ?? null
}

function stationFor(course: Course, step: Step): Station {
  const { policy, cycle, events, today } = course
  const done = events.find((event) => event.step === step && event.day <= today) ?? null
  const begun = events.find((event) => event.step === step) ?? null
  const latest = latestOf(course, step)
  const doneOn = done && submittedOn(done)
  return {
    step,
    name: stepName(step).zh,
    state: stateOf(course, step, done !== null, latest),
    doneOn,
    earliest: done === null ? earliestOf(course, step) : null,
    latest,
    notes: [
      ...(done === null && begun !== null ? [`已经开始，到${chineseDay(begun.day)}结束`] : []),
      ...(latest !== null && doneOn !== null && doneOn > latest.day ? [`晚于${chineseDay(latest.day)}`] : []),
      ...placeNotes(policy, cycle, step),
      ...timingNotes(policy, cycle, step),
    ],
  }
}

function stateOf(course: Course, step: Step, isDone: boolean, latest: Bound | null): StationState {
  const { policy, cycle, events, today } = course
  if (isDone) return 'done'
  if (latest !== null && latest.day < today) return 'late'
  const done = new Set(events.map((event) => event.step as string))
  if (stepsBefore(policy, cycle.route, step).some((earlier) => !done.has(earlier.step))) return 'waiting'
  return latest === null && !isPlaced(policy, cycle, step) ? 'unspecified' : 'open'
}

const isPlaced = (policy: Policy, { route }: Cycle, step: Step): boolean =>
  stepsOf(policy, route).includes(step) || publicityBeforeMeeting(policy, route).includes(step)

function latestOf({ cycle, policy, calendar, events }: Course, step: Step): Bound | null {
  const answer = timingOf(policy, step)
  if (answer === null) return null
  const meetingOn = plannedMeeting(events)
  const event = isAhead(step) || step === 'post-meeting-filing' ? meetingOn : null
  return latestBound(calendar, answer, cycle.year, event, isAhead(step) ? 'before' : 'after')
}

/** Of the meeting: not before everything that must lie ahead of it does. */
function earliestOf({ policy, calendar, events }: Course, step: Step): Bound | null {
  if (step !== 'meeting') return null
  const bounds = events.flatMap((event) => {
    if (!isAhead(event.step)) return []
    return earliestEvent(calendar, policy[AHEAD_OF_MEETING[event.step]], submittedOn(event)) ?? []
  })
  return bounds.toSorted((a, b) => (a.day < b.day ? 1 : -1))[0] ?? null
}

function placeNotes(policy: Policy, cycle: Cycle, step: Step): readonly string[] {
  if (stepsOf(policy, cycle.route).includes(step)) return []
  return publicityBeforeMeeting(policy, cycle.route).includes(step)
    ? ['在评审会议之前；与其他环节的先后，通知未规定']
    : ['与其他环节的先后，通知未规定']
}

function timingNotes(policy: Policy, cycle: Cycle, step: Step): readonly string[] {
  const answer = timingOf(policy, step)
  if (answer === null || answer.kind === 'unspecified') return []
  const { value } = answer
  const note = answer.kind === 'stated' ? answer.note : undefined
  return [
    ...(value.promptly ? ['应及时办理，未规定天数'] : []),
    ...(value.by !== undefined && answer.policy.year !== cycle.year
      ? [`${answer.policy.year}年通知定的${chineseDay(value.by)}只管当年`]
      : []),
    ...(note === undefined ? [] : [note]),
  ]
}

/** Whether the year's plan has it: what a review outside the plan means, in the notice's words. */
function planStation({ cycle, policy, events }: Course): Station {
  const planned = events.find(({ step }) => step === 'plan') ?? null
  const source = sourceOf(policy.outsideThePlan)
  const meaning = source === null ? '计划外评审的后果，通知未规定' : `计划外评审：${sourceText(source)}`
  const putOff = typeof planned?.facts.ground === 'string' ? [`改期理由：${planned.facts.ground}`] : []
  return {
    step: 'plan',
    name: '列入年度评审计划',
    state: cycle.inPlan === null ? 'open' : cycle.inPlan ? 'done' : 'late',
    doneOn: planned?.day ?? null,
    earliest: null,
    latest: null,
    notes: [
      ...(cycle.inPlan === null ? ['等核准备案部门核准'] : cycle.inPlan ? [] : ['核准备案部门未同意列入']),
      ...(cycle.inPlan ? [] : [meaning]),
      ...putOff,
    ],
  }
}
