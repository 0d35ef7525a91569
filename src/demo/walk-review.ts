import { approve } from '../approvals/approve.ts'
import { findRequest } from '../approvals/find-request.ts'
import type { Day } from '../calendar/day.ts'
import { addWorkingDays } from '../calendar/working-days.ts'
import { issueCertificates } from '../certificates/issue.ts'
import { cycleById } from '../cycles/find-cycle.ts'
import { policyOfCycle } from '../cycles/policy-of-cycle.ts'
import { recordStep } from '../cycles/record-step.ts'
import { registerCommittee } from '../cycles/register-committee.ts'
import { registerCycle } from '../cycles/register-cycle.ts'
import { ruleOn } from '../cycles/rule-on.ts'
import { isBureaus, isOwnStep } from '../cycles/step-facts.ts'
import { calendarOfPlace } from '../cycles/timing.ts'
import type { Context } from '../platform/context.ts'
import type { PublicityKind, Step } from '../policy/rule.ts'
import { confirmResults } from '../results/document/confirm-results.ts'
import { issueDocument } from '../results/document/issue-document.ts'
import { contentsOf } from '../results/filing/contents.ts'
import { latestFiling, standingOfFiling } from '../results/filing/find-filing.ts'
import { isWritten, type FilingKind } from '../results/filing/packet.ts'
import { submitFiling } from '../results/filing/submit-filing.ts'
import { takeFiling } from '../results/filing/take-filing.ts'
import { importList } from '../results/lists/import-list.ts'
import type { ListStage } from '../results/lists/schema.ts'
import { submitList } from '../results/lists/submit-list.ts'
import { finishThreeReviews, requestThreeReviews } from '../results/lists/three-reviews.ts'
import { closePublicity } from '../results/publicity/end-publicity.ts'
import { openPublicity } from '../results/publicity/open-publicity.ts'
import { recordChannel } from '../results/publicity/record-channel.ts'
import { recordRecommendation } from '../results/publicity/record-recommendation.ts'
import { publicityRules } from '../results/publicity/rules-of.ts'
import { finishConfirmations } from '../results/routes/finish-confirmations.ts'
import { stepFacts, walkedSteps } from './review-steps.ts'

/** Who does what: the secretary convenes, two reviewers check, the issuer and the sealer speak for the bureau. */
export type Hand = 'secretary' | 'reviewer1' | 'reviewer2' | 'reviewer3' | 'issuer' | 'sealer'

export interface ReviewToWalk {
  readonly committee: string
  readonly place: string
  readonly year: number
  readonly levels: readonly string[]
  /** Credit codes: who convenes, who files, confirms and issues. */
  readonly office: string
  readonly authority: string
  /** Made for the day of the meeting, which the walk sets. */
  list(stage: ListStage, meetingOn: Day): Promise<Uint8Array>
  readonly people: { readonly candidates: number; readonly passed: number }
  readonly documentNumber: string
}

export interface Walker {
  at(hand: Hand): Context
  turn(day: Day): void
  /** A step was done. */
  tell(step: Step | 'committee' | 'list', day: Day): void
}

export interface WalkedSoFar {
  readonly cycleId: string
  readonly listId: string | null
  readonly bytes: Uint8Array | null
}

/** Working days from the first day of a walk to its meeting: a notice stands 30 of them, and one more to be safe. */
const TO_MEETING = 45

/**
 * Walks one review by its policy, from the committee's filing to the certificates, a step after the other, each by whose
 * desk it is. Days pass by the walk's own clock.
 */
export async function walkReview(review: ReviewToWalk, walker: Walker): Promise<WalkedSoFar> {
  const { at } = walker
  const calendar = calendarOfPlace(review.place)
  const later = (day: Day, days: number) => addWorkingDays(calendar, day, days).day
  const first = at('secretary').today()
  const meetingOn = later(first, TO_MEETING)
  const cycleId = await convene(review, walker, meetingOn)
  const { read } = at('secretary').database
  const cycle = await cycleById(read, cycleId)
  const steps = walkedSteps(await policyOfCycle(read, cycle), cycle)
  const state = { cycleId, listId: null as string | null, bytes: null as Uint8Array | null }
  const about: WalkedSoFar = {
    cycleId,
    get listId() {
      return state.listId
    },
    get bytes() {
      return state.bytes
    },
  }
  const candidatesId = (
    await bring(review, walker, cycleId, 'candidates', await review.list('candidates', meetingOn))
  ).listId
  let day = first
  const pass = (days: number) => {
    day = later(day, days)
    walker.turn(day)
  }
  const approvedList = async () => {
    state.bytes = await review.list('approved', meetingOn)
    state.listId = await reviewed(walker, await bring(review, walker, cycleId, 'approved', state.bytes))
    walker.tell('list', day)
  }
  // Where the notice states no order before it, the meeting was held all the same, on its day.
  if (!steps.includes('meeting')) {
    pass(TO_MEETING + 1)
    await approvedList()
  }
  for (const step of steps) {
    if (step === 'expert-draw') pass(Math.max(1, workingDaysTo(calendar, day, meetingOn) - 6))
    else if (step === 'meeting') pass(workingDaysTo(calendar, day, meetingOn))
    else pass(1)
    await doStep(step, { review, walker, about, candidatesId, pass, later })
    walker.tell(step, at('secretary').today())
    if (step === 'meeting') {
      pass(1)
      await approvedList()
    }
  }
  return about
}

function workingDaysTo(calendar: Parameters<typeof addWorkingDays>[0], from: Day, to: Day): number {
  let days = 0
  for (let day = from; day < to; day = addWorkingDays(calendar, day, 1).day) days++
  return days
}

