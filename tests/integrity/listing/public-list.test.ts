import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { findRequest } from '../../../src/approvals/find-request.ts'
import { createApp } from '../../../src/app.ts'
import { dayOf } from '../../../src/calendar/day.ts'
import { proposedOpening, proposePublicList } from '../../../src/integrity/listing/propose-public-list.ts'
import { setPublicList } from '../../../src/integrity/listing/set-public-list.ts'
import { publicListRules } from '../../../src/integrity/listing/schema.ts'
import { reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { readRecord } from '../../../src/integrity/records/read-record.ts'
import type { Context } from '../../../src/platform/context.ts'
import { databaseTest as test } from '../../support/database.ts'
import { madeUpNumber, somebody } from '../../support/staff.ts'
import { archiveAtWork } from '../records/at-work.ts'

const BASIS = { basis: '《某省社会信用条例》', clause: '第二十条' }
const at = (ctx: Context, instant: string): Context => {
  const now = new Date(instant)
  return { ...ctx, now: () => now, today: () => dayOf(now) }
}
const agreed = async (by: Context, officeId: string): Promise<void> => {
  const { read } = by.database
  const requestId = (await proposedOpening(read, officeId))?.requestId ?? ''
  await approve(by, { requestId, digest: (await findRequest(read, requestId))?.digest ?? '' })
}
const look = async (ctx: Context) => {
  const app = await createApp(ctx)
  const response = await app.request('/integrity/list', { headers: { Accept: 'text/html' } })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

describe('the public list', () => {
  test('is not there until a law opens it, and the officer cannot', async ({ database }) => {
    const { ctx, officer, officeId, inForce, reviewers } = await archiveAtWork(database)
    const recordId = await inForce()
    const closed = await look(ctx)
    expect(closed.status).toBe(404)
    expect(closed.text).not.toContain('某甲')
    const open = { officeId, isOpen: true, ...BASIS }
    await expect(() => setPublicList(officer, open)).rejects.toMatchObject({ code: 'identity/not-allowed' })
    const issuer = await somebody(ctx, { officeId, roles: ['document-issuer'], person: 805 })
    await expect(() => setPublicList(issuer, { ...open, basis: '' })).rejects.toMatchObject({
      code: 'integrity/bad-record',
    })
    expect(await database.read.select().from(publicListRules)).toEqual([])

    // One person's word opens nothing, and another law than what was agreed to neither.
    await expect(() => setPublicList(issuer, open)).rejects.toMatchObject({ code: 'approvals/not-requested' })
    await proposePublicList(issuer, { officeId, ...BASIS })
    await expect(() => setPublicList(issuer, open)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    expect(await proposedOpening(database.read, officeId)).toMatchObject({ ...BASIS, isAgreed: false })
    await agreed(reviewers[0], officeId)
    expect(await proposedOpening(database.read, officeId)).toMatchObject({ ...BASIS, isAgreed: true })
    await expect(() => setPublicList(issuer, { ...open, clause: '第九条' })).rejects.toMatchObject({
      code: 'approvals/changed',
    })
    expect((await look(ctx)).status).toBe(404)
    await setPublicList(issuer, open)
    expect((await readRecord(officer, recordId)).publicBy).toBe(`${BASIS.basis}${BASIS.clause}`)
    const shown = await look(ctx)
    expect(shown.status).toBe(200)
    for (const words of ['某甲', BASIS.basis, BASIS.clause, '昆人社决〔2023〕3号', '2026年12月1日'])
      expect(shown.text).toContain(words)
    for (const secret of [madeUpNumber(810), madeUpNumber(810).slice(-4), '论文', '不予采纳'])
      expect(shown.text).not.toContain(secret)
    expect(shown.headers.get('X-Robots-Tag')).toContain('noindex')
    expect(shown.headers.get('Cache-Control')).toBe('no-store')
    expect(shown.text).toContain('<meta name="robots" content="noindex"')

    await setPublicList(issuer, { ...open, isOpen: false })
    expect((await look(ctx)).status).toBe(404)
    // What was agreed to was carried out: to open it again is agreed to again.
    expect(await proposedOpening(database.read, officeId)).toBeNull()
    await expect(() => setPublicList(issuer, open)).rejects.toMatchObject({ code: 'approvals/changed' })
  })

  test('is opened by nobody who proposed it', async ({ database }) => {
    const { ctx, officeId } = await archiveAtWork(database)
    const both = await somebody(ctx, { officeId, roles: ['document-issuer'], person: 806 })
    await proposePublicList(both, { officeId, ...BASIS })
    const again = await somebody(ctx, { officeId, roles: ['reviewer'], person: 806 })
    await expect(agreed(again, officeId)).rejects.toMatchObject({ code: 'approvals/own-request' })
  })

  test('shows a name to the last second of its term, and to the clearing', async ({ database }) => {
    const { ctx, officer, officeId, inForce, approved, reviewers } = await archiveAtWork(database)
    const recordId = await inForce()
    await proposePublicList(ctx, { officeId, ...BASIS })
    await agreed(reviewers[0], officeId)
    await setPublicList(ctx, { officeId, isOpen: true, ...BASIS })
    expect((await look(at(ctx, '2026-12-01T15:59:59.999Z'))).text).toContain('某甲')
    expect((await look(at(ctx, '2026-12-01T16:00:00Z'))).text).not.toContain('某甲')
    const decided = {
      decidedBy: '昆明市人民政府',
      decisionNumber: '昆政复〔2024〕1号',
      decidedOn: '2024-06-01',
    }
    await reverseRecord(officer, { recordId, act: 'clear', ...decided, reason: '事实不清，予以撤销。' })
    await approved(recordId)
    expect((await look(ctx)).text).toContain('某甲')
    await putInForce(officer, recordId)
    expect((await look(ctx)).text).not.toContain('某甲')
  })
})
