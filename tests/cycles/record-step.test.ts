import { describe, expect } from 'vitest'
import { eventsOf } from '../../src/cycles/find-events.ts'
import { planMeeting } from '../../src/cycles/plan-meeting.ts'
import { recordStep } from '../../src/cycles/record-step.ts'
import { registerCycle } from '../../src/cycles/register-cycle.ts'
import { ruleOn } from '../../src/cycles/rule-on.ts'
import { requireStep } from '../../src/cycles/require-step.ts'
import type { Database } from '../../src/platform/database.ts'
import { markedElsewhere, officesOn, reviewAtWork, SOUND, soundStep } from '../support/cycles-at-work.ts'
import { databaseTest } from '../support/database.ts'
import { somebody } from '../support/staff.ts'
import { refused } from './cycles-refused.ts'

/** The province's review of 2023, its meeting planned for 16 October. */
async function yunnan(database: Database) {
  const at = await officesOn(database, '2023-06-01')
  const { committee, province } = at.codes
  const opened = await reviewAtWork(at.ctx, {
    office: committee,
    filingAuthority: province,
    place: 'yunnan-2023',
    year: 2023,
    levels: ['411', '412'],
    meetingOn: '2023-10-16',
  })
  return { ...at, ...opened }
}

/** Everything before the meeting, on the last day each may be. */
async function readyToMeet({ ctx, turn, cycleId }: Awaited<ReturnType<typeof yunnan>>) {
  turn('2023-10-16')
  await soundStep(ctx, cycleId, 'notice', '2023-08-29')
  await soundStep(ctx, cycleId, 'expert-pool', '2023-09-12')
  await soundStep(ctx, cycleId, 'expert-draw', '2023-10-09')
  await markedElsewhere(ctx, cycleId, 'recommendation-publicity', '2023-09-20')
  await markedElsewhere(ctx, cycleId, 'pre-meeting-publicity', '2023-09-28')
}

