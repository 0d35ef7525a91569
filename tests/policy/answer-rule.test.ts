import { describe, expect, it } from 'vitest'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Database } from '../../src/platform/database.ts'
import { answerRule } from '../../src/policy/answer-rule.ts'
import { answersOf } from '../../src/policy/answers-of.ts'
import { POLICIES } from '../../src/policy/places.ts'
import { policyOf, type LocalAnswer } from '../../src/policy/policy-of.ts'
import { publishPolicies } from '../../src/policy/publish-policies.ts'
import { RULE_NAMES } from '../../src/policy/rule-book.ts'
import { readRuleValue } from '../../src/policy/rule-value.ts'
import { policyAnswers, policyVersions } from '../../src/policy/schema.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { databaseTest } from '../support/database.ts'
import { memoryInMemory, officesAtWork } from '../support/offices-at-work.ts'

const KUNMING = {
  place: 'kunming-2023',
  rule: 'recordTermStart',
  level: null,
  value: 'decision',
  ground: '昆人社会议纪要〔2024〕3期第二条',
} as const

const officeOf = async (database: Database, place: string, kind: string) =>
  (await listAuthorities(database.read)).find((office) => office.place === place && office.kind === kind)!
    .creditCode

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: unknown) => (error as { code: string }).code,
  )

describe('what no notice says', () => {
  databaseTest(
    'is answered by the office of the place, and shown apart from notices',
    async ({ database }) => {
      const { ctx } = await officesAtWork(database)
      const office = await officeOf(database, '530100', 'prefecture')
      expect(policyOf('kunming-2023', { level: 'senior' }).recordTermStart.kind).toBe('unspecified')
      await answerRule(ctx, { ...KUNMING, office })
      const answers = await answersOf(database.read, 'kunming-2023')
      const found = policyOf('kunming-2023', { level: 'senior', answers }).recordTermStart
      expect(found).toMatchObject({ kind: 'answered', value: 'decision', ground: KUNMING.ground })
      // Other places are not bound by it.
      expect(await answersOf(database.read, 'guangan-2023')).toEqual([])
    },
  )

  databaseTest('may be answered anew: the newest holds, the older stays', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const office = await officeOf(database, '530100', 'prefecture')
    await answerRule(ctx, { ...KUNMING, office })
    await answerRule(ctx, { ...KUNMING, office, level: 'senior', value: 'entry' })
    const answers = await answersOf(database.read, 'kunming-2023')
    const policy = policyOf('kunming-2023', { answers }).recordTermStart
    expect(policy.senior).toMatchObject({ value: 'entry' })
    expect(policy.junior).toMatchObject({ value: 'decision' })
    expect(await database.read.select().from(policyAnswers)).toHaveLength(2)
  })

  databaseTest(
    'is refused from others, in another form, without ground, or against a notice',
    async ({ database }) => {
      const { ctx, authority } = await officesAtWork(database)
      const office = await officeOf(database, '530100', 'prefecture')
      const given = { ...KUNMING, office }
      const stranger = {
        ...ctx,
        actor: { ...ctx.actor, kind: 'account', name: 'account:x', accountId: 'x' } as const,
      }
      expect(await codeOf(answerRule(stranger, given))).toBe('identity/not-allowed')
      expect(await codeOf(answerRule(ctx, { ...given, office: authority }))).toBe('policy/not-this-place')
      expect(await codeOf(answerRule(ctx, { ...given, value: 'yesterday' }))).toBe('policy/bad-answer')
      expect(await codeOf(answerRule(ctx, { ...given, ground: ' ' }))).toBe('policy/bad-ground')
      expect(await codeOf(answerRule(ctx, { ...given, rule: 'toString' }))).toBe('policy/unknown-rule')
      expect(await codeOf(answerRule(ctx, { ...given, place: 'kunming-2024' }))).toBe('policy/unknown-place')
      const stated = { ...given, rule: 'recordTermYears', value: 5 }
      expect(await codeOf(answerRule(ctx, stated))).toBe('policy/already-stated')
      expect(await database.read.select().from(policyAnswers)).toEqual([])
    },
  )

  it('gives way to a notice, whatever was answered', () => {
    const answer: LocalAnswer = {
      place: 'kunming-2023',
      rule: 'recordTermYears',
      level: null,
      value: 9,
      ground: '某文件',
      office: '某局',
      answeredOn: '2026-01-01',
    }
    const { recordTermYears } = policyOf('kunming-2023', { level: 'senior', answers: [answer] })
    expect(recordTermYears).toMatchObject({ kind: 'stated', value: 3 })
  })
})

describe('the form of an answer', () => {
  it('takes every value any notice states', () => {
    for (const policy of POLICIES)
      for (const rule of RULE_NAMES)
        for (const answer of Object.values(policyOf(policy.id)[rule]))
          if (answer.kind === 'stated')
            expect(readRuleValue(rule, answer.value), `${policy.id} ${rule}`).toEqual({ value: answer.value })
  })

  it.each([
    ['resultPublicity', 0, '至少 1'],
    ['resultPublicity', '5', '应为数字'],
    ['resultPublicity', undefined, '还没有填写'],
    ['attendance', { numerator: 3, denominator: 2 }, '分子不能大于分母'],
    ['attendance', { numerator: 3, denominator: 200 }, '“分母”，至多 100'],
    ['noticeAhead', {}, '至少填写一种期限'],
    ['noticeAhead', { workingDays: 30, more: 1 }, '“more”，不接受这一项'],
    ['noticeAhead', { by: '31/5' }, '“不迟于”，应为日期，如 2024-05-31'],
    ['serviceCountedTo', '2023-02-30', '应为日期，如 2024-05-31'],
    ['recordBars', 'a\u202eb', '含有看不见的字符'],
    ['steps', ['notice', 'party'], expect.stringMatching(/^第 2 项，应为 .* 之一$/) as string],
    ['documentIssuer', [{ of: null }], '第 1 项，“由哪个机构”，缺少这一项'],
    ['documentIssuer', [{ of: null, by: '' }], '第 1 项，“由哪个机构”，至少 1 个字符'],
    ['drawSigners', [{ who: '监督员', count: 0 }], '第 1 项，“人数”，至少 1'],
  ] as const)('%s is not %j: %s', (rule, value, fault) =>
    expect(readRuleValue(rule, value)).toEqual({ fault }),
  )
})

describe('the rules a deployment works by', () => {
  databaseTest(
    'are on the ledger once, and again when a place changes; the audit finds all of it sealed',
    async ({ database }) => {
      const { ctx } = await officesAtWork(database)
      expect(await publishPolicies(ctx)).toBe(POLICIES.length)
      expect(await publishPolicies(ctx)).toBe(0)
      const [first, ...rest] = POLICIES
      expect(await publishPolicies(ctx, [{ ...first!, nameEn: 'Elsewhere' }, ...rest])).toBe(1)
      const office = await officeOf(database, '530100', 'prefecture')
      await answerRule(ctx, { ...KUNMING, office })
      const share = { numerator: 2, denominator: 3 }
      await answerRule(ctx, { ...KUNMING, office, rule: 'passingVote', value: share })
      const memory = memoryInMemory()
      await publishCheckpoint(ctx, memory)
      expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
      const versions = await database.read.select().from(policyVersions)
      expect(versions.filter(({ place }) => place === first!.id).map(({ position }) => position)).toEqual([
        1, 2,
      ])
    },
  )
})
