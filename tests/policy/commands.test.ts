import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  readArguments,
  type EitherCommand,
  type LoneCommand,
  type Terminal,
} from '../../src/platform/command.ts'
import { readConfig } from '../../src/platform/config.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { deadlineCommand, policyShow } from '../../src/policy/commands.ts'
import { policyOf } from '../../src/policy/policy-of.ts'
import { labelOf, RULE_NAMES, sideOf } from '../../src/policy/rule-book.ts'
import { ruleDeadline } from '../../src/policy/rule-deadline.ts'

/** What a command prints, or the code of its refusal. */
async function said(command: LoneCommand | EitherCommand, ...argv: string[]): Promise<string> {
  const lines: string[] = []
  const terminal: Terminal = {
    cwd: '/',
    out: (line) => lines.push(line),
    err: () => {},
    progress: () => {},
    input: () => Promise.resolve(new Uint8Array()),
  }
  try {
    const args = readArguments(command, argv)
    if (command.needs === 'nothing') await command.run(args, terminal, readConfig({}))
    else await command.run(args, terminal, null)
    return lines.join('\n')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(error.message).toMatch(/[\u4e00-\u9fff]/)
    return error.code
  }
}

const deadline = (place: string, from: string, count: string) =>
  said(deadlineCommand, '--place', place, '--from', from, `--working-days=${count}`)

describe('zhengxin deadline', () => {
  it.each([
    ['yunnan-2023', '2023-04-27', '5', '2023-05-08', false],
    ['eryuan-2024', '2023-04-27', '5', '2023-05-11', false],
    ['kunming-2023', '2023-10-16', '-30', '2023-08-29', false],
    ['eryuan-2024', '2024-05-06', '5', '2024-05-11', true],
    ['guangan-2023', '2026-12-30', '2', '2027-01-01', true],
  ])('%s from %s by %s: %s', async (place, from, count, day, provisional) =>
    expect(JSON.parse(await deadline(place, from, count))).toEqual({ day, provisional, place }),
  )

  const folder = 'tests/vectors/calendar/invalid'
  it.each(readdirSync(folder).map((file) => [file.replace('.json', ''), file]))(
    'refuses: %s',
    async (_, file) => {
      const { from, workingDays, code } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Record<
        string,
        string
      >
      expect(await deadline('kunming-2023', from ?? '', workingDays ?? '')).toBe(code)
    },
  )

  it.each(['', 'dali', 'constructor', '昆明'])('refuses the place %j', async (place) =>
    expect(await deadline(place, '2023-04-27', '5')).toBe(place === '' ? 'usage' : 'policy/unknown-place'),
  )

  it('asks for what is missing, and takes a negative count with an equals sign or without', async () => {
    expect(await said(deadlineCommand, '--place', 'kunming-2023', '--from', '2023-04-27')).toBe('usage')
    const from = ['--place', 'kunming-2023', '--from', '2023-04-27'] as const
    const [apart, joined] = [
      await said(deadlineCommand, ...from, '--working-days', '-5'),
      await said(deadlineCommand, ...from, '--working-days=-5'),
    ]
    expect(apart).toBe(joined)
    expect(JSON.parse(apart)).toMatchObject({ day: '2023-04-21' })
  })
})