async function convene(
  { committee: name, place, year, levels, office, authority }: ReviewToWalk,
  { at, tell }: Walker,
  meetingOn: Day,
): Promise<string> {
  const secretary = at('secretary')
  const { committeeId } = await registerCommittee(secretary, {
    name,
    office,
    filingAuthority: authority,
    series: null,
    levels,
    size: 9,
    validFrom: `${year}-01-01`,
    validThrough: `${year + 2}-12-31`,
  })
  const ground = '核准备案通知书'
  await ruleOn(at('reviewer2'), { subject: 'committee', subjectId: committeeId, granted: true, ground })
  const { cycleId } = await registerCycle(secretary, { route: 'review', committeeId, place, year, meetingOn })
  await ruleOn(at('reviewer2'), { subject: 'cycle', subjectId: cycleId, granted: true, ground })
  tell('committee', secretary.today())
  return cycleId
}

const bring = (
  { office, authority }: ReviewToWalk,
  { at }: Walker,
  cycleId: string,
  stage: ListStage,
  bytes: Uint8Array,
) =>
  importList(at('secretary'), {
    bytes,
    authority,
    office,
    cycleId,
    stage,
    fileName: stage === 'candidates' ? '上会名单.xlsx' : '评审通过名单.xlsx',
  })

async function reviewed(walker: Walker, { listId }: { readonly listId: string }): Promise<string> {
  const requestId = await submitList(walker.at('secretary'), { listId })
  await agreed(walker, requestId, ['reviewer1', 'reviewer2'])
  return listId
}

async function agreed({ at }: Walker, requestId: string, hands: readonly Hand[]): Promise<void> {
  const { digest } = (await findRequest(at('secretary').database.read, requestId))!
  for (const hand of hands) await approve(at(hand), { requestId, digest })
}

interface Doing {
  readonly review: ReviewToWalk
  readonly walker: Walker
  readonly about: WalkedSoFar
  readonly candidatesId: string
  pass(days: number): void
  later(day: Day, days: number): Day
}

async function doStep(step: Step, doing: Doing): Promise<void> {
  const { review, walker, about, candidatesId } = doing
  const { at } = walker
  const { cycleId } = about
  const listId = about.listId ?? ''
  switch (step) {
    case 'recommendation-publicity':
      return recommend(doing)
    case 'title-confirmation':
      await finishConfirmations(at('secretary'), { cycleId })
      return
    case 'pre-meeting-publicity':
      return publish(doing, 'pre-meeting', candidatesId)
    case 'result-publicity':
      return publish(doing, 'result', listId)
    case 'pre-meeting-filing':
    case 'post-meeting-filing':
      return file(doing, step === 'pre-meeting-filing' ? 'pre-meeting' : 'post-meeting')
    case 'result-confirmation':
      await confirmResults(at('sealer'), { listId })
      return
    case 'document':
      await issueDocument(at('issuer'), { listId, documentNumber: review.documentNumber })
      return
    case 'three-reviews': {
      const requestId = await requestThreeReviews(at('secretary'), {
        listId,
        source: about.bytes ?? undefined,
      })
      await agreed(walker, requestId, ['reviewer1', 'reviewer3', 'reviewer2'])
      return finishThreeReviews(at('secretary'), { listId })
    }
    case 'certificate':
      await issueCertificates(at('sealer'), { document: review.documentNumber })
      return
    default: {
      if (!isOwnStep(step)) throw new Error(`the walk knows no ${String(step)}`)
      const by = at(isBureaus(step) ? 'reviewer2' : 'secretary')
      const facts = stepFacts(step, { ...review.people, today: by.today() })
      await recordStep(by, { cycleId, step, day: by.today(), facts })
    }
  }
}

const PAPER = 'ab'.repeat(32)

async function recommend({ walker, about, pass }: Doing): Promise<void> {
  const opensOn = walker.at('secretary').today()
  pass(5)
  const closesOn = walker.at('secretary').today()
  pass(1)
  await recordRecommendation(walker.at('secretary'), {
    cycleId: about.cycleId,
    employer: null,
    place: '各单位公示栏',
    opensOn,
    closesOn,
    votes: {
      attending: 30,
      agreeing: 24,
    },
    fileDigest: PAPER,
  })
}

async function publish(
  { walker, about, pass, later }: Doing,
  kind: PublicityKind,
  listId: string,
): Promise<void> {
  const ctx = walker.at('secretary')
  const { read } = ctx.database
  const opensOn = ctx.today()
  const closesOn = later(opensOn, 5)
  const { publicationId } = await openPublicity(ctx, { listId, kind, opensOn, closesOn })
  const rules = await publicityRules(read, await cycleById(read, about.cycleId), kind, listId)
  for (const { names } of rules.channels)
    await recordChannel(ctx, {
      publicationId,
      channel: names[0],
      address: 'https://www.example.gov.cn/gs',
      upOn: opensOn,
      fileDigest: PAPER,
    })
  pass(6)
  await closePublicity(ctx, { publicationId })
}

async function file({ walker, about }: Doing, kind: FilingKind): Promise<void> {
  const { cycleId } = about
  const { at } = walker
  const { read } = at('secretary').database
  const { items } = contentsOf(await cycleById(read, cycleId), kind)
  const texts = Object.fromEntries(
    items.filter(isWritten).map((item) => [item, '详见所附材料，按规定办理。']),
  )
  await submitFiling(at('secretary'), { cycleId, kind, texts })
  const filing = (await latestFiling(read, cycleId, kind))!
  const { digest } = await standingOfFiling(read, filing)
  await takeFiling(at('reviewer2'), { cycleId, kind, digest })
}
