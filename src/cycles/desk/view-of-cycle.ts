import { reachOf } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import type { Context } from '../../platform/context.ts'
import { placePolicy } from '../../policy/places.ts'
import { citation, periodName } from '../../policy/policy-text.ts'
import type { Cycle } from '../cycle.ts'
import { coursesOf } from '../courses-of.ts'
import { duesOf, type Due } from '../due.ts'
import type { CycleEvent } from '../event.ts'
import { ownFeed } from '../feed/find-feed.ts'
import { findCycle } from '../find-cycle.ts'
import { eventsOf } from '../find-events.ts'
import { withdrawalOf, type Withdrawal } from '../find-withdrawal.ts'
import { plannedMeeting } from '../planned-meeting.ts'
import type { Station } from '../station.ts'
import { stationsOf } from '../stations-of.ts'
import { fieldsOf, isBureaus, isOwnStep, type OwnStep } from '../step-facts.ts'
import type { EventStep } from '../event.ts'

/** What was typed into a form, or stands in its place. */
type Typed = Readonly<Record<string, string>>

/** Where the work of a step is done, when it is not here: a link of another capability. */
export type StationLinks = Partial<Record<EventStep, (cycleId: string) => string>>

export interface CycleView {
  readonly cycle: Cycle
  readonly office: string
  readonly filingAuthority: string
  readonly policyName: string
  /** The notice is of another year than the cycle. */
  readonly isOtherYear: boolean
  readonly meetingOn: string | null
  readonly stations: readonly Station[]
  /** The steps the viewer may record or correct here, with what stands. */
  readonly forms: readonly {
    readonly step: OwnStep
    readonly before: Typed | null
    readonly isOpen: boolean
  }[]
  readonly may: { readonly plan: boolean; readonly rule: boolean; readonly withdraw: boolean }
  readonly withdrawal: Withdrawal | null
  readonly feed: { readonly id: string; readonly openedOn: string } | null
  readonly links: StationLinks
}

/** Everything the page of a cycle shows its viewer. Refuses `cycles/cycle-not-found`. */
export async function viewOfCycle(ctx: Context, cycleId: string, links: StationLinks): Promise<CycleView> {
  const { read } = ctx.database
  const cycle = await findCycle(ctx, read, cycleId)
  const [office, filing, stations, events] = await Promise.all([
    authorityById(read, cycle.officeId),
    authorityById(read, cycle.filingAuthorityId),
    stationsOf(read, cycleId, ctx.today()),
    eventsOf(read, cycleId),
  ])
  const policy = placePolicy(cycle.place)
  const goesOn = cycle.withdrawnOn === null
  const manages = goesOn && (await reachOf(ctx, 'cycles.manage'))(cycle.officeId)
  const files = goesOn && (await reachOf(ctx, 'cycles.file'))(cycle.filingAuthorityId)
  const hasMet = events.some(({ step }) => step === 'meeting')
  return {
    cycle,
    office: office.name,
    filingAuthority: filing.name,
    policyName: policy ? `${policy.name} ${periodName(policy)}（${citation(policy)}）` : cycle.place,
    isOtherYear: policy !== null && policy.year !== cycle.year,
    meetingOn: plannedMeeting(events),
    stations,
    forms: formsOf(stations, events, { manages, files }),
    may: { plan: manages && cycle.route === 'review' && !hasMet, rule: files, withdraw: manages && !hasMet },
    withdrawal: goesOn ? null : await withdrawalOf(read, cycleId),
    feed: await ownFeed(ctx, cycleId),
    links,
  }
}

function formsOf(
  stations: readonly Station[],
  events: readonly CycleEvent[],
  { manages, files }: { readonly manages: boolean; readonly files: boolean },
): CycleView['forms'] {
  const first = stations.find(({ step, state }) => isOwnStep(step) && (state === 'open' || state === 'late'))
  return stations.flatMap(({ step, state }) => {
    if (!isOwnStep(step) || state === 'waiting' || !(isBureaus(step) ? files : manages)) return []
    const event = events.find((each) => each.step === step)
    return [{ step, before: event ? typedOf(event) : null, isOpen: step === first?.step }]
  })
}

const typedOf = ({ day, facts }: CycleEvent): Typed => ({
  day,
  ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)])),
})

/** What was typed, as the step's facts: numbers where numbers are asked; what is left empty is left out. */
export const factsOf = (step: OwnStep, typed: Typed): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    fieldsOf(step).flatMap(({ name, isText }) => {
      const text = (typed[name] ?? '').trim()
      if (text === '') return []
      return [[name, isText || !/^\d{1,9}$/.test(text) ? text : Number(text)]]
    }),
  )

/** Each year with how far it is and what comes next. */
export async function withProgress(
  ctx: Context,
  cycles: readonly Cycle[],
): Promise<readonly { cycle: Cycle; next: Due | null; done: number; steps: number }[]> {
  const courses = await coursesOf(ctx.database.read, cycles, ctx.today())
  return courses.map(({ cycle, stations }) => ({
    cycle,
    next: duesOf(cycle, stations, ctx.today())[0] ?? null,
    done: stations.filter(({ state }) => state === 'done').length,
    steps: stations.length,
  }))
}