describe('zhengxin deadline by a rule', () => {
  const byRule = (place: string, rule: string, ...more: string[]) =>
    said(deadlineCommand, '--place', place, '--from', '2023-10-16', '--rule', rule, ...more)

  it.each([
    ['kunming-2023', '抽取专家', '高级', 'before'],
    ['kunming-2023', 'resultPublicity', '高级', 'after'],
  ])('%s %s: so many working days on its side of the event', async (place, rule, level, side) => {
    const { day, boundBy, localAnswer } = JSON.parse(await byRule(place, rule, '--level', level)) as {
      day: string
      boundBy: string
      localAnswer: null
    }
    expect(day < '2023-10-16').toBe(side === 'before')
    expect([boundBy, localAnswer]).toEqual(['working-days', null])
  })

  it('takes the rule’s own number', async () => {
    const answer = policyOf('kunming-2023', { level: 'senior' }).resultPublicity
    const days = answer.kind === 'stated' ? answer.value : 0
    expect(days).toBeGreaterThan(0)
    const byDays = JSON.parse(await deadline('kunming-2023', '2023-10-16', String(days))) as object
    const found: unknown = JSON.parse(await byRule('kunming-2023', '结果公示期', '--level', '高级'))
    expect(found).toMatchObject(byDays)
  })

  it.each([
    ['without a level', 'kunming-2023', '结果公示期', [], 'usage'],
    ['with a rule nobody knows', 'kunming-2023', '喝茶', ['--level', '高级'], 'policy/unknown-rule'],
    [
      'with a rule that sets no day',
      'kunming-2023',
      '一年内可申报次数',
      ['--level', '高级'],
      'policy/no-number',
    ],
    ['beside a number of days', 'kunming-2023', '结果公示期', ['--working-days=5'], 'usage'],
  ])('refuses one %s', async (_, place, rule, more, code) =>
    expect(await byRule(place, rule, ...more)).toBe(code),
  )

  it('waits for an answer where nothing is said, and goes by it once it is there', () => {
    const asked = { place: 'eryuan-2024', level: 'senior', event: '2024-10-16' } as const
    const unsaid = RULE_NAMES.filter(
      (name) => sideOf(name) !== null && policyOf(asked.place, asked)[name].kind === 'unspecified',
    )
    expect(unsaid.length).toBeGreaterThan(0)
    const rule = unsaid[0]!
    const code = expect.objectContaining({ code: 'policy/not-said' }) as unknown
    expect(() => ruleDeadline({ ...asked, rule }, [])).toThrow(code)
    const answer = {
      place: asked.place,
      rule,
      level: null,
      value: { workingDays: 5 },
      ground: '会议纪要',
      office: '洱源县人力资源和社会保障局',
      answeredOn: '2024-05-01',
    }
    expect(ruleDeadline({ ...asked, rule }, [answer])).toMatchObject({
      boundBy: 'working-days',
      answered: { ground: answer.ground },
    })
  })
})

it('no two rules share a label, so that an answer may name either', () => {
  const labels = RULE_NAMES.map((name) => labelOf(name).zh)
  expect(new Set(labels).size).toBe(labels.length)
})

describe('zhengxin policy show', () => {
  it('prints every rule with its notice, clause and words', async () => {
    const text = await said(policyShow, 'guangan-2023')
    expect(text).toMatch(/外地、外单位专家 +不少于20%\n +广安人社办〔2023〕144号 五（二）：「.*不得少于20%」/)
    expect(text).toMatch(/公示评审结果 +不迟于2024年4月30日/)
    expect(text).toMatch(/人社部门复核 → 结果公示 → 确认评审结果 → 印发任职资格文件/)
  })

  it('says whose holidays count and until when they are known', async () => {
    expect(await said(policyShow, 'eryuan-2024')).toMatch(
      /工作日历：大理白族自治州、全国；放假安排收录到2023年10月31日，此后的期限为暂定/,
    )
  })

  it('shows 未规定 and asks where no source says', async () => {
    const text = await said(policyShow, 'kunming-2023')
    expect(text).toMatch(/记录期 +3年/)
    expect(text).toMatch(/记录期起算 +未规定。请确认：记录期从哪一天起算/)
  })

  it('tells levels apart, and one level alone', async () => {
    expect(await said(policyShow, 'kunming-2023')).toMatch(/印发任职资格文件（中级、初级） +未规定/)
    const senior = await said(policyShow, 'kunming-2023', '--level', '高级')
    expect(senior).toMatch(/印发任职资格文件 +高级职称：省人力资源社会保障厅/)
    expect(senior).toMatch(/出席专家占评委会人数 +不少于2\/3\n +云人社函〔2023〕38号 二（二）/)
  })

  it('gives programs the same', async () => {
    const { rules } = JSON.parse(await said(policyShow, 'eryuan-2024', '--json')) as {
      rules: { rule: string; levels: string[]; stated: boolean; value?: unknown; policy?: string }[]
    }
    expect(rules.find(({ rule }) => rule === 'postMeetingFiling')).toMatchObject({
      stated: true,
      value: { workingDays: 20, by: '2024-11-30' },
      policy: 'eryuan-2024',
      levels: ['senior', 'intermediate', 'junior'],
    })
    expect(rules.find(({ rule }) => rule === 'obtainedOn')).toMatchObject({ stated: false })
  })

  it('refuses a place or level there is not', async () => {
    expect(await said(policyShow, 'kunming-2024')).toBe('policy/unknown-place')
    expect(await said(policyShow, 'kunming-2023', '--level', '特级')).toBe('policy/unknown-level')
    expect(await said(policyShow, 'kunming-2023', '--level', '')).toBe('usage')
  })
})
