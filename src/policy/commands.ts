import { CALENDARS } from '../calendar/calendars.ts'
import { isDay, type Day } from '../calendar/day.ts'
import { addWorkingDays } from '../calendar/working-days.ts'
import { EXIT, textOption, usage, type DeskCommand, type EitherCommand } from '../platform/command.ts'
import { answerRule } from './answer-rule.ts'
import { answersOf } from './answers-of.ts'
import { parseLevelGroup, type LevelGroup } from './level-group.ts'
import { placePolicy } from './places.ts'
import { policyJson } from './policy-json.ts'
import { localAnswerText, policyText } from './policy-text.ts'
import { ruleDeadline } from './rule-deadline.ts'
import { badStartDay, badWorkingDays, unknownLevel, unknownPlace } from './refusals.ts'

const MOST_WORKING_DAYS = 2500

/** `zhengxin deadline`: the nth working day after a day, or before it, by the calendar of a place; or what a rule of it sets. */
export const deadlineCommand: EitherCommand = {
  name: 'deadline',
  usage: '--place 规定代码 --from 起算日 (--working-days=工作日数 | --rule 事项 --level 高级|中级|初级)',
  summary:
    '推算期限：起算日不计，负数往前推；假期安排未公布的结果标为暂定。--rule 按当地规定和本地答复（policy answer）的天数推算',
  options: {
    place: { type: 'string' },
    from: { type: 'string' },
    'working-days': { type: 'string' },
    rule: { type: 'string' },
    level: { type: 'string' },
  },
  takes: [0, 0],
  needs: 'either',
  // A count of days is the same everywhere; what a rule says may be answered here.
  standsAlone: ({ values }) => values.rule === undefined,
  async run(args, terminal, ctx) {
    const place = textOption(this, args, 'place')
    const from = textOption(this, args, 'from')
    if ((args.values.rule === undefined) === (args.values['working-days'] === undefined)) throw usage(this)
    if (args.values.rule === undefined) {
      const count = readCount(textOption(this, args, 'working-days'))
      const policy = placePolicy(place)
      if (!policy) throw unknownPlace(place)
      const { day, provisional } = addWorkingDays(CALENDARS[policy.calendar], readStart(from), count)
      terminal.out(JSON.stringify({ day, provisional, place }))
      return EXIT.done
    }
    const answers = ctx === null ? [] : await answersOf(ctx.database.read, place)
    const level = readLevel(textOption(this, args, 'level'))
    const asked = { place, rule: textOption(this, args, 'rule'), level, event: readStart(from) }
    const { day, provisional, rule, boundBy, answered } = ruleDeadline(asked, answers)
    const localAnswer = answered === null ? null : localAnswerText(answered).zh
    terminal.out(JSON.stringify({ day, provisional, place, rule, boundBy, localAnswer }))
    return EXIT.done
  },
}

function readStart(from: string): Day {
  if (!isDay(from) || from < '1990-01-01' || from > '2100-12-31') throw badStartDay(from)
  return from
}

function readCount(text: string): number {
  const count = Number(text)
  if (!/^-?\d{1,4}$/.test(text) || count === 0 || Math.abs(count) > MOST_WORKING_DAYS)
    throw badWorkingDays(text)
  return count
}

/** `zhengxin policy show`: the rules of a place, each with the words that set it. */
export const policyShow: EitherCommand = {
  name: 'policy show',
  usage: '<规定代码> [--level 高级|中级|初级] [--json]',
  summary: '列出一地一年的职称评审规定：每个数字的条款和原文，未规定的逐项提问',
  options: { level: { type: 'string' }, json: { type: 'boolean' } },
  takes: [1, 1],
  needs: 'either',
  standsAlone: () => false,
  async run(args, terminal, ctx) {
    const place = args.positionals[0] ?? ''
    const level = args.values.level === undefined ? null : readLevel(textOption(this, args, 'level'))
    const answers = ctx === null ? [] : await answersOf(ctx.database.read, place)
    if (args.values.json) terminal.out(JSON.stringify(policyJson(place, level, answers)))
    else for (const line of policyText(place, level, answers)) terminal.out(line)
    return EXIT.done
  },
}

/** `zhengxin policy answer`: what no notice says, said by the office of the place. */
export const policyAnswer: DeskCommand = {
  name: 'policy answer',
  usage:
    '<规定代码> <事项，如“结果公示期”> --value 值（JSON） --ground 依据的文件或条款 --office 机构代码 [--level 高级|中级|初级]',
  summary: '对通知未规定的事项作出本地答复：保留依据，与通知分开显示',
  options: {
    value: { type: 'string' },
    ground: { type: 'string' },
    office: { type: 'string' },
    level: { type: 'string' },
  },
  takes: [2, 2],
  needs: 'service',
  async run(args, terminal, ctx) {
    const [place = '', rule = ''] = args.positionals
    const answered = await answerRule(ctx, {
      place,
      rule,
      level: args.values.level === undefined ? null : readLevel(textOption(this, args, 'level')),
      value: readValue(textOption(this, args, 'value')),
      ground: textOption(this, args, 'ground'),
      office: textOption(this, args, 'office'),
    })
    terminal.out(`已记下 ${place} 的“${answered.label}”：${answered.words}`)
    return EXIT.done
  },
}

/** JSON, or the words themselves. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

function readLevel(text: string): LevelGroup {
  const level = parseLevelGroup(text)
  if (!level) throw unknownLevel(text)
  return level
}
