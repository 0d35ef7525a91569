import { describe, expect, it } from 'vitest'
import type { CycleEvent } from '../../src/cycles/event.ts'
import { brokenRule, type Judged } from '../../src/cycles/step-rules.ts'
import { STEP_FACTS } from '../../src/cycles/step-facts.ts'
import { calendarOfPlace } from '../../src/cycles/timing.ts'
import { policyOf, type LocalAnswer, type Policy } from '../../src/policy/policy-of.ts'
import { SOUND } from '../support/cycles-at-work.ts'
import { RULE_VECTORS, type RuleVector } from './rule-vectors.ts'

const eventOf = ({ step, day, facts = {} }: NonNullable<RuleVector['events']>[number]): CycleEvent => ({
  id: step,
  step,
  day,
  facts,
  evidence: [],
  about: null,
  recordedOn: day,
  recordedBy: 'console:test',
})

const judged = (vector: RuleVector, policy?: Policy): Judged => ({
  policy: policy ?? policyOf(vector.place, { level: vector.level }),
  calendar: calendarOfPlace(vector.place),
  step: vector.step,
  day: vector.day,
  facts: STEP_FACTS[vector.step].parse({ ...SOUND[vector.step], ...vector.facts }),
  meetingOn: vector.meetingOn,
  events: (vector.events ?? []).map(eventOf),
  size: null,
})

const named = RULE_VECTORS.map((vector) => [`${vector.rule}（${vector.place}）`, vector] as const)

describe('each rule of a notice', () => {
  it.each(named.filter(([, { broken }]) => broken === null))('is kept: %s', (_, vector) => {
    expect(brokenRule(judged(vector))).toBeNull()
  })

  it.each(named.filter(([, { broken }]) => broken !== null))('is broken: %s', (_, vector) => {
    const refusal = brokenRule(judged(vector))
    expect(refusal?.code).toBe(vector.broken?.code)
    expect(refusal?.facts).toMatchObject({ clause: vector.broken?.clause })
    expect(refusal?.message).toContain(refusal?.facts.quote)
    if (vector.broken?.latest) expect(refusal?.facts.latest).toBe(vector.broken.latest)
    const { earliest = null } = vector.broken ?? {}
    if (earliest) expect(refusal?.facts.earliest ?? refusal?.facts.earliestMeeting).toBe(earliest)
  })
})

describe('what no notice says', () => {
  const vector = {
    rule: '通过票数',
    place: 'eryuan-2024',
    level: 'junior',
    step: 'meeting',
    day: '2024-10-16',
    meetingOn: '2024-10-16',
    events: [{ step: 'expert-draw', day: '2024-10-09', facts: { members: 9, spares: 0 } }],
    broken: null,
  } as const
  const answer = {
    place: 'eryuan-2024',
    rule: 'passingVote',
    level: null,
    value: { numerator: 2, denominator: 3 },
    ground: '县局会议纪要',
    office: '洱源县人力资源和社会保障局',
    answeredOn: '2024-03-01',
  } as const satisfies LocalAnswer
  const answered = policyOf('eryuan-2024', { level: 'junior', answers: [answer] })

  it('binds nobody: how many votes pass', () => {
    expect(brokenRule(judged({ ...vector, facts: { fewestVotes: 1 } }))).toBeNull()
  })

  it('binds once the office of the place has answered it', () => {
    expect(brokenRule(judged({ ...vector, facts: { fewestVotes: 6 } }, answered))).toBeNull()
    const refusal = brokenRule(judged({ ...vector, facts: { fewestVotes: 5 } }, answered))
    expect(refusal?.code).toBe('cycles/too-few')
    expect(refusal?.facts).toMatchObject({ clause: '本地答复', quote: '县局会议纪要' })
  })
})

describe('numbers that cannot all be true', () => {
  const meeting = {
    rule: '',
    place: 'yunnan-2023',
    level: 'senior',
    step: 'meeting',
    day: '2023-10-16',
    meetingOn: '2023-10-16',
    events: [{ step: 'expert-draw', day: '2023-10-09', facts: { members: 9, spares: 1 } }],
    broken: null,
  } as const

  it.each([
    ['more present than members', { present: 11, votes: 11 }],
    ['more votes than present', { present: 7, votes: 9 }],
    ['more passed than applied', { passed: 201 }],
    ['more spares sat than were drawn', { sparesUsed: 2 }],
    ['another committee than was drawn', { members: 11 }],
  ])('%s', (_, facts) => {
    expect(brokenRule(judged({ ...meeting, facts }))?.code).toBe('cycles/facts-contradict')
  })
})

it('a draw of fewer than the committee has members is refused', () => {
  const [vector] = RULE_VECTORS.filter(({ step }) => step === 'expert-draw')
  const of = judged(vector as RuleVector)
  expect(brokenRule({ ...of, size: 9 })).toBeNull()
  expect(brokenRule({ ...of, size: 11 })?.code).toBe('cycles/too-few')
})
