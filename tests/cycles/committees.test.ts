import { describe, expect } from 'vitest'
import { committeeById } from '../../src/cycles/find-committee.ts'
import { cycleById, findCycle, listCycles } from '../../src/cycles/find-cycle.ts'
import { planMeeting } from '../../src/cycles/plan-meeting.ts'
import { registerCommittee, type NewCommittee } from '../../src/cycles/register-committee.ts'
import { registerCycle } from '../../src/cycles/register-cycle.ts'
import { ruleOn } from '../../src/cycles/rule-on.ts'
import {
  sealedCycleEvents,
  sealedCycleRulings,
  sealedReviewCommittees,
  sealedReviewCycles,
} from '../../src/cycles/schema.ts'
import { auditSeals } from '../../src/ledger/audit-seals.ts'
import { officesOn, reviewAtWork, soundStep } from '../support/cycles-at-work.ts'
import { databaseTest } from '../support/database.ts'
import { somebody } from '../support/staff.ts'
import { refused } from './cycles-refused.ts'

const GROUND = '核准备案通知书'

async function atKunming(database: Parameters<typeof officesOn>[0]) {
  const at = await officesOn(database, '2023-03-01')
  const committee = (changed: Partial<NewCommittee> = {}): NewCommittee => ({
    name: '昆明市工程系列中级职称评审委员会',
    office: at.codes.committee,
    filingAuthority: at.codes.kunming,
    series: ['工程技术'],
    levels: ['420'],
    size: 9,
    validFrom: '2023-01-01',
    validThrough: '2025-12-31',
    ...changed,
  })
  return { ...at, committee }
}

describe('a committee', () => {
  databaseTest.for<[string, string, Partial<NewCommittee>]>([
    ['an even number of members', 'cycles/even-committee', { size: 10 }],
    ['a term of three years and a day', 'cycles/bad-committee', { validThrough: '2026-01-01' }],
    ['a term that ends before it begins', 'cycles/bad-committee', { validThrough: '2022-12-31' }],
    ['no level', 'cycles/bad-committee', { levels: [] }],
    ['a series nobody knows', 'cycles/bad-committee', { series: ['炼金术'] }],
    [
      'an office that does not exist',
      'identity/authority-not-found',
      { filingAuthority: '11539901000009999X' },
    ],
  ])('is refused with %s', async ([, code, changed], { database }) => {
    const { ctx, committee } = await atKunming(database)
    await refused(ctx, () => registerCommittee(ctx, committee(changed)), code)
    await registerCommittee(ctx, committee())
  })

  databaseTest('is replaced at the end of its term, once', async ({ database }) => {
    const { ctx, committee } = await atKunming(database)
    const { committeeId: replaces } = await registerCommittee(ctx, committee())
    const next = () =>
      registerCommittee(ctx, committee({ replaces, validFrom: '2026-01-01', validThrough: '2028-12-31' }))
    const { committeeId } = await next()
    expect((await committeeById(database.read, replaces)).replacedBy).toBe(committeeId)
    await refused(ctx, next, 'cycles/committee-replaced')
    const open = () =>
      registerCycle(ctx, { route: 'review', committeeId: replaces, place: 'kunming-2023', year: 2025 })
    await refused(ctx, open, 'cycles/committee-replaced')
  })

  databaseTest(
    'is filed by the filing authority, never by whoever registered it, and the newest word holds',
    async ({ database }) => {
      const { ctx, ids, committee } = await atKunming(database)
      const secretary = await somebody(ctx, {
        officeId: ids.committee,
        roles: ['committee-secretary'],
        person: 1,
      })
      const { committeeId: subjectId } = await registerCommittee(secretary, committee())
      const same = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 1 })
      const bureau = await somebody(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 2 })
      const other = await somebody(ctx, { officeId: ids.dali, roles: ['reviewer'], person: 3 })
      const rule = (who: typeof ctx, granted: boolean, ground = GROUND) =>
        ruleOn(who, { subject: 'committee', subjectId, granted, ground })
      await refused(ctx, () => rule(secretary, true), 'cycles/committee-not-found')
      await refused(ctx, () => rule(other, true), 'cycles/committee-not-found')
      await refused(ctx, () => rule(same, true), 'cycles/own-registration')
      await refused(ctx, () => rule(bureau, true, ' '), 'cycles/bad-ground')
      expect((await committeeById(database.read, subjectId)).filed).toBeNull()
      await rule(bureau, true)
      await rule(bureau, false)
      expect((await committeeById(database.read, subjectId)).filed).toBe(false)
    },
  )

  databaseTest('is not filed by an office without the power over its levels', async ({ database }) => {
    const { ctx, committee, codes } = await atKunming(database)
    const { committeeId } = await registerCommittee(ctx, committee({ filingAuthority: codes.dali }))
    const file = () =>
      ruleOn(ctx, { subject: 'committee', subjectId: committeeId, granted: true, ground: GROUND })
    await refused(ctx, file, 'identity/no-power')
  })
})

