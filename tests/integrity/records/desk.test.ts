import { describe, expect } from 'vitest'
import { reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { noteOnRecord } from '../../../src/integrity/records/note.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { desksAt } from '../../support/desks.ts'
import { databaseTest as test } from '../../support/database.ts'
import { signedIn, type AtWork } from '../../support/signed-in.ts'
import { madeUpNumber, officesAlone, somebody } from '../../support/staff.ts'
import { agree, archiveAtWork, RECORD } from './at-work.ts'

const FORM = {
  place: RECORD.place,
  level: RECORD.level,
  subjectKind: 'applicant',
  name: '某甲',
  idType: 'resident-identity-card',
  idNumber: madeUpNumber(810),
  conduct: RECORD.conduct,
  facts: RECORD.facts,
  conductOn: RECORD.conductOn,
  foundOn: RECORD.foundOn,
  toldOn: RECORD.toldOn,
  hearingThrough: RECORD.hearingThrough,
  statedOn: '',
  statement: '',
  response: '',
  decidedBy: RECORD.decidedBy,
  decisionNumber: RECORD.decisionNumber,
  decidedOn: RECORD.decidedOn,
  titles: 'YN2023000001X',
  ruleDocument: RECORD.rule.document,
  ruleClause: RECORD.rule.clause,
  ruleYears: '3',
  ruleStart: 'decision',
}

async function desk(database: Database) {
  const { ctx, ids } = await officesAlone(database)
  const app = desksAt(ctx)
  const officer = await signedIn(ctx, { officeId: ids.kunming, roles: ['integrity-officer'], person: 801 })
  const get = async (who: AtWork, path: string) => {
    const response = await app.request(path, { headers: { ...who.headers, Accept: 'text/html' } })
    return {
      status: response.status,
      type: response.headers.get('Content-Type'),
      text: await response.text(),
    }
  }
  const post = async (path: string, fields: Readonly<Record<string, string | File>>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const response = await app.request(path, { method: 'POST', headers: officer.headers, body })
    return {
      status: response.status,
      to: response.headers.get('Location') ?? '',
      text: await response.text(),
    }
  }
  return { ctx, ids, officer, get, post }
}

async function approvedBy(ctx: Context, officeId: string, recordId: string): Promise<void> {
  for (const person of [802, 803])
    await agree(await somebody(ctx, { officeId, roles: ['reviewer'], person }), recordId)
}

describe('the archive’s desk', () => {
  test('takes a record from its form to its letters', async ({ database }) => {
    const { ctx, ids, officer, get, post } = await desk(database)
    const empty = await get(officer, '/desk/integrity/new')
    expect(empty.text).toContain('登记诚信记录')
    const wrong = await post('/desk/integrity', { ...FORM, officeId: ids.kunming, decidedOn: '2099-01-01' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('决定日期不能接受')
    expect(wrong.text).toContain(FORM.facts)

    const evidence1 = new File([new Uint8Array([37, 80, 68, 70])], '论文.pdf', { type: 'application/pdf' })
    const entered = await post('/desk/integrity', { ...FORM, officeId: ids.kunming, evidence1 })
    expect([entered.status, entered.text]).toEqual([303, ''])
    const recordId = entered.to.split('/').at(-1) ?? ''
    expect((await get(officer, entered.to)).text).toContain('待送审')
    expect((await post(`${entered.to}/submission`, {})).status).toBe(303)
    expect((await get(officer, entered.to)).text).toContain('送审中，还差 2 人')
    expect((await get(officer, `${entered.to}/letters/subject`)).status).toBe(404)
    await approvedBy(ctx, ids.kunming, recordId)
    expect((await post(`${entered.to}/force`, {})).status).toBe(303)

    const opened = await get(officer, entered.to)
    expect(opened.text).toContain('2023年12月1日至2026年12月1日24时')
    expect(opened.text).toContain('论文.pdf')
    const list = await get(officer, '/desk/integrity')
    expect(list.text).toContain('记录期内')
    expect(list.text).toContain('<svg')
    expect(list.text).not.toContain('某甲')
    const letter = await get(officer, `${entered.to}/letters/discipline`)
    expect(letter.text).toContain('纪检监察机关')
    expect((await get(officer, `${entered.to}/letters/subject/pdf`)).type).toBe('application/pdf')
    const noted = { kind: 'objected', detail: '', happenedOn: '2024-01-10', words: '论文并非伪造。' }
    expect((await post(`${entered.to}/notes`, noted)).status).toBe(303)
    expect((await post(`${entered.to}/certificates`, {})).text).toContain('不是本人的证书')
  })

  test('takes the answer and the receipts of a record that was cleared', async ({ database }) => {
    const { ctx, officeId, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    const said = { recordId, happenedOn: '2024-01-05', words: '已签收；论文并非伪造。' }
    await noteOnRecord(officer, { ...said, kind: 'received', detail: 'subject' })
    await noteOnRecord(officer, { ...said, kind: 'objected' })
    const { headers } = await signedIn(ctx, { officeId, roles: ['integrity-officer'], person: 804 })
    const nextDay = { ...ctx, today: () => '2026-11-22' }
    const app = desksAt(nextDay)
    const path = `/desk/integrity/${recordId}`
    const page = async () =>
      (await app.request(path, { headers: { ...headers, Accept: 'text/html' } })).text()
    const noted = async (fields: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({ happenedOn: '2026-11-22', words: '已办理。', ...fields })
      return (await app.request(`${path}/notes`, { method: 'POST', headers, body })).status
    }
    expect(await page()).toContain('2024年1月5日')
    await reverseRecord(officer, {
      recordId,
      act: 'clear',
      decidedBy: '昆明市人民政府',
      decisionNumber: '昆政复〔2024〕1号',
      decidedOn: '2024-06-01',
      reason: '经复议，事实不清，予以撤销。',
    })
    await approved(recordId)
    await putInForce({ ...officer, today: nextDay.today }, recordId)

    const cleared = await page()
    // The receipt of before is that of another letter.
    expect(cleared).not.toContain('2024年1月5日')
    expect(cleared).toContain('答复申诉')
    expect(await noted({ kind: 'answered', detail: 'changed' })).toBe(303)
    expect(await noted({ kind: 'received', detail: 'subject' })).toBe(303)
    const answered = await page()
    expect(answered).toContain('2026年11月22日')
    expect(answered).not.toContain('收到申诉</option>')
    expect(await noted({ kind: 'objected', detail: '' })).toBe(409)
  })
})
