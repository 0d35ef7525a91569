import { approve } from '../approvals/approve.ts'
import { latestRequest } from '../approvals/find-request.ts'
import { dayFromNumber, dayNumber, type Day } from '../calendar/day.ts'
import { reverseRecord } from '../integrity/records/change-record.ts'
import { enterRecord } from '../integrity/records/enter-record.ts'
import { noteOnRecord } from '../integrity/records/note.ts'
import { putInForce } from '../integrity/records/put-in-force.ts'
import { RECORD_APPROVAL, submitRecord } from '../integrity/records/submit-record.ts'
import { checkDigit } from '../people/id-number.ts'
import type { Context } from '../platform/context.ts'

/** Who keeps the archive: one enters, two others agree. */
export interface ArchiveHands {
  readonly officer: Context
  readonly reviewers: readonly [Context, Context]
  readonly officeId: string
}

/**
 * Three records of people who are nobody: one in force, one contested and not answered yet, one cleared on appeal. Each
 * goes the whole way, by the accounts whose work it is.
 */
export async function keepDemoRecords(hands: ArchiveHands, place: string): Promise<number> {
  const { officer } = hands
  await inForce(hands, place, {
    person: 1,
    name: '演示甲',
    facts: '申报材料所附两篇论文经期刊社确认系伪造。',
  })
  const contested = await inForce(hands, place, {
    person: 2,
    name: '演示乙',
    facts: '继续教育证明上的印章经核对与发证单位留存印模不符。',
  })
  await noteOnRecord(officer, {
    recordId: contested,
    kind: 'objected',
    happenedOn: officer.today(),
    words: '证明由原单位开具，现附原单位的书面说明，请予复核。',
  })
  const cleared = await inForce(hands, place, {
    person: 3,
    name: '演示丙',
    facts: '业绩材料中的项目负责人署名与立项文件不一致。',
  })
  await reverseRecord(officer, {
    recordId: cleared,
    act: 'clear',
    decidedBy: '省人民政府行政复议机构（演示）',
    decisionNumber: '演示复决〔1〕号',
    decidedOn: officer.today(),
    reason: '经复议，立项文件曾作变更，署名无误，予以撤销。',
  })
  await agreedAndDone(hands, cleared)
  return 3
}

interface Somebody {
  readonly person: number
  readonly name: string
  readonly facts: string
}

async function inForce(hands: ArchiveHands, place: string, of: Somebody): Promise<string> {
  const { officer, officeId } = hands
  const before = (days: number): Day => dayFromNumber(dayNumber(officer.today()) - days)
  const body = `53990119850101${String(of.person).padStart(3, '0')}`
  const { recordId } = await enterRecord(officer, {
    officeId,
    place,
    level: 'senior',
    subject: {
      kind: 'applicant',
      name: of.name,
      idType: 'resident-identity-card',
      idNumber: body + checkDigit(body),
      nameVerified: false,
    },
    rule: { document: '演示用的行业诚信管理办法', clause: '第十二条', years: 3, start: 'decision' },
    conduct: 'false-materials',
    facts: of.facts,
    conductOn: before(120),
    foundOn: before(60),
    toldOn: before(50),
    hearingThrough: before(40),
    statedOn: null,
    statement: '',
    response: '',
    decidedBy: '云南省人力资源和社会保障厅',
    decisionNumber: `演示决〔${of.person}〕号`,
    decidedOn: before(30),
    titles: [],
    evidence: [],
  })
  await agreedAndDone(hands, recordId)
  return recordId
}

async function agreedAndDone({ officer, reviewers }: ArchiveHands, recordId: string): Promise<void> {
  await submitRecord(officer, recordId)
  for (const reviewer of reviewers) {
    const request = await latestRequest(reviewer.database.read, {
      kind: RECORD_APPROVAL,
      subjectId: recordId,
    })
    await approve(reviewer, { requestId: request?.id ?? '', digest: request?.digest ?? '' })
  }
  await putInForce(officer, recordId)
}
