import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { latestRequest } from '../../../src/approvals/find-request.ts'
import { applyChange } from '../../../src/certificates/changes/apply-change.ts'
import { proposeForRecord } from '../../../src/certificates/changes/propose-for-record.ts'
import { CHANGE_KIND } from '../../../src/certificates/changes/propose-change.ts'
import { appliedPlans, certificates, changePlans, statusChanges } from '../../../src/certificates/schema.ts'
import { dayOf } from '../../../src/calendar/day.ts'
import { destroyDue } from '../../../src/integrity/ending/destroy-due.ts'
import { reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { enterRecord } from '../../../src/integrity/records/enter-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { submitRecord } from '../../../src/integrity/records/submit-record.ts'
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
  const { recordId } = await enterRecord(officer, {
    ...RECORD,
    place: 'yunnan-2023',
    officeId,
    subject,
    titles,
  })
  const verdict = async () => (await verifyByCode(ctx, own?.code ?? '', null)).verdict
  return { ctx, officer, sealer, approved, recordId, titles, verdict }
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
      const { officer, sealer, approved, recordId, titles, verdict } = await recorded(database)
      await expect(proposeForRecord(officer, recordId)).rejects.toMatchObject({
        code: 'integrity/not-in-force',
      })
      await approved(recordId)
      const outcomes = async () => (await proposeForRecord(officer, recordId)).map(({ outcome }) => outcome)
      expect((await proposeForRecord(officer, recordId)).map(({ number }) => number)).toEqual(titles)
      expect(await outcomes()).toEqual(['waiting', 'unknown', 'unknown'])
      expect(await verdict()).toBe('valid')
      await carriedOut(officer, sealer, database)
      expect(await verdict()).toBe('not-valid')
      expect(await outcomes()).toEqual(['done', 'unknown', 'unknown'])

      await reverseRecord(officer, {
        recordId,
        act: 'clear',
        reason: '经复议，事实不清，予以撤销。',
        decidedBy: '省人民政府',
        decisionNumber: '云政复〔2024〕1号',
        decidedOn: '2024-06-01',
      })
      await approved(recordId)
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
})
