import { describe, expect, it } from 'vitest'
import { dayFromNumber, dayNumber } from '../../src/calendar/day.ts'
import type { Cycle } from '../../src/cycles/cycle.ts'
import { duesOf } from '../../src/cycles/due.ts'
import type { CycleEvent, EventStep } from '../../src/cycles/event.ts'
import { stationsFor } from '../../src/cycles/stations.ts'
import { calendarOfPlace } from '../../src/cycles/timing.ts'
import { levelGroupOf } from '../../src/policy/level-group.ts'
import { POLICIES } from '../../src/policy/places.ts'
import { policyOf } from '../../src/policy/policy-of.ts'
import type { LevelCode } from '../../src/titles/level.ts'

const event = (step: EventStep, day: string, facts: CycleEvent['facts'] = {}): CycleEvent => ({
  id: step,
  step,
  day,
  facts,
  evidence: [],
  about: null,
  recordedOn: day,
  recordedBy: 'console:test',
})

function stations(place: string, today: string, events: readonly CycleEvent[], more: Partial<Cycle> = {}) {
  const levels: readonly LevelCode[] = more.levels ?? ['412']
  const cycle: Cycle = {
    id: 'c',
    committeeId: 'k',
    name: '评委会',
    officeId: 'o',
    filingAuthorityId: 'f',
    place,
    year: Number(place.slice(-4)),
    route: 'review',
    series: null,
    levels,
    inPlan: true,
    withdrawnOn: null,
    ...more,
  }
  const policy = policyOf(place, { level: levelGroupOf(levels[0] ?? '412') ?? 'senior' })
  const all = stationsFor({ cycle, policy, calendar: calendarOfPlace(place), events, today })
  return { cycle, all, of: (step: EventStep) => all.find((station) => station.step === step) }
}

describe('where a review stands', () => {
  it.each(POLICIES.filter(({ kind }) => kind === 'annual').map(({ id }) => [id]))(
    '%s: every step once, the meeting before its document, and each bound with its clause',
    (place) => {
      const { all } = stations(place, `${place.slice(-4)}-06-01`, [])
      const steps = all.map(({ step }) => step)
      expect(new Set(steps).size).toBe(steps.length)
      expect(steps.indexOf('meeting')).toBeLessThan(steps.indexOf('document'))
      for (const { latest } of all) if (latest) expect(latest.source.quote).not.toBe('')
    },
  )

  it('is open for the first step, waiting for the next, and done with its day', () => {
    const planned = event('plan', '2023-06-01', { meetingOn: '2023-10-16' })
    const before = stations('yunnan-2023', '2023-08-01', [planned])
    expect([before.of('notice')?.state, before.of('expert-pool')?.state]).toEqual(['open', 'waiting'])
    const after = stations('yunnan-2023', '2023-08-10', [planned, event('notice', '2023-08-09')])
    expect(after.of('notice')).toMatchObject({ state: 'done', doneOn: '2023-08-09' })
    expect(after.of('expert-pool')).toMatchObject({
      state: 'open',
      latest: { day: '2023-09-12', provisional: false, source: { clause: '二（一）' } },
    })
  })

  it('is late after the last day, and says what was done late', () => {
    const planned = event('plan', '2023-06-01', { meetingOn: '2023-10-16' })
    expect(stations('yunnan-2023', '2023-08-30', [planned]).of('notice')?.state).toBe('late')
    const met = [
      event('meeting', '2023-10-16'),
      event('post-meeting-filing', '2023-11-20', { submittedOn: '2023-11-07' }),
    ]
    const filed = stations('kunming-2023', '2023-11-20', met, { levels: ['420'] }).of('post-meeting-filing')
    expect(filed).toMatchObject({ state: 'done', doneOn: '2023-11-07', latest: { day: '2023-11-06' } })
    expect(filed?.notes).toContain('晚于2023年11月6日')
  })

  it('has not begun what ends later: publicity that still runs is no step done', () => {
    const running = stations('eryuan-2024', '2024-09-05', [event('pre-meeting-publicity', '2024-09-10')], {
      levels: ['434'],
    })
    expect(running.of('pre-meeting-publicity')).toMatchObject({ state: 'waiting', doneOn: null })
    expect(running.of('pre-meeting-publicity')?.notes).toContain('已经开始，到2024年9月10日结束')
  })

  it('holds the meeting no earlier than what lies ahead of it allows', () => {
    const events = [event('notice', '2023-08-29'), event('expert-pool', '2023-09-15')]
    expect(stations('yunnan-2023', '2023-09-20', events).of('meeting')?.earliest).toMatchObject({
      day: '2023-10-19',
      source: { quote: '20个工作日前向核准备案部门提出核准组建专家库书面申请' },
    })
  })

  it('goes by the dates a notice names in that notice’s year only (5月31日前发布评审通知)', () => {
    const own = stations('eryuan-2024', '2024-03-01', [], { levels: ['434'] })
    expect(own.of('notice')?.latest).toMatchObject({
      day: '2024-05-31',
      source: { quote: '5月31日前发布评审通知' },
    })
    const later = stations('eryuan-2024', '2025-03-01', [], { levels: ['434'], year: 2025 })
    expect(later.of('notice')?.latest).toBeNull()
    expect(later.of('notice')?.notes).toContain('2024年通知定的2024年5月31日只管当年')
  })

  it('says the day is provisional where the holidays are not announced', () => {
    const planned = event('plan', '2027-01-04', { meetingOn: '2027-10-18' })
    const { of } = stations('yunnan-2023', '2027-01-04', [planned], { year: 2027 })
    expect(of('expert-draw')?.latest?.provisional).toBe(true)
  })

  it('says 未规定 where no source states a step’s place', () => {
    const { of } = stations('yunnan-2020', '2020-08-01', [])
    expect(of('meeting')?.state).toBe('unspecified')
    expect(of('post-meeting-filing')?.state).toBe('waiting')
  })

  it('says what a review outside the plan means, in the notice’s words', () => {
    const { of } = stations('yunnan-2023', '2023-06-01', [], { inPlan: false })
    expect(of('plan')?.state).toBe('late')
    expect(of('plan')?.notes.join()).toContain('均不予备案')
  })

  it('of 考核认定 has no meeting and nothing that leads to one', () => {
    const steps = stations('guangan-2023', '2023-12-01', [], {
      route: 'assessment',
      levels: ['434'],
    }).all.map(({ step }) => step)
    expect(steps).toEqual([
      'result-confirmation',
      'document',
      'data-collection',
      'three-reviews',
      'certificate',
    ])
  })
})

