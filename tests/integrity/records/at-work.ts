import { approve } from '../../../src/approvals/approve.ts'
import { latestRequest } from '../../../src/approvals/find-request.ts'
import { enterRecord, type NewRecord } from '../../../src/integrity/records/enter-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { RECORD_APPROVAL, submitRecord } from '../../../src/integrity/records/submit-record.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { madeUpNumber, officesAlone, somebody } from '../../support/staff.ts'

/** A sound record of an applicant: whoever tests one rule changes one member. */
export const RECORD = {
  place: 'kunming-2023',
  level: 'senior',
  rule: { document: '云教规〔2022〕9号', clause: '第十二条', years: 3, start: 'decision' },
  conduct: 'false-materials',
  facts: '提交的两篇论文系伪造，经期刊社书面确认。',
  conductOn: '2023-07-01',
  foundOn: '2023-11-01',
  toldOn: '2023-11-05',
  hearingThrough: '2023-11-12',
  statedOn: '2023-11-10',
  statement: '材料由中介代办，本人不知情。',
  response: '申报人对材料真实性负责，不予采纳。',
  decidedBy: '昆明市人力资源和社会保障局',
  decisionNumber: '昆人社决〔2023〕3号',
  decidedOn: '2023-12-01',
  titles: [],
  evidence: [],
} as const satisfies Partial<NewRecord>

export const applicant = (person: number, name = '某甲') => ({
  kind: 'applicant' as const,
  name,
  idType: 'resident-identity-card' as const,
  idNumber: madeUpNumber(person),
  nameVerified: false,
})

/** Kunming's officer and three reviewers, and the ways a record goes. */
export async function archiveAtWork(database: Database) {
  const { ctx, ids } = await officesAlone(database)
  const officeId = ids.kunming
  const officer = await somebody(ctx, { officeId, roles: ['integrity-officer'], person: 801 })
  const reviewers = [
    await somebody(ctx, { officeId, roles: ['reviewer'], person: 802 }),
    await somebody(ctx, { officeId, roles: ['reviewer'], person: 803 }),
  ] as const
  const entered = async (of: Partial<NewRecord> = {}) =>
    (await enterRecord(officer, { ...RECORD, officeId, subject: applicant(810), ...of })).recordId
  const approved = async (recordId: string) => {
    await submitRecord(officer, recordId)
    for (const reviewer of reviewers) await agree(reviewer, recordId)
  }
  const inForce = async (of: Partial<NewRecord> = {}) => {
    const recordId = await entered(of)
    await approved(recordId)
    await putInForce(officer, recordId)
    return recordId
  }
  return { ctx, ids, officeId, officer, reviewers, entered, approved, inForce }
}

export async function agree(by: Context, recordId: string): Promise<void> {
  const request = await latestRequest(by.database.read, { kind: RECORD_APPROVAL, subjectId: recordId })
  await approve(by, { requestId: request?.id ?? '', digest: request?.digest ?? '' })
}