describe('the order of steps', () => {
  databaseTest(
    'is the policy’s: a step waits for every one before it, and the refusal cites the clause',
    async ({ database }) => {
      const { ctx, turn, cycleId } = await yunnan(database)
      turn('2023-10-16')
      const draw = () => soundStep(ctx, cycleId, 'expert-draw', '2023-10-09')
      await refused(ctx, draw, 'cycles/step-not-reached', {
        missing: 'notice',
        clause: '二（一）',
        document: '云人社函〔2023〕38号',
      })
      await soundStep(ctx, cycleId, 'notice', '2023-08-29')
      await refused(ctx, draw, 'cycles/step-not-reached', { missing: 'expert-pool' })
      await soundStep(ctx, cycleId, 'expert-pool', '2023-09-12')
      await draw()
      expect((await eventsOf(database.read, cycleId)).map(({ step }) => step)).toEqual([
        'plan',
        'notice',
        'expert-pool',
        'expert-draw',
      ])
    },
  )

  databaseTest(
    'has 推荐公示 and 会前公示 before the meeting, though the notice’s order leaves them out',
    async ({ database }) => {
      const at = await yunnan(database)
      const { ctx, turn, cycleId } = at
      turn('2023-10-16')
      await soundStep(ctx, cycleId, 'notice', '2023-08-29')
      await soundStep(ctx, cycleId, 'expert-pool', '2023-09-12')
      await soundStep(ctx, cycleId, 'expert-draw', '2023-10-09')
      const meet = () => soundStep(ctx, cycleId, 'meeting', '2023-10-16')
      await refused(ctx, meet, 'cycles/step-not-reached', {
        missing: 'recommendation-publicity',
        quote: '严格实行推荐公示、会前公示、结果公示',
      })
      await markedElsewhere(ctx, cycleId, 'recommendation-publicity', '2023-09-20')
      await refused(ctx, meet, 'cycles/step-not-reached', { missing: 'pre-meeting-publicity' })
      await markedElsewhere(ctx, cycleId, 'pre-meeting-publicity', '2023-09-28')
      await meet()
    },
  )

  databaseTest(
    'holds for what other capabilities do: Guang’an re-checks before it publishes',
    async ({ database }) => {
      const { ctx, codes, turn } = await officesOn(database, '2023-06-01')
      const { cycleId } = await reviewAtWork(ctx, {
        office: codes.kunming,
        filingAuthority: codes.kunming,
        place: 'guangan-2023',
        year: 2023,
        levels: ['420'],
      })
      turn('2024-03-20')
      const day = '2023-10-20'
      await soundStep(ctx, cycleId, 'expert-pool', day)
      await soundStep(ctx, cycleId, 'notice', day)
      await markedElsewhere(ctx, cycleId, 'recommendation-publicity', day)
      await soundStep(ctx, cycleId, 'qualification-check', '2023-11-20')
      await markedElsewhere(ctx, cycleId, 'pre-meeting-filing', '2023-11-20')
      await soundStep(ctx, cycleId, 'expert-draw', '2023-12-01')
      await soundStep(ctx, cycleId, 'meeting', '2023-12-15')
      await markedElsewhere(ctx, cycleId, 'post-meeting-filing', '2023-12-18')
      const publish = () => database.transaction((tx) => requireStep(tx, cycleId, 'result-publicity'))
      await refused(ctx, publish, 'cycles/step-not-reached', {
        missing: 'bureau-recheck',
        clause: '四（三）',
      })
      await soundStep(ctx, cycleId, 'bureau-recheck', '2024-03-20')
      await publish()
    },
  )

  databaseTest('is not that of reviews for 考核认定: no meeting, no notice', async ({ database }) => {
    const { ctx, codes, turn } = await officesOn(database, '2023-06-01')
    const { cycleId } = await registerCycle(ctx, {
      route: 'assessment',
      office: codes.committee,
      filingAuthority: codes.kunming,
      series: null,
      levels: ['434'],
      place: 'guangan-2023',
      year: 2023,
    })
    turn('2023-12-01')
    await refused(ctx, () => soundStep(ctx, cycleId, 'meeting', '2023-12-01'), 'cycles/not-of-this-route')
    const document = () => database.transaction((tx) => requireStep(tx, cycleId, 'document'))
    await refused(ctx, document, 'cycles/step-not-reached', { missing: 'result-confirmation' })
    await markedElsewhere(ctx, cycleId, 'result-confirmation', '2023-12-01')
    await document()
  })

  databaseTest('asks nothing where the notice states no order', async ({ database }) => {
    const { ctx, codes } = await officesOn(database, '2020-07-10')
    const { cycleId } = await reviewAtWork(ctx, {
      office: codes.committee,
      filingAuthority: codes.province,
      place: 'yunnan-2020',
      year: 2020,
      levels: ['412'],
    })
    await soundStep(ctx, cycleId, 'meeting', '2020-07-10', { members: 9 })
    const file = () => database.transaction((tx) => requireStep(tx, cycleId, 'post-meeting-filing'))
    await refused(ctx, file, 'cycles/step-not-reached', { missing: 'result-publicity', clause: '三（二）' })
  })

  databaseTest('is also that of the days', async ({ database }) => {
    const { ctx, turn, cycleId } = await yunnan(database)
    turn('2023-10-16')
    await soundStep(ctx, cycleId, 'notice', '2023-08-29')
    const pool = (day: string) => soundStep(ctx, cycleId, 'expert-pool', day)
    await refused(ctx, () => pool('2023-08-28'), 'cycles/day-out-of-order', { earlier: 'notice' })
    await pool('2023-08-29')
  })
})

