import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { latestRequest } from '../../../src/approvals/find-request.ts'
import { returnRequest } from '../../../src/approvals/return-request.ts'
import { applyChange } from '../../../src/certificates/changes/apply-change.ts'
import { proposeForRecord } from '../../../src/certificates/changes/propose-for-record.ts'
import { changeStatus } from '../../../src/certificates/changes/change-status.ts'
import { correctCertificate } from '../../../src/certificates/changes/correct.ts'
import { CHANGE_KIND } from '../../../src/certificates/changes/propose-change.ts'
import { appliedPlans, certificates, changePlans, statusChanges } from '../../../src/certificates/schema.ts'
import { dayOf } from '../../../src/calendar/day.ts'
import { destroyDue } from '../../../src/integrity/ending/destroy-due.ts'
import { correctRecord, reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { enterRecord, type NewRecord } from '../../../src/integrity/records/enter-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { submitRecord } from '../../../src/integrity/records/submit-record.ts'
import { carryOutJoin } from '../../../src/integrity/same-person/carry-out-join.ts'
import { JOIN_APPROVAL } from '../../../src/integrity/same-person/proposal.ts'
import { proposeJoin } from '../../../src/integrity/same-person/propose-join.ts'
import { disclosePerson } from '../../../src/people/disclose.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { verifyByCode } from '../../../src/verification/verify.ts'
import { agree, applicant, RECORD } from '../../integrity/records/at-work.ts'
import { databaseTest } from '../../support/database.ts'
import { officesAtWork } from '../../support/offices-at-work.ts'
import { officeIds, somebody } from '../../support/staff.ts'

/** Two people with certificates, and a record in force that names the first one's (and the second's, by mistake). */
async function recorded(database: Database) {
  const { ctx, issued } = await officesAtWork(database)
  const found = await issued(2)
  const { province: officeId } = await officeIds(ctx)
  const officer = await somebody(ctx, { officeId, roles: ['integrity-officer'], person: 901 })
  const sealer = await somebody(ctx, { officeId, roles: ['sealer'], person: 904 })
  const reviewers = [
    await somebody(ctx, { officeId, roles: ['reviewer'], person: 902 }),
    await somebody(ctx, { officeId, roles: ['reviewer'], person: 903 }),
  ]
  const approved = async (recordId: string) => {
    await submitRecord(officer, recordId)
    for (const reviewer of reviewers) await agree(reviewer, recordId)
    await putInForce(officer, recordId)
  }
  const [own, other] = found.map(({ row }) => row)
  const subject = await namedAs(ctx, own?.personId ?? '')
  const titles = [own?.number ?? '', other?.number ?? '', 'YN2026000001X']
  const entered = async (of: Partial<NewRecord>) => {
    const input = { ...RECORD, place: 'yunnan-2023', officeId, subject, ...of }
    return (await enterRecord(officer, input)).recordId
  }
  const recordId = await entered({ titles })
  const cleared = async (of: string, decisionNumber: string) => {
    await reverseRecord(officer, { recordId: of, act: 'clear', ...CLEARING, decisionNumber })
    await approved(of)
  }
  const outcomes = async (of: string) => (await proposeForRecord(officer, of)).map(({ outcome }) => outcome)
  const verdict = async () => (await verifyByCode(ctx, own?.code ?? '', null)).verdict
  const number = own?.number ?? ''
  const at = { ctx, officeId, officer, sealer, reviewers, subject }
  return { ...at, entered, approved, cleared, outcomes, recordId, titles, number, verdict }
}

const CLEARING = {
  reason: '经复议，事实不清，予以撤销。',
  decidedBy: '省人民政府',
  decisionNumber: '云政复〔2024〕1号',
  decidedOn: '2024-06-01',
}

async function namedAs(ctx: Context, personId: string) {
  const { opened } = await disclosePerson(ctx, personId)
  const said = (name: string) => opened.find(({ field }) => field === name)?.value ?? ''
  return { ...applicant(0), name: said('name'), idNumber: said('idNumber') }
}

async function carriedOut(officer: Context, sealer: Context, database: Database): Promise<void> {
  const done = new Set((await database.read.select().from(appliedPlans)).map(({ id }) => id))
  const plans = await database.read.select().from(changePlans)
  for (const { id } of plans.filter((plan) => !done.has(plan.id))) {
    const request = await latestRequest(database.read, { kind: CHANGE_KIND, subjectId: id })
    await approve(sealer, { requestId: request?.id ?? '', digest: request?.digest ?? '' })
    await applyChange(officer, id)
  }
}

describe('the certificates a record names', () => {
  databaseTest(
    'are revoked by an act of their own, and stand again once it is cleared',
    async ({ database }) => {
      const work = await recorded(database)
      const { officer, sealer, approved, cleared, recordId, titles, verdict } = work
      await expect(proposeForRecord(officer, recordId)).rejects.toMatchObject({
        code: 'integrity/not-in-force',
      })
      await approved(recordId)
      const outcomes = () => work.outcomes(recordId)
      expect((await proposeForRecord(officer, recordId)).map(({ number }) => number)).toEqual(titles)
      expect(await outcomes()).toEqual(['waiting', 'unknown', 'unknown'])
      expect(await verdict()).toBe('valid')
      await carriedOut(officer, sealer, database)
      expect(await verdict()).toBe('not-valid')
      expect(await outcomes()).toEqual(['done', 'unknown', 'unknown'])

      await cleared(recordId, '云政复〔2024〕1号')
      expect(await outcomes()).toEqual(['proposed', 'unknown', 'unknown'])
      await carriedOut(officer, sealer, database)
      expect(await verdict()).toBe('valid')
      expect(await database.read.select().from(certificates)).toHaveLength(2)
    },
  )

  databaseTest('stay revoked, by their own document, when the record is destroyed', async ({ database }) => {
    const { ctx, officer, sealer, approved, recordId, verdict } = await recorded(database)
    await approved(recordId)
    await proposeForRecord(officer, recordId)
    await carriedOut(officer, sealer, database)
    const changes = await database.read.select().from(statusChanges)
    expect(changes.length).toBeGreaterThan(0)
    const now = new Date('2027-02-01T04:00:00Z')
    const later = { ...ctx, now: () => now, today: () => dayOf(now) }
    const swept = await destroyDue(later, (error) => {
      throw error
    })
    expect(swept).toEqual({ destroyed: 1, kept: 0 })
    expect(await database.read.select().from(statusChanges)).toEqual(changes)
    expect(await verdict()).toBe('not-valid')
  })

  databaseTest('are those of what is in force, not of a correction nobody approved', async ({ database }) => {
    const work = await recorded(database)
    const { officer, sealer, entered, approved, cleared, outcomes, number } = work
    const names = (recordId: string, titles: readonly string[]) =>
      correctRecord(officer, {
        ...RECORD,
        recordId,
        titles,
        decisionNumber: '云人社决〔2023〕8号',
        reason: '更正证书编号。',
      })
    const recordId = await entered({ titles: [], decisionNumber: '云人社决〔2023〕8号' })
    await approved(recordId)
    await names(recordId, [number])
    expect(await outcomes(recordId)).toEqual([])
    await approved(recordId)
    expect(await outcomes(recordId)).toEqual(['proposed'])
    await carriedOut(officer, sealer, database)
    // Dropped by one that was approved, and by one that was not: cleared, it gives back what it ever took.
    await names(recordId, [])
    await approved(recordId)
    await names(recordId, ['YN2026000001X'])
    await cleared(recordId, '云政复〔2024〕1号')
    expect(await outcomes(recordId)).toEqual(['proposed'])
    await carriedOut(officer, sealer, database)
    expect(await work.verdict()).toBe('valid')
  })

  databaseTest('stay revoked while another record takes them away too', async ({ database }) => {
    const { officer, sealer, entered, approved, cleared, outcomes, number, verdict } =
      await recorded(database)
    const first = await entered({ titles: [number], decisionNumber: '云人社决〔2023〕8号' })
    const second = await entered({ titles: [number], decisionNumber: '云人社决〔2023〕9号' })
    for (const recordId of [first, second]) await approved(recordId)
    expect(await outcomes(first)).toEqual(['proposed'])
    await carriedOut(officer, sealer, database)
    expect(await outcomes(second)).toEqual(['done'])
    await cleared(first, '云政复〔2024〕1号')
    expect(await outcomes(first)).toEqual(['other-record'])
    await cleared(second, '云政复〔2024〕2号')
    // What the first one's decision took away is the first one's to give back.
    expect(await outcomes(second)).toEqual(['other-decision'])
    expect(await outcomes(first)).toEqual(['proposed'])
    expect(await verdict()).toBe('not-valid')
    await carriedOut(officer, sealer, database)
    expect(await verdict()).toBe('valid')
  })

  databaseTest('stay closed by whatever else closed them', async ({ database }) => {
    const { ctx, entered, approved, cleared, outcomes, number, verdict } = await recorded(database)
    const recordId = await entered({ titles: [number], decisionNumber: '云人社决〔2023〕8号' })
    await approved(recordId)
    await changeStatus(ctx, {
      number,
      act: 'close',
      document: '本人申请〔2024〕3号',
      ground: '本人申请注销。',
    })
    await cleared(recordId, '云政复〔2024〕1号')
    expect(await outcomes(recordId)).toEqual(['other-decision'])
    expect(await verdict()).toBe('not-valid')
  })

  databaseTest('are taken with the version they have now', async ({ database }) => {
    const { ctx, entered, approved, outcomes, number } = await recorded(database)
    const recordId = await entered({ titles: [number], decisionNumber: '云人社决〔2023〕8号' })
    await approved(recordId)
    const corrected = await correctCertificate(ctx, {
      number,
      corrections: { specialty: '物理' },
      document: '云人社函〔2024〕3号',
      decidedOn: '2024-03-01',
      ground: '专业名称登记有误。',
    })
    expect(await outcomes(recordId)).toEqual(['proposed'])
    const [plan] = await database.read.select().from(changePlans)
    expect(plan).toMatchObject({ certificates: 2, scope: { number: corrected.number } })
    expect(await outcomes(recordId)).toEqual(['waiting'])
  })

  databaseTest('are proposed again when the sealer sent them back', async ({ database }) => {
    const { sealer, entered, approved, outcomes, number } = await recorded(database)
    const recordId = await entered({ titles: [number], decisionNumber: '云人社决〔2023〕8号' })
    await approved(recordId)
    expect(await outcomes(recordId)).toEqual(['proposed'])
    const [plan] = await database.read.select().from(changePlans)
    const request = await latestRequest(database.read, { kind: CHANGE_KIND, subjectId: plan?.id ?? '' })
    const { id: requestId = '', digest = '' } = request ?? {}
    await returnRequest(sealer, { requestId, digest, comment: '请附决定原件。' })
    expect(await outcomes(recordId)).toEqual(['proposed'])
    expect(await outcomes(recordId)).toEqual(['waiting'])
  })

  databaseTest('are found under every number of one human', async ({ database }) => {
    const { officeId, officer, reviewers, subject, entered, approved, outcomes, number } =
      await recorded(database)
    const passport = { name: subject.name, idType: 'passport', idNumber: 'E12345678' } as const
    const recordId = await entered({
      subject: { kind: 'applicant', ...passport, nameVerified: false },
      titles: [number],
    })
    await approved(recordId)
    expect(await outcomes(recordId)).toEqual(['unknown'])
    const { name, idType, idNumber } = subject
    const { proposalId } = await proposeJoin(officer, {
      act: 'merge',
      officeId,
      people: [passport, { name, idType, idNumber }],
      ground: '户籍证明载明两证为同一人。',
    })
    const request = await latestRequest(database.read, { kind: JOIN_APPROVAL, subjectId: proposalId })
    await approve(reviewers[0] as Context, { requestId: request?.id ?? '', digest: request?.digest ?? '' })
    await carryOutJoin(officer, proposalId)
    expect(await outcomes(recordId)).toEqual(['proposed'])
  })
})
