import { describe, expect } from 'vitest'
import { eventsOf } from '../../src/cycles/find-events.ts'
import { listCommittees } from '../../src/cycles/find-committee.ts'
import { listCycles } from '../../src/cycles/find-cycle.ts'
import { registerCommittee } from '../../src/cycles/register-committee.ts'
import { registerCycle } from '../../src/cycles/register-cycle.ts'
import type { Database } from '../../src/platform/database.ts'
import { rateLimits } from '../../src/platform/rate-limit.ts'
import { officesOn } from '../support/cycles-at-work.ts'
import { databaseTest } from '../support/database.ts'
import { desksAt } from '../support/desks.ts'
import { signedIn, type AtWork } from '../support/signed-in.ts'

async function desks(database: Database) {
  const at = await officesOn(database, '2023-08-29')
  const { ctx, ids } = at
  const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
  const secretary = await signedIn(ctx, {
    officeId: ids.committee,
    roles: ['committee-secretary'],
    person: 1,
  })
  const reviewer = await signedIn(ctx, { officeId: ids.province, roles: ['reviewer'], person: 2 })
  const look = async (who: AtWork, path: string) => (await app.request(path, { headers: who.headers })).text()
  const post = async (who: AtWork, path: string, fields: Readonly<Record<string, string | File>>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const answer = await app.request(path, { method: 'POST', headers: who.headers, body })
    return { status: answer.status, to: answer.headers.get('Location') ?? '', text: await answer.text() }
  }
  return { ...at, secretary, reviewer, look, post }
}

describe('the desk of reviews', () => {
  databaseTest('takes a committee and its year from registration to the first step', async ({ database }) => {
    const { ctx, codes, secretary, reviewer, look, post } = await desks(database)
    const form = {
      name: '云南省工程系列高级职称评审委员会',
      office: codes.committee,
      filingAuthority: codes.province,
      series: '工程技术',
      'level-412': '1',
      size: '10',
      validFrom: '2023-01-01',
      validThrough: '2025-12-31',
    }
    // An even number comes back in the form, with what had been typed.
    const even = await post(secretary, '/desk/committees', form)
    expect(even.status).toBe(422)
    expect(even.text).toContain('应为单数')
    expect(even.text).toContain('value="云南省工程系列高级职称评审委员会"')
    const { to: committee } = await post(secretary, '/desk/committees', { ...form, size: '11' })
    expect(await look(reviewer, committee)).toContain('待核准备案')
    await post(reviewer, `${committee}/ruling`, { granted: 'yes', ground: '核准备案通知书' })
    expect(await look(secretary, committee)).toContain('已备案')

    const [registered] = await listCommittees(ctx, database.read, { past: false, limit: 5 })
    const committeeId = registered?.id ?? ''
    const year = { route: 'review', committeeId, place: 'yunnan-2023', year: '2023', meetingOn: '2023-10-16' }
    const { to: cycle } = await post(secretary, '/desk/cycles', year)
    await post(reviewer, `${cycle}/ruling`, { granted: 'yes', ground: '年度评审计划' })
    const page = await look(secretary, cycle)
    expect(page).toContain('最迟 <b>2023年8月29日</b>')
    expect(page).toContain('评审30个工作日前要向社会发布评审通知')
    expect(await look(secretary, '/desk')).toContain('今天')

    const paper = new File(['通知'], '评审通知.pdf')
    const recorded = await post(secretary, `${cycle}/steps/notice`, {
      day: '2023-08-29',
      where: '信息平台',
      paper,
    })
    expect([recorded.status, recorded.to]).toEqual([303, cycle])
    const cycleId = (await listCycles(ctx, database.read, { limit: 5 })).items[0]?.id ?? ''
    expect((await eventsOf(database.read, cycleId)).find(({ step }) => step === 'notice')).toMatchObject({
      facts: { where: '信息平台' },
      evidence: [{ kind: '评审通知.pdf', digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
    })
    expect(await look(secretary, cycle)).toContain('更正已登记的环节')
  })

  databaseTest(
    'shows a refused step in its form, with the clause and what had been typed',
    async ({ database }) => {
      const { ctx, secretary, post, codes } = await desks(database)
      const { committeeId } = await registerCommittee(ctx, {
        name: '评审委员会',
        office: codes.committee,
        filingAuthority: codes.province,
        series: null,
        levels: ['412'],
        size: 9,
        validFrom: '2023-01-01',
        validThrough: '2025-12-31',
      })
      const year = {
        route: 'review',
        committeeId,
        place: 'yunnan-2023',
        year: '2023',
        meetingOn: '2023-10-13',
      }
      const { to: cycle } = await post(secretary, '/desk/cycles', year)
      const late = await post(secretary, `${cycle}/steps/notice`, { day: '2023-08-29', where: '<b>门户' })
      expect(late.status).toBe(409)
      expect(late.text).toContain('太晚')
      expect(late.text).toContain('云人社函〔2023〕38号')
      expect(late.text).toContain('value="&lt;b&gt;门户"')
      const words = await post(secretary, `${cycle}/steps/notice`, { day: '昨天' })
      expect(words.status).toBe(422)
      const many = await post(secretary, `${cycle}/steps/expert-pool`, { day: '2023-08-29', experts: '很多' })
      expect(many.text).toContain('专家库人数')
      expect((await post(secretary, `${cycle}/steps/flying`, { day: '2023-08-29' })).status).toBe(404)
    },
  )

  databaseTest('tells the address of a calendar once', async ({ database }) => {
    const { ctx, secretary, look, post, codes } = await desks(database)
    const { cycleId } = await registerCycle(ctx, {
      route: 'assessment',
      office: codes.committee,
      filingAuthority: codes.province,
      series: null,
      levels: ['412'],
      place: 'yunnan-2023',
      year: 2023,
    })
    const cycle = `/desk/cycles/${cycleId}`
    const told = await post(secretary, `${cycle}/feeds`, {})
    const [, token = ''] = /\/calendars\/([\w-]{43})\.ics/.exec(told.text) ?? []
    expect(token).not.toBe('')
    expect(await look(secretary, cycle)).not.toContain(token)
    expect(await look(secretary, cycle)).toContain('停用订阅地址')
    await post(secretary, `${cycle}/feeds/closing`, {})
    expect(await look(secretary, cycle)).toContain('生成订阅地址')
  })
})
