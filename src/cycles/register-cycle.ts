import { and, eq, sql } from 'drizzle-orm'
import { isDay, type Day } from '../calendar/day.ts'
import type { Authority } from '../identity/authority.ts'
import { authorise } from '../identity/authorise.ts'
import { authorityByCreditCode, authorityById } from '../identity/find-authority.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation, type Transaction } from '../platform/database.ts'
import { placePolicy } from '../policy/places.ts'
import { unknownPlace } from '../policy/refusals.ts'
import { base64url } from '../signing/bytes.ts'
import type { LevelCode } from '../titles/level.ts'
import { recordAct } from '../trail/record-act.ts'
import { checkedLevels, checkedSeries, checkedYear } from './checked.ts'
import type { CycleRoute } from './cycle.ts'
import { committeeById } from './find-committee.ts'
import { markStep } from './mark-step.ts'
import { badCycle, committeeExpired, committeeNotFound, committeeReplaced, cycleExists } from './refusals.ts'
import { cycleWithdrawals, reviewCycles, sealedReviewCycles } from './schema.ts'

export type NewCycle = {
  /** A policy's id. */
  readonly place: string
  readonly year: number
  /** The day the meeting is planned for; later days are `planMeeting`'s. */
  readonly meetingOn?: Day | null | undefined
} & (
  | { readonly route: 'review'; readonly committeeId: string }
  | {
      readonly route: Exclude<CycleRoute, 'review'>
      /** Credit codes: whose people it is about, and who decides. */
      readonly office: string
      readonly filingAuthority: string
      readonly series: readonly string[] | null
      readonly levels: readonly string[]
    }
)

/**
 * Opens a year's review of a committee, or of a route without one. It is in the plan when the filing authority says
 * so. Refuses `cycles/bad-cycle`, `cycles/cycle-exists`, `cycles/committee-not-found`, `cycles/committee-expired`,
 * `cycles/committee-replaced`, `policy/unknown-place`, `identity/not-allowed`.
 */
export async function registerCycle(ctx: Context, input: NewCycle): Promise<{ readonly cycleId: string }> {
  if (!placePolicy(input.place)) throw unknownPlace(input.place)
  const year = checkedYear(input.year)
  const meetingOn = input.meetingOn ?? null
  if (meetingOn !== null && !isDay(meetingOn))
    throw badCycle('计划评审日期', '应为真实存在的日期，如 2023-12-20')
  if (meetingOn !== null && input.route !== 'review')
    throw badCycle('计划评审日期', '考核认定、资格确认没有评审会议')
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  try {
    await ctx.database.transaction(async (tx) => {
      const { act, ...of } = await standsOn(ctx, tx, input)
      const replacesId = await placeInYear(tx, of.committeeId, year)
      const { rows, sealRoot } = sealRows(
        sealedReviewCycles,
        record,
        [
          {
            id,
            ...of,
            route: input.route,
            place: input.place,
            year,
            replacesId,
            registeredOn: ctx.today(),
            registeredBy: ctx.actor.name,
            registeredPersonId: ctx.actor.personId,
          },
        ],
        ctx.random(32),
      )
      await tx.insert(reviewCycles).values([...rows])
      const plan =
        meetingOn === null
          ? {}
          : {
              cycle_events: await markStep(ctx, tx, record, {
                cycleId: id,
                step: 'plan',
                day: ctx.today(),
                facts: { meetingOn },
              }),
            }
      const office = await authorityById(tx, of.officeId)
      await recordAct(ctx, tx, { act, officeId: of.officeId, about: id })
      await appendEntries(tx, [
        {
          type: 'cycle.registered',
          record,
          day: ctx.today(),
          seals: { review_cycles: sealRoot, ...plan },
          facts: { office: office.creditCode, route: input.route, place: input.place, year },
        },
      ])
    })
  } catch (error) {
    // Somebody else was first.
    if (/^review_cycles_(committee_year|replaces)$/.test(uniqueViolation(error) ?? ''))
      throw cycleExists(year)
    throw error
  }
  return { cycleId: id }
}

/** The withdrawn cycle of that year whose place is taken; null where there was none. Refuses `cycles/cycle-exists`. */
async function placeInYear(
  tx: Transaction,
  committeeId: string | null,
  year: number,
): Promise<string | null> {
  if (committeeId === null) return null
  const [newest] = await tx
    .select({ id: reviewCycles.id, withdrawnOn: cycleWithdrawals.withdrawnOn })
    .from(reviewCycles)
    .leftJoin(cycleWithdrawals, eq(cycleWithdrawals.cycleId, reviewCycles.id))
    .where(
      and(
        eq(reviewCycles.committeeId, committeeId),
        eq(reviewCycles.year, year),
        sql`not exists (select 1 from review_cycles later where later.replaces_id = ${reviewCycles.id})`,
      ),
    )
  if (newest && newest.withdrawnOn === null) throw cycleExists(year)
  return newest?.id ?? null
}

interface StandsOn {
  readonly act: 'cycles.manage' | 'assessments.hand-in'
  readonly committeeId: string | null
  readonly officeId: string
  readonly filingAuthorityId: string
  readonly series: readonly string[] | null
  readonly levels: readonly LevelCode[]
}

const isBureau = ({ kind, state }: Authority): boolean =>
  state === 'open' && ['province', 'prefecture', 'county', 'industry-department'].includes(kind)

/** Whose cycle it is; asks first whether the actor may open it. */
async function standsOn(ctx: Context, tx: Transaction, input: NewCycle): Promise<StandsOn> {
  if (input.route !== 'review') {
    const office = await authorityByCreditCode(tx, input.office)
    // An employer asks for its own people, and for nothing else.
    const isOwn = office.kind === 'employer' && input.route === 'assessment'
    const act = isOwn ? 'assessments.hand-in' : 'cycles.manage'
    await authorise(ctx, tx, act, office.id)
    const filing = await authorityByCreditCode(tx, input.filingAuthority)
    if (!isBureau(filing)) throw badCycle('决定的人社部门', `${filing.name}不是人社部门或行业主管部门`)
    return {
      act,
      committeeId: null,
      officeId: office.id,
      filingAuthorityId: filing.id,
      series: checkedSeries(input.series),
      levels: checkedLevels(input.levels),
    }
  }
  const committee = await committeeById(tx, input.committeeId)
  await authorise(ctx, tx, 'cycles.manage', committee.officeId, committeeNotFound(input.committeeId))
  if (committee.replacedBy !== null) throw committeeReplaced()
  const year = String(input.year)
  if (year < committee.validFrom.slice(0, 4) || year > committee.validThrough.slice(0, 4))
    throw committeeExpired(committee)
  const { id: committeeId, officeId, filingAuthorityId, series, levels } = committee
  return { act: 'cycles.manage', committeeId, officeId, filingAuthorityId, series, levels }
}
