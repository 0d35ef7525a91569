import type { Calendar } from '../calendar/calendar.ts'
import type { Day } from '../calendar/day.ts'
import type { Refusal } from '../platform/refusal.ts'
import type { Answer, Policy } from '../policy/policy-of.ts'
import type { Share } from '../policy/rule.ts'
import type { CycleEvent } from './event.ts'
import {
  drawUnsigned,
  drawUnsupervised,
  evenCommittee,
  factsContradict,
  filedLate,
  tooFew,
  tooLate,
  tooSoon,
} from './refusals.ts'
import { sourceOf } from './source.ts'
import type { FactsOf, OwnStep } from './step-facts.ts'
import { AHEAD_OF_MEETING, earliestEvent, isAhead, latestBefore } from './timing.ts'

/** What a step is judged by. */
export interface Judged<S extends OwnStep = OwnStep> {
  readonly policy: Policy
  readonly calendar: Calendar
  readonly step: S
  readonly day: Day
  readonly facts: FactsOf<S>
  /** The day the meeting was held or is planned for; null when none is. */
  readonly meetingOn: Day | null
  /** What happened before, corrected ones left out. */
  readonly events: readonly CycleEvent[]
  /** The least number of members the committee has by its registration; null without one. */
  readonly size: number | null
}

/** The first rule of the policy that a step breaks, as the refusal to make of it; null when it breaks none. */
export function brokenRule(of: Judged): Refusal | null {
  const { step } = of
  const timing = isAhead(step) ? aheadOfMeeting(of) : null
  if (timing) return timing
  if (is(of, 'notice')) return noticeFault(of)
  if (is(of, 'expert-draw')) return drawFault(of)
  if (is(of, 'meeting')) return meetingFault(of)
  return null
}

const is = <S extends OwnStep>(of: Judged, step: S): of is Judged<S> => of.step === step

function aheadOfMeeting({ policy, calendar, step, day, meetingOn }: Judged): Refusal | null {
  if (!isAhead(step) || meetingOn === null) return null
  const answer = policy[AHEAD_OF_MEETING[step]]
  const latest = latestBefore(calendar, answer, meetingOn)
  if (latest === null || day <= latest.day) return null
  return tooLate(step, day, latest, earliestEvent(calendar, answer, day))
}

// 昆人社通〔2023〕37号 一: the notice is filed before it is published.
function noticeFault({ policy, day, facts }: Judged<'notice'>): Refusal | null {
  if (policy.noticeFiledFirst.kind === 'unspecified') return null
  const isFiledFirst = facts.filedOn !== undefined && facts.filedOn <= day
  return isFiledFirst ? null : filedLate(sourceOf(policy.noticeFiledFirst))
}

function drawFault({ policy, facts, size }: Judged<'expert-draw'>): Refusal | null {
  const odd = oddFault(policy, facts.members)
  if (odd) return odd
  if (size !== null && facts.members < size) return tooFew('抽取的评委', facts.members, size, null)
  if (facts.outsiders > facts.members) return factsContradict('外地、外单位的评委不能多于评委总数')
  const outside = shareFault(policy.outsiders, '本地、本单位以外的评委', facts.outsiders, facts.members)
  if (outside) return outside
  const { drawSigners, drawSupervised } = policy
  if (drawSupervised.kind !== 'unspecified' && facts.supervisors < 1)
    return drawUnsupervised(sourceOf(drawSupervised))
  if (drawSigners.kind === 'unspecified') return null
  for (const { who, count } of drawSigners.value) {
    const signed = who.includes('监督') ? facts.supervisors : facts.drawers
    if (signed < (count ?? 1)) return drawUnsigned(who, signed, count ?? 1, sourceOf(drawSigners))
  }
  return null
}

function meetingFault(of: Judged<'meeting'>): Refusal | null {
  const { policy, facts, events } = of
  const drawn = events.find(({ step }) => step === 'expert-draw')
  const members = facts.members ?? numberOf(drawn, 'members')
  if (members === null) return factsContradict('没有登记过抽取专家，请填写评委会人数')
  if (drawn && facts.members !== undefined && facts.members !== numberOf(drawn, 'members'))
    return factsContradict('评委会人数与抽取结果不一致')
  if (facts.present > members) return factsContradict('出席专家不能多于评委会人数')
  if (facts.sparesUsed > (numberOf(drawn, 'spares') ?? 0) && drawn)
    return factsContradict('递补的备用评委多于抽取的备用评委')
  if (facts.passed > facts.applicants) return factsContradict('评审通过人数不能多于参评人数')
  if (facts.votes > facts.present) return factsContradict('投票的专家不能多于出席的专家')
  return oddFault(policy, members) ?? soonFault(of) ?? attendanceFault(of, members)
}

function attendanceFault({ policy, facts }: Judged<'meeting'>, members: number): Refusal | null {
  const absent = shareFault(policy.attendance, '出席评审会议的专家', facts.present, members)
  if (absent) return absent
  const { readers, votedByAttending } = policy
  if (readers.kind !== 'unspecified' && facts.readers < readers.value)
    return tooFew('独自审阅每份材料的专家', facts.readers, readers.value, sourceOf(readers))
  if (votedByAttending.kind !== 'unspecified' && facts.votes < facts.present)
    return tooFew('参加投票的出席专家', facts.votes, facts.present, sourceOf(votedByAttending))
  if (policy.passingVote.kind === 'unspecified' || facts.passed === 0) return null
  if (facts.fewestVotes === undefined) return factsContradict('请填写通过人员中的最低同意票数')
  return shareFault(policy.passingVote, '同意票', facts.fewestVotes, facts.votes)
}

/** Everything that must lie so long before the meeting lay so long before the day it was held. */
function soonFault({ policy, calendar, day, events }: Judged<'meeting'>): Refusal | null {
  for (const event of events) {
    if (!isAhead(event.step)) continue
    const answer = policy[AHEAD_OF_MEETING[event.step]]
    const doneOn = submittedOn(event)
    const latest = latestBefore(calendar, answer, day)
    if (latest !== null && doneOn > latest.day)
      return tooSoon(event.step, day, doneOn, earliestEvent(calendar, answer, doneOn))
  }
  return null
}

/** A filing counts from the day it was handed in, not from the day it was taken. */
export const submittedOn = ({ day, facts }: CycleEvent): Day =>
  typeof facts.submittedOn === 'string' ? facts.submittedOn : day

function oddFault(policy: Policy, members: number): Refusal | null {
  const { committeeOdd } = policy
  return committeeOdd.kind !== 'unspecified' && members % 2 === 0
    ? evenCommittee(members, sourceOf(committeeOdd))
    : null
}

function shareFault(answer: Answer<Share>, who: string, part: number, whole: number): Refusal | null {
  if (answer.kind === 'unspecified') return null
  const { numerator, denominator } = answer.value
  const least = Math.ceil((whole * numerator) / denominator)
  return part < least ? tooFew(who, part, least, sourceOf(answer)) : null
}

function numberOf(event: CycleEvent | undefined, name: string): number | null {
  const value = event?.facts[name]
  return typeof value === 'number' ? value : null
}
