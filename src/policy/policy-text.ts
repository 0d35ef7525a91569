import { knownThrough } from '../calendar/calendar.ts'
import { CALENDARS } from '../calendar/calendars.ts'
import { chineseDay } from '../calendar/day.ts'
import type { LevelGroup } from './level-group.ts'
import { levelGroupName } from './level-group.ts'
import type { PlacePolicy } from './place-policy.ts'
import { chainOf, type Answered, type LocalAnswer, type Stated } from './policy-of.ts'
import { policyTable, type PolicyLine } from './policy-table.ts'
import { wordsOf } from './rule-book.ts'
import type { RuleName, Rules } from './rule.ts'
import { words, type Words } from './wording.ts'

const LABEL_COLUMNS = 30

/** A policy for a terminal: a line for each rule, the notice's words below it. Chinese. */
export function policyText(
  place: string,
  level: LevelGroup | null,
  answers: readonly LocalAnswer[] = [],
): readonly string[] {
  const sections = policyTable(place, level, answers)
  const body = sections.flatMap(({ title, lines }) => ['', `【${title.zh}】`, ...lines.flatMap(lineText)])
  return [...headText(place), ...body]
}

/** 2023年度, or 2019年起 for an order that stays in force. */
export const periodName = ({ year, kind }: PlacePolicy): string =>
  `${year}年${kind === 'annual' ? '度' : '起'}`

/** How a notice is cited: by its number, or by its title where it has none. */
export const citation = ({ notice }: PlacePolicy): string => notice.number ?? `《${notice.title}》`

/** Whose holidays count, and until when they are known. */
export function calendarNote({ calendar }: PlacePolicy): Words {
  const { layers } = CALENDARS[calendar]
  const through = knownThrough(CALENDARS[calendar])
  const names = layers.map(({ name }) => name).join('、')
  if (through === null) return words(`${names}；期限均为暂定`, `${names}; every deadline is provisional`)
  return words(
    `${names}；放假安排收录到${chineseDay(through)}，此后的期限为暂定`,
    `${names}; holidays known through ${through}, later deadlines are provisional`,
  )
}

function headText(place: string): readonly string[] {
  const [own, ...above] = chainOf(place)
  return [
    `${own.name} ${periodName(own)}（${own.id}）`,
    `依据：${own.notice.title}${own.notice.number === null ? '' : `（${own.notice.number}）`}`,
    ...(above.length === 0
      ? []
      : [`本通知没有规定的，依次看：${above.map((each) => `${each.name}${periodName(each)}`).join('、')}`]),
    `未收录的依据文件：${own.notHeld.join('、')}`,
    `工作日历：${calendarNote(own).zh}`,
  ]
}

function lineText(line: PolicyLine): readonly string[] {
  const { answer, label, levels } = line
  const name = levels.length === 0 ? label.zh : `${label.zh}（${levels.map(levelGroupName).join('、')}）`
  if (answer.kind === 'unspecified')
    return [
      `${padded(name)}未规定。请确认：${answer.question.zh}`,
      ...answer.precedents.map((each) => `      参考：${precedentText(line.rule, each)}`),
    ]
  if (answer.kind === 'answered')
    return [`${padded(name)}${line.words?.zh ?? ''}`, `      ${localAnswerText(answer).zh}`]
  return [
    `${padded(name)}${line.words?.zh ?? ''}`,
    ...answer.quotes.map(({ clause, text }) => `      ${citation(answer.policy)} ${clause}：「${text}」`),
    ...(answer.note === undefined ? [] : [`      说明：${answer.note}`]),
  ]
}

/** Apart from the words of notices: who answered, by what, and when. */
export const localAnswerText = ({ office, ground, answeredOn }: Answered<unknown>): Words =>
  words(
    `本地答复（${office}，依据：${ground}，${chineseDay(answeredOn)}）`,
    `Local answer by ${office} on ${answeredOn}, grounds: ${ground}`,
  )

/** What a notice above said for its own year. */
export const precedentText = (rule: RuleName, { policy, value, quotes }: Stated<Rules[RuleName]>): string =>
  `${policy.name}${periodName(policy)}为“${wordsOf(rule, value).zh}”（${citation(policy)} ${quotes[0].clause}），只管当年`

// Every character here above ASCII takes two columns.
function padded(label: string): string {
  const columns = Array.from(label).reduce((sum, char) => sum + (char > '~' ? 2 : 1), 0)
  return `  ${label}${' '.repeat(Math.max(2, LABEL_COLUMNS - columns))}`
}
