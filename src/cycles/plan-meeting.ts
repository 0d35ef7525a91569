import { isDay, type Day } from '../calendar/day.ts'
import { authorise } from '../identity/authorise.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import type { Context } from '../platform/context.ts'
import { recordAct } from '../trail/record-act.ts'
import { checkedGround } from './checked.ts'
import { cycleById } from './find-cycle.ts'
import { eventsOf } from './find-events.ts'
import { markStep } from './mark-step.ts'
import { alreadyDone, badCycle, cycleNotFound } from './refusals.ts'
import { holdCycle } from './require-step.ts'

/**
 * Sets the day the meeting is planned for, or another one on a stated ground: whoever files it reads why it was put
 * off. Refuses `cycles/bad-cycle`, `cycles/bad-ground`, `cycles/already-done` after the meeting,
 * `cycles/cycle-not-found`.
 */
export async function planMeeting(
  ctx: Context,
  input: { readonly cycleId: string; readonly meetingOn: Day; readonly ground: string },
): Promise<void> {
  if (!isDay(input.meetingOn)) throw badCycle('计划评审日期', '应为真实存在的日期，如 2023-12-20')
  const ground = checkedGround(input.ground)
  const record = entryRecord(ctx.random(16))
  await ctx.database.transaction(async (tx) => {
    const cycle = await cycleById(tx, input.cycleId)
    await authorise(ctx, tx, 'cycles.manage', cycle.officeId, cycleNotFound(input.cycleId))
    if (cycle.route !== 'review') throw badCycle('计划评审日期', '考核认定、资格确认没有评审会议')
    await holdCycle(tx, cycle.id)
    const events = await eventsOf(tx, cycle.id)
    if (events.some(({ step }) => step === 'meeting')) throw alreadyDone('meeting')
    const seal = await markStep(ctx, tx, record, {
      cycleId: cycle.id,
      step: 'plan',
      day: ctx.today(),
      facts: { meetingOn: input.meetingOn, ground },
      replacesId: events.find(({ step }) => step === 'plan')?.id ?? null,
    })
    await recordAct(ctx, tx, {
      act: 'cycles.manage',
      officeId: cycle.officeId,
      about: cycle.id,
      facts: { meetingOn: input.meetingOn },
    })
    await appendEntries(tx, [
      {
        type: 'cycle.recorded',
        record,
        day: ctx.today(),
        seals: { cycle_events: seal },
        facts: { step: 'plan', meetingOn: input.meetingOn },
      },
    ])
  })
}
