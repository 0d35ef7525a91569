import { isDay, type Day } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { markStep } from '../../cycles/mark-step.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import { requireStep } from '../../cycles/require-step.ts'
import { sourceOf } from '../../cycles/source.ts'
import { calendarOfPlace } from '../../cycles/timing.ts'
import { authorise } from '../../identity/authorise.ts'
import { refuseIfSuspended } from '../../integrity/suspended.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { earliestClosing } from './period.ts'
import { checkedDigest, line } from './record-channel.ts'
import { badEvidence, badPublicityDay, publicityTooShort, tooFewVotes } from './refusals.ts'
import { publicityRules } from './rules-of.ts'
import { recommendations, sealedRecommendations } from './schema.ts'

export interface NewRecommendation {
  readonly cycleId: string
  /** As the list writes it; null: one paper for every employer of the cycle. */
  readonly employer: string | null
  /** Where inside the employer's walls. */
  readonly place: string
  readonly opensOn: Day
  /** Inclusive; before today. */
  readonly closesOn: Day
  /** Who voted, and the fewest votes anybody recommended got; null where nobody had to vote. */
  readonly votes: { readonly attending: number; readonly agreeing: number } | null
  /** SHA-256 of the paper, 64 hex digits. */
  readonly fileDigest: string
}

/**
 * Records an employer's own 推荐公示 by its paper. Refuses `results/publicity-too-short`, `/too-few-votes`,
 * `/bad-publicity-day`, `/bad-publicity-evidence`, `cycles/step-not-reached`, `cycles/cycle-not-found`,
 * `integrity/office-suspended`.
 */
export async function recordRecommendation(ctx: Context, input: NewRecommendation): Promise<void> {
  const employer = input.employer === null ? null : line('用人单位', input.employer, 100)
  const place = line('公示地点', input.place, 200)
  const fileDigest = checkedDigest(input.fileDigest)
  if (fileDigest === null) throw badEvidence('证明', '须附用人单位盖章的公示证明')
  await ctx.database.transaction(async (tx) => {
    const cycle = await cycleById(tx, input.cycleId)
    await authorise(ctx, tx, 'publicity.manage', cycle.officeId, cycleNotFound(input.cycleId))
    if (employer !== null)
      await refuseIfSuspended(tx, { name: employer }, { from: input.opensOn, through: input.closesOn })
    await requireStep(tx, cycle.id, 'recommendation-publicity')
    await refuseIfTooShort(ctx, tx, cycle, input)
    await refuseIfTooFewVotes(tx, cycle, input)
    const record = entryRecord(ctx.random(16))
    const { opensOn, closesOn, votes } = input
    const { rows, sealRoot } = sealRows(
      sealedRecommendations,
      record,
      [
        {
          id: base64url(ctx.random(16)),
          cycleId: cycle.id,
          employer,
          place,
          opensOn,
          closesOn,
          attending: votes?.attending ?? null,
          agreeing: votes?.agreeing ?? null,
          fileDigest,
          recordedOn: ctx.today(),
          recordedBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(recommendations).values([...rows])
    const events = await eventsOf(tx, cycle.id)
    const isFirst = !events.some(({ step }) => step === 'recommendation-publicity')
    const event = isFirst
      ? await markStep(ctx, tx, record, {
          cycleId: cycle.id,
          step: 'recommendation-publicity',
          day: closesOn,
          facts: { opensOn, closesOn },
        })
      : null
    await recordAct(ctx, tx, {
      act: 'publicity.manage',
      officeId: cycle.officeId,
      about: cycle.id,
      facts: { what: 'recommendation', closesOn },
    })
    await appendEntries(tx, [
      {
        type: 'recommendation.recorded',
        record,
        day: ctx.today(),
        seals: { recommendations: sealRoot, ...(event && { cycle_events: event }) },
        facts: { cycle: cycle.id, opensOn, closesOn },
      },
    ])
  })
}

async function refuseIfTooShort(
  ctx: Context,
  handle: Handle,
  cycle: Cycle,
  { opensOn, closesOn }: NewRecommendation,
): Promise<void> {
  if (!isDay(opensOn)) throw badPublicityDay('开始日期', opensOn, '应为真实的日期，如 2023-12-20')
  if (!isDay(closesOn) || closesOn <= opensOn || closesOn >= ctx.today())
    throw badPublicityDay('结束日期', closesOn, '应晚于开始日期，且公示已经期满')
  const { leastDays, daysSource } = await publicityRules(handle, cycle, 'recommendation', null)
  const earliest = earliestClosing(calendarOfPlace(cycle.place), opensOn, leastDays)
  if (earliest !== null && leastDays !== null && closesOn < earliest.day)
    throw publicityTooShort(
      'recommendation',
      { opensOn, closesOn, leastDays, earliest: earliest.day, provisional: earliest.provisional },
      daysSource,
    )
}

async function refuseIfTooFewVotes(
  handle: Handle,
  cycle: Cycle,
  { votes }: NewRecommendation,
): Promise<void> {
  const counts = votes === null ? [] : [votes.attending, votes.agreeing]
  if (counts.some((count) => !Number.isSafeInteger(count) || count < 0 || count > 100_000))
    throw badEvidence('票数', '应为不小于 0 的整数')
  if (votes !== null && votes.agreeing > votes.attending) throw badEvidence('票数', '同意票不能多于参会人数')
  const { recommendationVote: rule } = await policyOfCycle(handle, cycle)
  if (rule.kind === 'unspecified') return
  if (votes === null) throw badEvidence('票数', '本通知要求述职测评投票，须填写参会人数和同意票数')
  // Nobody's votes are nobody's consent.
  if (votes.attending < 1) throw badEvidence('票数', '本通知要求述职测评投票，参会人数不能为 0')
  const needed = Math.ceil((votes.attending * rule.value.numerator) / rule.value.denominator)
  if (votes.agreeing < needed) throw tooFewVotes({ ...votes, needed }, sourceOf(rule))
}
