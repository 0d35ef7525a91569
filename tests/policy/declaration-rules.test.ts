import { describe, expect, it } from 'vitest'
import type { LevelGroup } from '../../src/policy/level-group.ts'
import { policyOf } from '../../src/policy/policy-of.ts'
import type { RuleName } from '../../src/policy/rule.ts'

/**
 * Rules about applications, which are made elsewhere: nothing here judges one, so what is held is where each is stated,
 * with its value and clause, and where no notice says it and it must be asked.
 */
const DECLARATION_RULES: readonly {
  readonly name: string
  readonly rule: RuleName
  readonly level?: LevelGroup
  readonly stated: readonly [place: string, value: unknown, clause: string]
  readonly silent: string
}[] = [
  {
    name: '3 次审核意见仍有问题的，本年度不再受理',
    rule: 'rejectionsInAYear',
    stated: ['kunming-2023', 3, '四（一）'],
    silent: 'eryuan-2024',
  },
  {
    name: '逾期未补正（昆明）视为不具备申报资格',
    rule: 'overdueCorrection',
    stated: ['kunming-2023', 'not-qualified', '四（二）'],
    silent: 'eryuan-2024',
  },
  {
    name: '逾期未补正（广安）视为放弃申报',
    rule: 'overdueCorrection',
    stated: ['guangan-2023', 'gave-up', '四（二）'],
    silent: 'yunnan-2020',
  },
  {
    name: '履职年限计算截至 2023 年底',
    rule: 'serviceCountedTo',
    stated: ['kunming-2023', '2023-12-31', '二（六）'],
    silent: 'yunnan-2020',
  },
  {
    name: '转评须在现岗位工作满 1 年',
    rule: 'conversionYearsInPost',
    stated: ['kunming-2023', 1, '三（九）'],
    silent: 'guangan-2023',
  },
  {
    name: '专业不一致的学历资历增加 1 年',
    rule: 'otherMajorExtraYears',
    stated: ['kunming-2023', 1, '二（五）'],
    silent: 'guangan-2023',
  },
]

describe('a rule about applications', () => {
  it.each(DECLARATION_RULES)('$name: stated with its clause', ({ rule, level = 'intermediate', stated }) => {
    const [place, value, clause] = stated
    const answer = policyOf(place, { level })[rule]
    expect(answer).toMatchObject({ kind: 'stated', value })
    expect(answer.kind === 'stated' && answer.quotes.map((quote) => quote.clause)).toContain(clause)
  })

  it.each(DECLARATION_RULES)(
    '$name: elsewhere 未规定, and asked',
    ({ rule, level = 'intermediate', silent }) => {
      expect(policyOf(silent, { level })[rule]).toMatchObject({ kind: 'unspecified' })
    },
  )
})
