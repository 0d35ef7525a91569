import { requestApproval } from '../../approvals/request-approval.ts'
import type { Day } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import type { CycleEvent } from '../../cycles/event.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { plannedMeeting } from '../../cycles/planned-meeting.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { cycleNotFound, notInPlan, tooLate } from '../../cycles/refusals.ts'
import { requireStep } from '../../cycles/require-step.ts'
import { sourceOf } from '../../cycles/source.ts'
import { calendarOfPlace, earliestEvent, latestBefore, latestBound } from '../../cycles/timing.ts'
import { authorise } from '../../identity/authorise.ts'
import { sealRows } from '../../ledger/seal.ts'
import { textFault } from '../../people/name.ts'
import type { Context } from '../../platform/context.ts'
import type { Policy } from '../../policy/policy-of.ts'
import { base64url } from '../../signing/bytes.ts'
import { contentsOf } from './contents.ts'
import { FILING_APPROVAL, filingSubject, isAccepted, latestFiling } from './find-filing.ts'
import { gatherPacket, type Gathered } from './gather-packet.ts'
import {
  filingName,
  isWritten,
  namesPeople,
  PACKET_ITEMS,
  packetDigest,
  stepOfFiling,
  type FilingKind,
  type PacketItem,
  type PacketLine,
  type WrittenItem,
} from './packet.ts'
import { badPacketText, filingAccepted, noMeetingDay, notAReview, packetIncomplete } from './refusals.ts'
import { filings, sealedFilings } from './schema.ts'

export interface NewFiling {
  readonly cycleId: string
  readonly kind: FilingKind
  /** What only the convening body can write; 2 to 1000 characters each. */
  readonly texts: Partial<Readonly<Record<WrittenItem, string>>>
}

/** As a notice writes it: what outside the plan or put off means. */
const NEVER_FILED = '均不予备案'

/**
 * Hands in a filing with exactly what the notice lists, for the filing authority to take or to return; handed in again
 * it takes the place of the one before, and of one taken in whose list was corrected since. Too late before the meeting it
 * is refused with the day the meeting can be; after it, it is handed in as late. Refuses `cycles/not-in-plan`,
 * `cycles/step-not-reached`, `cycles/too-late`, `results/packet-incomplete`, `/bad-packet-text`, `/no-meeting-day`,
 * `/filing-accepted`, `/filing-of-reviews-only`.
 */
export async function submitFiling(ctx: Context, input: NewFiling): Promise<{ readonly requestId: string }> {
  const { cycleId, kind } = input
  return ctx.database.transaction(async (tx) => {
    const cycle = await cycleById(tx, cycleId)
    await authorise(ctx, tx, 'filings.prepare', cycle.officeId, cycleNotFound(cycleId))
    if (cycle.route !== 'review') throw notAReview()
    await requireStep(tx, cycleId, stepOfFiling(kind))
    const before = await latestFiling(tx, cycleId, kind)
    if (before && (await isAccepted(tx, before))) throw filingAccepted(kind)

    const policy = await policyOfCycle(tx, cycle)
    refuseOutsidePlan(cycle, policy)
    const events = await eventsOf(tx, cycleId)
    const latest = lastDay(cycle, policy, kind, events, ctx.today())
    const gathered = await gatherPacket(tx, cycle, kind, events)
    const filing = {
      id: base64url(ctx.random(16)),
      cycleId,
      kind,
      position: (before?.position ?? 0) + 1,
      lines: linesOf(cycle, kind, gathered, input.texts),
      listId: gathered.list?.id ?? null,
      listDigest: gathered.list?.digest ?? null,
      latest,
      late: latest !== null && ctx.today() > latest,
      submittedOn: ctx.today(),
      submittedBy: ctx.actor.name,
    }
    const requestId = await requestApproval(ctx, tx, {
      kind: FILING_APPROVAL,
      subjectId: filingSubject(cycleId, kind),
      title: `${filingName(kind)} ${cycle.name}（${cycle.year} 年度）`,
      digest: packetDigest(filing),
      officeId: cycle.filingAuthorityId,
      steps: [{ role: 'reviewer', officeId: cycle.filingAuthorityId, people: 1 }],
      snapshot: filing.lines.map(({ item, text }) => ({
        key: item,
        label: PACKET_ITEMS[item],
        fields: { 内容: text, ...(namesPeople(item) ? { 名单摘要: filing.listDigest ?? '' } : {}) },
      })),
      async sealMore(record) {
        const { rows, sealRoot } = sealRows(sealedFilings, record, [filing], ctx.random(32))
        await tx.insert(filings).values([...rows])
        return { filings: sealRoot }
      },
    })
    return { requestId }
  })
}

function refuseOutsidePlan({ inPlan }: Cycle, { outsideThePlan }: Policy): void {
  const source = sourceOf(outsideThePlan)
  if (source === null || outsideThePlan.kind === 'unspecified') return
  if (outsideThePlan.value === NEVER_FILED && inPlan !== true) throw notInPlan(source)
}

/** The last day by the rule. Before the meeting a filing that is late can be mended: the meeting moves. */
function lastDay(
  cycle: Cycle,
  policy: Policy,
  kind: FilingKind,
  events: readonly CycleEvent[],
  today: Day,
): Day | null {
  const calendar = calendarOfPlace(cycle.place)
  const meetingOn = plannedMeeting(events)
  if (kind === 'post-meeting')
    return latestBound(calendar, policy.postMeetingFiling, cycle.year, meetingOn, 'after')?.day ?? null
  const { preMeetingFiling } = policy
  if (preMeetingFiling.kind === 'unspecified') return null
  if (meetingOn === null) throw noMeetingDay(sourceOf(preMeetingFiling))
  const latest = latestBefore(calendar, preMeetingFiling, meetingOn)
  // A list corrected after its filing goes in again, late, when the meeting can move no more.
  const isHeld = events.some(({ step }) => step === 'meeting')
  if (latest !== null && today > latest.day && !isHeld)
    throw tooLate('pre-meeting-filing', today, latest, earliestEvent(calendar, preMeetingFiling, today))
  return latest?.day ?? null
}

function linesOf(
  cycle: Cycle,
  kind: FilingKind,
  { known }: Gathered,
  texts: NewFiling['texts'],
): readonly PacketLine[] {
  const { items, source } = contentsOf(cycle, kind)
  const textOf = (item: PacketItem) => (isWritten(item) ? writtenText(item, texts[item]) : known.get(item))
  const lines = items.map((item) => ({ item, text: textOf(item) }))
  const missing = lines.filter(({ text }) => text === undefined).map(({ item }) => item)
  if (missing.length > 0) throw packetIncomplete(kind, missing, source)
  return lines.flatMap(({ item, text }) => (text === undefined ? [] : [{ item, text }]))
}

function writtenText(item: WrittenItem, given: string | undefined): string | undefined {
  const text = given?.trim().replaceAll('\r\n', '\n') ?? ''
  if (text === '') return undefined
  const length = Array.from(text).length
  if (length < 2 || length > 1000 || textFault(text.replaceAll('\n', ' ')) !== null) throw badPacketText(item)
  return text
}
