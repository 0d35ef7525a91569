import { isDay, type Day } from '../calendar/day.ts'
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
import { reviewCycles, sealedReviewCycles } from './schema.ts'

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
      const of = await standsOn(ctx, tx, input)
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
      await recordAct(ctx, tx, { act: 'cycles.manage', officeId: of.officeId, about: id })
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
    if (uniqueViolation(error) === 'review_cycles_committee_year') throw cycleExists(year)
    throw error
  }
  return { cycleId: id }
}

interface StandsOn {
  readonly committeeId: string | null
  readonly officeId: string
  readonly filingAuthorityId: string
  readonly series: readonly string[] | null
  readonly levels: readonly LevelCode[]
}

/** Whose cycle it is; asks first whether the actor may open it. */
async function standsOn(ctx: Context, tx: Transaction, input: NewCycle): Promise<StandsOn> {
  if (input.route !== 'review') {
    const office = await authorityByCreditCode(tx, input.office)
    await authorise(ctx, tx, 'cycles.manage', office.id)
    const filing = await authorityByCreditCode(tx, input.filingAuthority)
    return {
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
  return { committeeId, officeId, filingAuthorityId, series, levels }
}