describe('a year of a committee', () => {
  databaseTest('is opened once, within the term, under a notice we hold', async ({ database }) => {
    const { ctx, committee } = await atKunming(database)
    const { committeeId } = await registerCommittee(ctx, committee())
    const open =
      (year: number, place = 'kunming-2023', meetingOn: string | null = null) =>
      () =>
        registerCycle(ctx, { route: 'review', committeeId, place, year, meetingOn })
    await refused(ctx, open(2026), 'cycles/committee-expired')
    await refused(ctx, open(2023, 'nowhere-2023'), 'policy/unknown-place')
    await refused(ctx, open(2023, 'kunming-2023', '2023-02-30'), 'cycles/bad-cycle')
    const { cycleId } = await open(2023)()
    await refused(ctx, open(2023), 'cycles/cycle-exists')
    expect(await cycleById(database.read, cycleId)).toMatchObject({
      name: '昆明市工程系列中级职称评审委员会',
      series: ['工程技术'],
      levels: ['420'],
      inPlan: null,
    })
  })

  databaseTest(
    'is seen by who convenes and who files it, and by nobody beside them',
    async ({ database }) => {
      const { ctx, ids, codes } = await atKunming(database)
      const { cycleId } = await reviewAtWork(ctx, {
        office: codes.committee,
        filingAuthority: codes.kunming,
        place: 'kunming-2023',
        year: 2023,
        levels: ['420'],
      })
      const at = async (officeId: string, person: number) =>
        somebody(ctx, { officeId, roles: ['supervisor'], person })
      for (const [officeId, sees] of [
        [ids.committee, true],
        [ids.kunming, true],
        [ids.province, true],
        [ids.dali, false],
      ] as const) {
        const who = await at(officeId, 10 + (await listCycles(ctx, database.read, { limit: 5 })).items.length)
        const found = await findCycle(who, database.read, cycleId).then(
          () => true,
          () => false,
        )
        expect(found).toBe(sees)
        expect((await listCycles(who, database.read, { limit: 5 })).items.length).toBe(sees ? 1 : 0)
      }
    },
  )

  databaseTest(
    'keeps why its meeting was put off, and the day no longer moves once it met',
    async ({ database }) => {
      const { ctx, codes, turn } = await officesOn(database, '2020-07-10')
      const { cycleId } = await reviewAtWork(ctx, {
        office: codes.committee,
        filingAuthority: codes.province,
        place: 'yunnan-2020',
        year: 2020,
        levels: ['412'],
        meetingOn: '2020-07-11',
      })
      await refused(
        ctx,
        () => planMeeting(ctx, { cycleId, meetingOn: '2020-07-12', ground: '' }),
        'cycles/bad-ground',
      )
      await planMeeting(ctx, { cycleId, meetingOn: '2020-07-12', ground: '专家临时不能到会' })
      turn('2020-07-12')
      await soundStep(ctx, cycleId, 'meeting', '2020-07-12', { members: 9 })
      const again = () => planMeeting(ctx, { cycleId, meetingOn: '2020-07-13', ground: '再改期' })
      await refused(ctx, again, 'cycles/already-done')
    },
  )

  databaseTest('is sealed with everything that happened in it', async ({ database }) => {
    const { ctx, codes, turn } = await officesOn(database, '2023-06-01')
    const { cycleId } = await reviewAtWork(ctx, {
      office: codes.committee,
      filingAuthority: codes.kunming,
      place: 'kunming-2023',
      year: 2023,
      levels: ['420'],
      meetingOn: '2023-10-16',
    })
    turn('2023-09-01')
    await soundStep(ctx, cycleId, 'notice', '2023-09-01', { filedOn: '2023-08-30' })
    const defects: unknown[] = []
    for (const [table, expected] of [
      [sealedReviewCommittees, 1],
      [sealedReviewCycles, 1],
      [sealedCycleRulings, 2],
      [sealedCycleEvents, 2],
    ] as const)
      await database.transaction((tx) =>
        auditSeals(tx, { table, size: 1_000_000n, expected }, (defect) => defects.push(defect)),
      )
    expect(defects).toEqual([])
  })
})