describe('a recorded step', () => {
  databaseTest('is sealed, and the audit finds it as it was', async ({ database }) => {
    const at = await yunnan(database)
    await readyToMeet(at)
    await recordStep(at.ctx, {
      cycleId: at.cycleId,
      step: 'meeting',
      day: '2023-10-16',
      facts: SOUND.meeting,
      evidence: [{ kind: '会议记录', digest: 'ab'.repeat(32) }],
    })
    const met = (await eventsOf(database.read, at.cycleId)).find(({ step }) => step === 'meeting')
    expect(met).toMatchObject({
      day: '2023-10-16',
      evidence: [{ kind: '会议记录' }],
      facts: { present: 9, passed: 200 },
    })
  })

  databaseTest('breaks a rule: refused, and nothing is kept', async ({ database }) => {
    const at = await yunnan(database)
    const { ctx, turn, cycleId } = at
    turn('2023-10-16')
    await refused(ctx, () => soundStep(ctx, cycleId, 'notice', '2023-08-30'), 'cycles/too-late', {
      latest: '2023-08-29',
      earliestMeeting: '2023-10-17',
    })
    await planMeeting(ctx, { cycleId, meetingOn: '2023-10-17', ground: '评审材料审核推迟一天' })
    await soundStep(ctx, cycleId, 'notice', '2023-08-30')
  })

  databaseTest('is corrected with a ground, and judged again', async ({ database }) => {
    const at = await yunnan(database)
    await readyToMeet(at)
    const { ctx, cycleId } = at
    const draw = {
      cycleId,
      step: 'expert-draw',
      day: '2023-10-09',
      facts: { ...SOUND['expert-draw'], members: 11 },
    } as const
    await refused(ctx, () => recordStep(ctx, draw), 'cycles/already-done')
    // A correction may not move a step behind one that rests on it.
    const notice = { cycleId, step: 'notice', day: '2023-09-20', facts: {}, ground: '抄写有误' } as const
    await planMeeting(ctx, { cycleId, meetingOn: '2023-12-20', ground: '改期' })
    await refused(ctx, () => recordStep(ctx, notice), 'cycles/day-out-of-order', { step: 'expert-pool' })
    await refused(
      ctx,
      () => recordStep(ctx, { ...draw, facts: { ...draw.facts, members: 10 }, ground: '抄写有误' }),
      'cycles/even-committee',
    )
    await recordStep(ctx, { ...draw, ground: '抄写有误' })
    const drawn = (await eventsOf(database.read, cycleId)).filter(({ step }) => step === 'expert-draw')
    expect(drawn).toMatchObject([{ facts: { members: 11, ground: '抄写有误' } }])
  })

  databaseTest.for<[string, string, Parameters<typeof recordStep>[1] extends infer T ? Partial<T> : never]>([
    ['a day that has not come', 'cycles/future-day', { day: '2023-10-17' }],
    ['a day that does not exist', 'cycles/bad-cycle', { day: '2023-02-29' }],
    ['a number that is a text', 'cycles/bad-facts', { facts: { experts: '60' } }],
    ['a fact nobody asks', 'cycles/bad-facts', { facts: { experts: 60, names: 3 } }],
    ['a digest that is none', 'cycles/bad-evidence', { evidence: [{ kind: '申请', digest: 'x' }] }],
    ['a step with a desk of its own', 'cycles/step-done-elsewhere', { step: 'result-publicity' }],
  ])('is refused with %s', async ([, code, input], { database }) => {
    const { ctx, turn, cycleId } = await yunnan(database)
    turn('2023-10-16')
    await soundStep(ctx, cycleId, 'notice', '2023-08-29')
    const sound = { cycleId, step: 'expert-pool', day: '2023-09-12', facts: SOUND['expert-pool'] } as const
    await refused(ctx, () => recordStep(ctx, { ...sound, ...input }), code)
    await recordStep(ctx, sound)
  })

  databaseTest('is not of a committee that was not filed (核准备案)', async ({ database }) => {
    const { ctx, turn, cycleId, committeeId } = await yunnan(database)
    turn('2023-10-16')
    await soundStep(ctx, cycleId, 'notice', '2023-08-29')
    await soundStep(ctx, cycleId, 'expert-pool', '2023-09-12')
    const rule = (granted: boolean) =>
      ruleOn(ctx, { subject: 'committee', subjectId: committeeId, granted, ground: '专家库没有换届' })
    await rule(false)
    const draw = () => soundStep(ctx, cycleId, 'expert-draw', '2023-10-09')
    await refused(ctx, draw, 'cycles/committee-not-filed')
    await rule(true)
    await draw()
  })

  databaseTest('is not of a committee whose term is over', async ({ database }) => {
    const at = await yunnan(database)
    await readyToMeet(at)
    at.turn('2026-01-05')
    const meet = () => soundStep(at.ctx, at.cycleId, 'meeting', '2026-01-04')
    await refused(at.ctx, meet, 'cycles/committee-expired', { validThrough: '2025-12-31' })
  })
})

describe('who records', () => {
  databaseTest(
    'the convening body its steps, the filing authority its own; for others there is no such review',
    async ({ database }) => {
      const { ctx, ids, cycleId, turn } = await yunnan(database)
      turn('2023-10-16')
      const secretary = await somebody(ctx, {
        officeId: ids.committee,
        roles: ['committee-secretary'],
        person: 1,
      })
      const clerk = await somebody(ctx, { officeId: ids.committee, roles: ['clerk'], person: 2 })
      const elsewhere = await somebody(ctx, {
        officeId: ids.kunming,
        roles: ['committee-secretary', 'reviewer'],
        person: 3,
      })
      const bureau = await somebody(ctx, { officeId: ids.province, roles: ['reviewer'], person: 4 })
      for (const who of [clerk, elsewhere, bureau])
        await refused(ctx, () => soundStep(who, cycleId, 'notice', '2023-08-29'), 'cycles/cycle-not-found')
      await soundStep(secretary, cycleId, 'notice', '2023-08-29')
      for (const who of [secretary, elsewhere])
        await refused(
          ctx,
          () => soundStep(who, cycleId, 'bureau-recheck', '2023-10-16'),
          'cycles/cycle-not-found',
        )
      await soundStep(bureau, cycleId, 'bureau-recheck', '2023-10-16')
    },
  )
})
