import { describe, expect } from 'vitest'
import { lastReport, selfAudit } from '../../src/ledger/keep-audited.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Defect } from '../../src/ledger/defect.ts'
import type { Context } from '../../src/platform/context.ts'
import { recordAct } from '../../src/trail/record-act.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { auditWaiting } from '../../src/trail/audit-waiting.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { append, appendThings, ledgerOf, memoryOf, tamper } from './ledger-at-work.ts'
import { createSealedThings, things } from './sealed-things.ts'

async function atWork(ctx: Context) {
  const memory = memoryOf()
  await createSealedThings(ctx.database.read)
  await ledgerOf(ctx, 3)
  await appendThings(ctx, ['a', 'b'])
  await publishCheckpoint(ctx, memory)
  const alarms: Defect[] = []
  const means = {
    sealedTables: [things],
    memory,
    auditTrail,
    auditWaiting,
    alarm: (defect: Defect) => alarms.push(defect),
    log: (error: unknown) => {
      throw error
    },
  }
  return { memory, means, alarms, look: selfAudit(ctx, means) }
}

describe('the service’s own audit', () => {
  it('looks at everything first, then at what is new, and says so', async ({ database }) => {
    const ctx = testContext(database)
    const { look, alarms } = await atWork(ctx)
    expect(await lastReport(ctx)).toBeNull()
    expect(await look()).toMatchObject({ entries: 4, rows: 2, defects: [] })
    await append(ctx, 2)
    expect(await look()).toMatchObject({ entries: 6, rows: 2, defects: [] })
    expect(await lastReport(ctx)).toMatchObject({ entries: 6, defects: [] })
    expect(alarms).toEqual([])
  })

  it.for<[string, string, string]>([
    [
      'an entry altered after it was appended',
      'update ledger_entries set body = body || body where index = 5',
      'ledger/entry-body',
    ],
    [
      'the end cut off',
      'delete from ledger_entries where index = 5; update ledger_head set size = 5',
      'ledger/head',
    ],
    ['a row altered', `update sealed_things set title = 'x' where id = 'a'`, 'ledger/row-altered'],
  ])(
    'finds %s at the next look, raises one alarm, and goes on looking',
    async ([, deed, code], { database }) => {
      const ctx = testContext(database)
      const { look, alarms } = await atWork(ctx)
      await look()
      await append(ctx, 2)
      if (code !== 'ledger/entry-body') await look()
      await tamper(database.read, deed)
      const report = await look()
      expect(report?.defects[0]?.code).toBe(code)
      expect(alarms.map((alarm) => alarm.code)).toEqual([code])
      expect((await look())?.defects.length).toBeGreaterThan(0)
    },
  )

  it('finds a record of the trail altered at the next sweep, and raises its alarm beside the ledger’s', async ({
    database,
  }) => {
    const ctx = testContext(database)
    const { means, alarms } = await atWork(ctx)
    await database.transaction((tx) =>
      recordAct(ctx, tx, { act: 'ledger.append', officeId: null, facts: { documents: 1 } }),
    )
    let now = ctx.now()
    const look = selfAudit({ ...ctx, now: () => now }, means)
    expect((await look())?.defects).toEqual([])
    await tamper(
      database.read,
      `update trail_records set actor = 'x'; update sealed_things set title = 'x' where id = 'a'`,
    )
    now = new Date(now.getTime() + 24 * 3_600_000)
    expect((await look())?.defects).toMatchObject([
      { code: 'ledger/row-altered' },
      { code: 'trail/record-altered' },
    ])
    await look()
    expect(alarms.map(({ code }) => code).toSorted()).toEqual(['ledger/row-altered', 'trail/record-altered'])
  })

  it('is made by one instance at a time', async ({ database }) => {
    const ctx = testContext(database)
    const { look, means } = await atWork(ctx)
    const other = selfAudit(ctx, means)
    expect(await look()).not.toBeNull()
    expect(await other()).toBeNull()
    await tamper(database.read, `update ledger_audits set lease_until = now() - interval '1 second'`)
    expect(await other()).toMatchObject({ defects: [] })
    expect(await look()).toBeNull()
  })

  it('sweeps again after a day', async ({ database }) => {
    const ctx = testContext(database)
    const { means } = await atWork(ctx)
    let now = ctx.now()
    const look = selfAudit({ ...ctx, now: () => now }, means)
    await look()
    await tamper(database.read, `delete from sealed_things where id = 'a'; delete from sealed_things`)
    now = new Date(now.getTime() + 60_000)
    const first = await look()
    now = new Date(now.getTime() + 24 * 3_600_000)
    const next = await look()
    expect(first?.defects).toEqual([])
    expect(next?.defects[0]?.code).toBe('ledger/row-set')
  })
})
