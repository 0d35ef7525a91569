import { describe, expect } from 'vitest'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import type { Database } from '../../../src/platform/database.ts'
import { rateLimits } from '../../../src/platform/rate-limit.ts'
import { dueSoon } from '../../../src/cycles/due-soon.ts'
import { cycleById } from '../../../src/cycles/find-cycle.ts'
import { planMeeting } from '../../../src/cycles/plan-meeting.ts'
import { registerCycle } from '../../../src/cycles/register-cycle.ts'
import { ruleOn } from '../../../src/cycles/rule-on.ts'
import { cycleWithdrawals } from '../../../src/cycles/schema.ts'
import { withdrawCycle } from '../../../src/results/filing/withdraw-cycle.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { officesOn, reviewAtWork, soundStep } from '../../support/cycles-at-work.ts'
import { databaseTest } from '../../support/database.ts'
import { desksAt } from '../../support/desks.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { signedIn } from '../../support/signed-in.ts'
import { somebody } from '../../support/staff.ts'
import { teacher, workbookOf } from '../lists/reviewing.ts'

const GROUND = '依据的通知选错'

async function entered(database: Database) {
  const at = await officesOn(database, '2023-08-28')
  const { ctx, codes } = at
  const opened = await reviewAtWork(ctx, {
    office: codes.committee,
    filingAuthority: codes.province,
    place: 'yunnan-2023',
    year: 2023,
    levels: ['412'],
    meetingOn: '2023-10-16',
  })
  const again = () =>
    registerCycle(ctx, {
      route: 'review',
      committeeId: opened.committeeId,
      place: 'yunnan-2023',
      year: 2023,
    })
  return { ...at, ...opened, again }
}

describe('a year of review entered by mistake', () => {
  databaseTest('is withdrawn on a ground, and the same year is entered anew, once', async ({ database }) => {
    const { ctx, cycleId, again, turn } = await entered(database)
    await expect(again()).rejects.toMatchObject({ code: 'cycles/cycle-exists' })
    turn('2023-08-29')
    // What only its own record holds goes with it.
    await soundStep(ctx, cycleId, 'notice', '2023-08-29')
    expect(await dueSoon(ctx)).not.toEqual([])
    await withdrawCycle(ctx, { cycleId, ground: GROUND })
    expect(await cycleById(database.read, cycleId)).toMatchObject({ withdrawnOn: '2023-08-29' })
    expect(await dueSoon(ctx)).toEqual([])
    const { cycleId: second } = await again()
    await expect(again()).rejects.toMatchObject({ code: 'cycles/cycle-exists' })
    await withdrawCycle(ctx, { cycleId: second, ground: GROUND })
    await again()
    const memory = memoryInMemory()
    await publishCheckpoint(ctx, memory)
    expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  })

  databaseTest(
    'takes nothing more: no step, no plan, no ruling, no list, no second withdrawal',
    async ({ database }) => {
      const { ctx, codes, cycleId } = await entered(database)
      await withdrawCycle(ctx, { cycleId, ground: GROUND })
      const ground = '改期'
      const list = async () =>
        importList(ctx, {
          bytes: await workbookOf([teacher(1, { 级别: '副高级', 评审资格名称: '高级教师' })]),
          fileName: '上会名单.xlsx',
          office: codes.committee,
          authority: codes.province,
          cycleId,
          stage: 'candidates',
        })
      for (const act of [
        () => soundStep(ctx, cycleId, 'notice', '2023-08-28'),
        () => planMeeting(ctx, { cycleId, meetingOn: '2023-11-16', ground }),
        () => ruleOn(ctx, { subject: 'cycle', subjectId: cycleId, granted: true, ground }),
        list,
        () => withdrawCycle(ctx, { cycleId, ground }),
      ])
        await expect(act()).rejects.toMatchObject({ code: 'cycles/cycle-withdrawn' })
      expect(await database.read.select().from(cycleWithdrawals)).toHaveLength(1)
    },
  )

  databaseTest(
    'stays where something hangs on it, and everything that does is told',
    async ({ database }) => {
      const { ctx, codes, cycleId } = await entered(database)
      await importList(ctx, {
        bytes: await workbookOf([teacher(1, { 级别: '副高级', 评审资格名称: '高级教师' })]),
        fileName: '上会名单.xlsx',
        office: codes.committee,
        authority: codes.province,
        cycleId,
        stage: 'candidates',
      })
      await expect(withdrawCycle(ctx, { cycleId, ground: GROUND })).rejects.toMatchObject({
        code: 'cycles/cycle-in-use',
        facts: { hanging: ['名单'] },
        message: expect.stringContaining('请在各环节中更正') as string,
      })
      await expect(withdrawCycle(ctx, { cycleId, ground: ' ' })).rejects.toMatchObject({
        code: 'cycles/bad-ground',
      })
      expect(await database.read.select().from(cycleWithdrawals)).toEqual([])
    },
  )

  databaseTest(
    'is withdrawn by its convening body only, also one that was refused, at the desk',
    async ({ database }) => {
      const { ctx, ids, committeeId, cycleId } = await entered(database)
      await ruleOn(ctx, { subject: 'cycle', subjectId: cycleId, granted: false, ground: '未列入年度计划' })
      const stranger = await somebody(ctx, {
        officeId: ids.kunming,
        roles: ['committee-secretary'],
        person: 7,
      })
      await expect(withdrawCycle(stranger, { cycleId, ground: GROUND })).rejects.toMatchObject({
        code: 'cycles/cycle-not-found',
      })
      const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
      const { headers } = await signedIn(ctx, {
        officeId: ids.committee,
        roles: ['committee-secretary'],
        person: 1,
      })
      const post = (path: string, fields: Readonly<Record<string, string>>) =>
        app.request(path, { method: 'POST', headers, body: new URLSearchParams(fields) })
      const cycle = `/desk/cycles/${cycleId}`
      const refused = await post(`${cycle}/withdrawal`, { ground: '错' })
      expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('value="错"')])
      expect((await post(`${cycle}/withdrawal`, { ground: GROUND })).status).toBe(303)
      const page = await (await app.request(cycle, { headers })).text()
      expect(page).toContain('2023年8月28日撤回')
      expect(page).not.toContain('/steps/notice')
      const anew = { route: 'review', committeeId, place: 'yunnan-2023', year: '2023', meetingOn: '' }
      const { headers: answered } = await post('/desk/cycles', anew)
      expect(answered.get('Location')).toMatch(/^\/desk\/cycles\/[\w-]{22}$/)
      expect(await (await app.request(cycle, { headers })).text()).toContain(answered.get('Location') ?? '-')
    },
  )
})
