import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LEVEL_GROUPS, levelGroupOf, parseLevelGroup, type LevelGroup } from '../../src/policy/level-group.ts'
import { placePolicy, POLICIES } from '../../src/policy/places.ts'
import { policyOf, sayingsOf } from '../../src/policy/policy-of.ts'
import { RULE_NAMES } from '../../src/policy/rule-book.ts'
import type { RuleName } from '../../src/policy/rule.ts'

const FOLDER = 'tests/vectors/policy/valid'
interface Vector {
  readonly place: string
  readonly level: LevelGroup
  readonly rule: RuleName
  readonly value?: unknown
  readonly policy?: string
  readonly precedents?: readonly string[]
}
const VECTORS = readdirSync(FOLDER).map(
  (file) =>
    [file.replace('.json', ''), JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Vector] as const,
)

describe('a rule for a place and a level', () => {
  it.each(VECTORS)('%s', (_, { place, level, rule, value, policy, precedents }) => {
    const answer = policyOf(place, { level })[rule]
    if (answer.kind === 'stated')
      expect({ value: answer.value, policy: answer.policy.id }).toEqual({ value, policy })
    else if (answer.kind === 'unspecified')
      expect(answer.precedents.map((each) => each.policy.id)).toEqual(precedents)
    expect(answer).toEqual(policyOf(place)[rule][level])
  })

  it('is always either stated with its words or asked, in every place', () => {
    for (const { id } of POLICIES)
      for (const level of LEVEL_GROUPS) {
        const policy = policyOf(id, { level })
        expect(Object.keys(policy)).toEqual(RULE_NAMES)
        for (const rule of RULE_NAMES) {
          const answer = policy[rule]
          if (answer.kind === 'stated')
            expect(answer.quotes[0].text.length, `${id} ${rule}`).toBeGreaterThan(3)
          else if (answer.kind === 'unspecified') expect(answer.question.zh, `${id} ${rule}`).toMatch(/？$/)
        }
      }
  })

  it.each(['', 'kunming', 'KUNMING-2023', '__proto__', 'toString', 'kunming-2024'])('refuses %j', (place) =>
    expect(() => policyOf(place)).toThrow(expect.objectContaining({ code: 'policy/unknown-place' })),
  )
})

const days = (workingDays: number) => ({ workingDays })
const by = (day: string) => ({ by: day })
const share = (numerator: number, denominator: number) => ({ numerator, denominator })
const NONE = undefined

/** Where the notices differ: yunnan-2023, kunming-2023, eryuan-2024, guangan-2023, yunnan-2020, each in its own words. */
const OWN_WORDS: readonly (readonly [RuleName, ...unknown[]])[] = [
  ['recommendationPublicity', 5, 5, 5, 5, NONE],
  ['preMeetingPublicity', 5, NONE, 5, NONE, NONE],
  ['resultPublicity', 5, NONE, 5, 5, 5],
  ['noticeAhead', days(30), { months: 1 }, { workingDays: 30, by: '2024-05-31' }, by('2023-10-31'), NONE],
  ['noticeFiledFirst', NONE, true, NONE, NONE, NONE],
  ['expertPool', days(20), NONE, by('2024-06-15'), by('2023-10-31'), NONE],
  ['preMeetingFiling', NONE, days(10), days(10), days(5), NONE],
  ['expertDraw', days(5), days(5), NONE, NONE, NONE],
  ['committeeOdd', true, true, true, NONE, NONE],
  ['attendance', share(2, 3), NONE, share(2, 3), NONE, NONE],
  ['readers', 3, 3, 3, NONE, NONE],
  ['outsiders', NONE, NONE, NONE, share(20, 100), NONE],
  ['reviewFinished', NONE, NONE, by('2024-10-31'), by('2023-12-20'), NONE],
  ['postMeetingFiling', days(15), days(15), { workingDays: 20, by: '2024-11-30' }, { promptly: true }, NONE],
  ['overdueCorrection', NONE, 'not-qualified', NONE, 'gave-up', NONE],
  ['applicationsPerYear', 1, 1, 1, NONE, NONE],
  ['twoCommittees', NONE, NONE, '取消其推荐申报资格', NONE, NONE],
  ['rejectionsInAYear', NONE, 3, NONE, NONE, NONE],
  ['recommendationVote', NONE, NONE, share(2, 3), NONE, NONE],
  ['reexamination', NONE, { months: 2 }, NONE, NONE, NONE],
  ['recordTermYears', NONE, 3, NONE, 3, NONE],
  ['recordTermStart', NONE, NONE, NONE, NONE, NONE],
  ['serviceCountedTo', '2023-12-31', '2023-12-31', '2024-12-31', '2023-12-31', NONE],
  ['conversionYearsInPost', NONE, 1, NONE, NONE, NONE],
  ['conversionServiceAddsUp', NONE, NONE, true, NONE, NONE],
  ['otherMajorExtraYears', NONE, 1, NONE, NONE, NONE],
  ['fullSeniorPostPlan', NONE, NONE, by('2024-04-30'), NONE, NONE],
  ['firstCertificateYear', 2022, NONE, NONE, 2023, NONE],
  ['paperCertificate', 'equal', NONE, NONE, 'none', NONE],
  ['bureauRecheck', NONE, NONE, NONE, by('2024-03-31'), NONE],
  ['resultPublished', NONE, NONE, NONE, by('2024-04-30'), NONE],
  ['documentIssued', NONE, NONE, NONE, by('2024-05-31'), NONE],
  ['certificateMade', NONE, NONE, NONE, by('2024-06-30'), NONE],
  ['obtainedOn', NONE, NONE, NONE, NONE, NONE],
]
const PLACES = ['yunnan-2023', 'kunming-2023', 'eryuan-2024', 'guangan-2023', 'yunnan-2020']

describe('what each notice says for itself', () => {
  it.each(OWN_WORDS.map(([rule, ...values]) => [rule, values] as const))('%s', (rule, values) => {
    const said = PLACES.map((place) => sayingsOf(placePolicy(place)!, rule)[0]?.value)
    expect(said).toEqual(values)
  })

  it('the draw is signed by three, in Eryuan by the supervisors too', () => {
    const signers = PLACES.map((place) => policyOf(place, { level: 'senior' }).drawSigners).map((answer) =>
      answer.kind === 'stated' ? answer.value.map(({ who, count }) => `${who}${count ?? ''}`) : [],
    )
    expect(signers).toEqual([['抽取人员3'], ['抽取人员3'], ['抽取人员3', '监督人员'], [], []])
  })

  it('no two passages of one notice answer for the same level', () => {
    for (const policy of POLICIES)
      for (const rule of RULE_NAMES) {
        const levels = sayingsOf(policy, rule).flatMap((saying) => saying.levels ?? policy.covers)
        expect(new Set(levels).size, `${policy.id} ${rule}`).toBe(levels.length)
      }
  })
})

it('reads the levels of notices and of GB/T 12407', () => {
  expect(['411', '412', '410', '420', '434', '435', '430', '499', ''].map(levelGroupOf)).toEqual([
    'senior',
    'senior',
    'senior',
    'intermediate',
    'junior',
    'junior',
    'junior',
    null,
    null,
  ])
  expect(['高级', 'junior', '正高级', ''].map(parseLevelGroup)).toEqual(['senior', 'junior', null, null])
})