describe('the last days of §1.4', () => {
  it.each<[string, string, EventStep, string | null, string, string, string]>([
    [
      '云南 2023 会后备案 15 个工作日',
      'yunnan-2023',
      'post-meeting-filing',
      '2023-09-22',
      '2023-10-19',
      '二（一）',
      '412',
    ],
    [
      '昆明 2023 会后备案 15 个工作日',
      'kunming-2023',
      'post-meeting-filing',
      '2023-09-22',
      '2023-10-19',
      '四（四）',
      '420',
    ],
    [
      '洱源 2024 会后备案 20 个工作日',
      'eryuan-2024',
      'post-meeting-filing',
      '2024-09-02',
      '2024-09-30',
      '一（八）',
      '434',
    ],
    [
      '洱源 2024 会后备案不迟于 11 月 30 日',
      'eryuan-2024',
      'post-meeting-filing',
      '2024-11-05',
      '2024-11-30',
      '一（一）',
      '434',
    ],
    [
      '昆明 2023 会前备案 10 个工作日',
      'kunming-2023',
      'pre-meeting-filing',
      '2023-10-16',
      '2023-09-26',
      '四（四）',
      '420',
    ],
    [
      '洱源 2024 会前备案 10 个工作日',
      'eryuan-2024',
      'pre-meeting-filing',
      '2024-10-16',
      '2024-09-27',
      '一（四）',
      '434',
    ],
    [
      '广安 2023 会前备案 5 个工作日',
      'guangan-2023',
      'pre-meeting-filing',
      '2023-12-15',
      '2023-12-08',
      '五（一）',
      '420',
    ],
    ['洱源 2024 专家库 6 月 15 日前', 'eryuan-2024', 'expert-pool', null, '2024-06-15', '一（一）', '434'],
    ['洱源 2024 评审 10 月 31 日前', 'eryuan-2024', 'meeting', null, '2024-10-31', '一（一）', '434'],
    ['广安 2023 通知 10 月底前', 'guangan-2023', 'notice', null, '2023-10-31', '六（一）', '420'],
    ['广安 2023 专家库 10 月底前', 'guangan-2023', 'expert-pool', null, '2023-10-31', '六（一）', '420'],
    [
      '广安 2023 审核 11 月底前',
      'guangan-2023',
      'qualification-check',
      null,
      '2023-11-30',
      '六（二）',
      '420',
    ],
    ['广安 2023 评审 12 月中旬前', 'guangan-2023', 'meeting', null, '2023-12-20', '六（三）', '420'],
    ['广安 2023 复核次年 3 月底前', 'guangan-2023', 'bureau-recheck', null, '2024-03-31', '六（四）', '420'],
    [
      '广安 2023 公示次年 4 月底前',
      'guangan-2023',
      'result-publicity',
      null,
      '2024-04-30',
      '六（四）',
      '420',
    ],
    ['广安 2023 发文次年 5 月底前', 'guangan-2023', 'document', null, '2024-05-31', '六（四）', '420'],
    ['广安 2023 证书次年 6 月底前', 'guangan-2023', 'certificate', null, '2024-06-30', '六（四）', '420'],
  ])('%s: open on the day, late the day after', (_, place, step, meetingOn, latest, clause, level) => {
    const plan = meetingOn === null ? [] : [event('plan', '2023-01-02', { meetingOn })]
    const on = (today: string) => stations(place, today, plan, { levels: [level as LevelCode] }).of(step)
    expect(on(latest)?.latest).toMatchObject({ day: latest, source: { clause } })
    expect(on(latest)?.state).not.toBe('late')
    expect(on(dayFromNumber(dayNumber(latest) + 1))?.state).toBe('late')
  })

  it('of a filing 及时 is no day, and the page says so (广安)', () => {
    const filing = stations('guangan-2023', '2024-01-05', [], { levels: ['420'] }).of('post-meeting-filing')
    expect(filing?.latest).toBeNull()
    expect(filing?.notes).toContain('应及时办理，未规定天数')
  })
})

describe('what is due', () => {
  it('comes nearest first, with the days left, and nothing that is done', () => {
    const planned = event('plan', '2023-06-01', { meetingOn: '2023-10-16' })
    const { cycle, all } = stations('yunnan-2023', '2023-09-10', [planned, event('notice', '2023-08-01')])
    expect(duesOf(cycle, all, '2023-09-10').map(({ step, daysLeft }) => [step, daysLeft])).toEqual([
      ['expert-pool', 2],
      ['expert-draw', 29],
      ['post-meeting-filing', 57],
    ])
  })
})
