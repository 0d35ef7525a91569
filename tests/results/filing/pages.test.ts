import { describe, expect } from 'vitest'
import { eventsOf } from '../../../src/cycles/find-events.ts'
import type { Database } from '../../../src/platform/database.ts'
import { rateLimits } from '../../../src/platform/rate-limit.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { markedElsewhere, officesOn, reviewAtWork, soundStep } from '../../support/cycles-at-work.ts'
import { databaseTest } from '../../support/database.ts'
import { desksAt } from '../../support/desks.ts'
import { signedIn, type AtWork } from '../../support/signed-in.ts'
import { teacher, workbookOf } from '../lists/reviewing.ts'

async function desks(database: Database) {
  const { ctx, codes, ids } = await officesOn(database, '2023-09-26')
  const { cycleId } = await reviewAtWork(ctx, {
    office: codes.committee,
    filingAuthority: codes.kunming,
    place: 'kunming-2023',
    year: 2023,
    levels: ['420'],
    meetingOn: '2023-10-16',
  })
  await soundStep(ctx, cycleId, 'notice', '2023-09-01', { filedOn: '2023-08-30' })
  await markedElsewhere(ctx, cycleId, 'recommendation-publicity', '2023-09-08')
  await soundStep(ctx, cycleId, 'qualification-check', '2023-09-10')
  await markedElsewhere(ctx, cycleId, 'title-confirmation', '2023-09-10')
  await markedElsewhere(ctx, cycleId, 'pre-meeting-publicity', '2023-09-22')
  await importList(ctx, {
    bytes: await workbookOf([teacher(1), teacher(2, { 申报系列: '工程技术', 评审资格名称: '工程师' })]),
    fileName: 'candidates.xlsx',
    authority: codes.kunming,
    office: codes.committee,
    cycleId,
    stage: 'candidates',
  })
  const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
  const secretary = await signedIn(ctx, {
    officeId: ids.committee,
    roles: ['committee-secretary'],
    person: 861,
  })
  const reviewer = await signedIn(ctx, { officeId: ids.kunming, roles: ['reviewer'], person: 862 })
  const filing = `/desk/cycles/${cycleId}/filings/pre-meeting`
  const ask = async (who: AtWork, path: string, fields?: Readonly<Record<string, string>>) => {
    const answer = await app.request(path, {
      method: fields ? 'POST' : 'GET',
      headers: { ...who.headers, ...(fields && { 'Content-Type': 'application/x-www-form-urlencoded' }) },
      ...(fields && { body: new URLSearchParams(fields).toString() }),
    })
    return {
      status: answer.status,
      type: answer.headers.get('Content-Type') ?? '',
      text: await answer.text(),
    }
  }
  return { database, cycleId, secretary, reviewer, filing, ask }
}

const TEXTS = { 'work-plan': '封闭评审两天。', rejected: '3 人学历不符。' }
const digestIn = (text: string): string => /name="digest" value="([0-9a-f]{64})"/.exec(text)?.[1] ?? ''

describe('the desk of filings', () => {
  databaseTest(
    'asks for what the notice lists, takes it, returns it once, and takes it in',
    async ({ database }) => {
      const { cycleId, secretary, reviewer, filing, ask } = await desks(database)
      expect((await ask(secretary, filing)).text).toContain('须将评审工作方案、资格审核情况')
      const empty = await ask(secretary, filing, { 'work-plan': TEXTS['work-plan'] })
      expect([empty.status, empty.text.includes('审核未通过人员情况。请补齐后报送')]).toEqual([409, true])
      expect(empty.text).toContain(TEXTS['work-plan'])
      expect((await ask(secretary, filing, TEXTS)).status).toBe(303)

      const before = await ask(reviewer, filing)
      expect(before.text).toContain('已报送，待接收')
      const stale = await ask(reviewer, `${filing}/acceptance`, { digest: '0'.repeat(64) })
      expect(stale.status).toBe(409)
      await ask(reviewer, `${filing}/return`, {
        digest: digestIn(before.text),
        'defect-work-plan': '没有写明学科组',
      })
      const back = await ask(secretary, filing)
      expect(back.text).toContain('【评审工作方案】没有写明学科组')
      await ask(secretary, filing, { ...TEXTS, 'work-plan': '封闭评审两天，分三个学科组。' })
      const again = await ask(reviewer, filing)
      expect(again.text).toContain('第 2 次报送')
      expect((await ask(reviewer, `${filing}/acceptance`, { digest: digestIn(again.text) })).status).toBe(303)
      expect((await ask(secretary, filing)).text).toContain('已接收')
      const events = await eventsOf(database.read, cycleId)
      expect(events.filter(({ step }) => step === 'pre-meeting-filing')).toHaveLength(1)
    },
  )

  databaseTest('hands out the packet as PDF and as a workbook', async ({ database }) => {
    const { secretary, filing, ask } = await desks(database)
    expect((await ask(secretary, `${filing}/packet.pdf`)).status).toBe(404)
    await ask(secretary, filing, TEXTS)
    const pdf = await ask(secretary, `${filing}/packet.pdf`)
    expect([pdf.status, pdf.type, pdf.text.startsWith('%PDF-1.7')]).toEqual([200, 'application/pdf', true])
    expect((await ask(secretary, `${filing}/packet.xlsx`)).text.startsWith('PK')).toBe(true)
    expect((await ask(secretary, filing.replace('pre-meeting', 'some-meeting'))).status).toBe(404)
  })

  databaseTest('draws who stood by series and level, with the same in words', async ({ database }) => {
    const { cycleId, reviewer, ask } = await desks(database)
    const { text } = await ask(reviewer, `/desk/cycles/${cycleId}/figures`)
    expect(text).toMatch(/<svg[^>]*role="img"[^>]*aria-labelledby="series-title series-words"/)
    expect(text).toContain('工程技术：参评 1 人，通过 0 人')
    expect((await ask(reviewer, '/desk/figures?year=2023')).text).toContain('共 1 个年度评审')
    expect((await ask(reviewer, '/desk/figures?year=1')).status).toBe(200)
  })
})
