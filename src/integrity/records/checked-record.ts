import type { Day } from '../../calendar/day.ts'
import { foldNumber } from '../../titles/past-title.ts'
import { checkedDay, checkedNumber, checkedWords } from './checked.ts'
import { conductRow, isConduct, type Conduct } from './conduct.ts'
import { badRecord, notHeard } from './refusals.ts'
import { isPerson, subjectName, type SubjectKind } from './subject.ts'

/** What a decision says, and what went before it. */
export interface RecordInput {
  readonly conduct: Conduct
  readonly facts: string
  readonly conductOn: Day
  /** 查实. */
  readonly foundOn: Day
  readonly toldOn: Day
  /** The last day to state one's case; after `toldOn`, not after the decision. */
  readonly hearingThrough: Day
  /** Null: nothing was said. */
  readonly statedOn: Day | null
  readonly statement: string
  /** What was thought of it. */
  readonly response: string
  readonly decidedBy: string
  /** As `foldDocumentNumber` writes it, once checked: one decision is recorded once, however its number is typed. */
  readonly decisionNumber: string
  /** Not after today. */
  readonly decidedOn: Day
  /** Numbers of the certificates it takes back. */
  readonly titles: readonly string[]
}

const MOST_TITLES = 20

/** The same, trimmed and held against the rules. Refuses `integrity/bad-record`, `integrity/not-heard`. */
export function checkedRecord(input: RecordInput, subjectKind: SubjectKind, today: Day): RecordInput {
  if (!isConduct(input.conduct) || !conductRow(input.conduct).of.includes(subjectKind))
    throw badRecord('失信行为', `不是对${subjectName(subjectKind)}的记录`)
  const decidedOn = checkedDay('决定日期', input.decidedOn, today)
  const foundOn = checkedDay('查实日期', input.foundOn, decidedOn)
  const conductOn = checkedDay('行为日期', input.conductOn, foundOn)
  return {
    conduct: input.conduct,
    decidedOn,
    foundOn,
    conductOn,
    ...heard(input, foundOn, decidedOn),
    facts: checkedWords('事实', input.facts, 10, 4e3),
    decidedBy: checkedWords('决定机关', input.decidedBy, 2, 100),
    decisionNumber: checkedNumber('决定文号', input.decisionNumber),
    titles: checkedTitles(input.titles, subjectKind),
  }
}

// Told before heard, heard before decided: a decision of the same day as the last day to speak waits for its end.
function heard(input: RecordInput, foundOn: Day, decidedOn: Day) {
  const toldOn = checkedDay('告知日期', input.toldOn, decidedOn)
  const hearingThrough = checkedDay('陈述申辩截止日', input.hearingThrough, decidedOn)
  if (toldOn < foundOn) throw notHeard('告知在查实以前')
  if (hearingThrough <= toldOn) throw notHeard('截止日应在告知以后')
  const { statedOn } = input
  const [statement, response] = [input.statement.trim(), input.response.trim()]
  if (statedOn === null) {
    if (statement !== '' || response !== '') throw notHeard('写了陈述申辩，没有写收到的日期')
    return { toldOn, hearingThrough, statedOn, statement, response }
  }
  checkedDay('收到陈述申辩的日期', statedOn, decidedOn)
  if (statedOn < toldOn) throw notHeard('收到陈述申辩在告知以前')
  return {
    toldOn,
    hearingThrough,
    statedOn,
    statement: checkedWords('陈述申辩', statement, 2, 4e3),
    response: checkedWords('对陈述申辩的复核意见', response, 2, 4e3),
  }
}

function checkedTitles(titles: readonly string[], subjectKind: SubjectKind): readonly string[] {
  const numbers = [...new Set(titles.map(foldNumber).filter((number) => number !== ''))]
  if (numbers.length > 0 && !isPerson(subjectKind)) throw badRecord('撤销的证书', '只有个人才有证书')
  if (numbers.length > MOST_TITLES) throw badRecord('撤销的证书', `一条记录最多 ${MOST_TITLES} 份`)
  if (numbers.some((number) => !/^[A-Z0-9]{6,40}$/.test(number)))
    throw badRecord('撤销的证书', '证书编号由字母和数字组成，每行一个')
  return numbers
}
