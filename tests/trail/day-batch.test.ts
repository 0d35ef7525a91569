import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { appendEntries } from '../../src/ledger/append.ts'
import { auditEverything, auditLedger } from '../../src/ledger/audit.ts'
import { openBatch, waitingRows } from '../../src/ledger/day-batch.ts'
import { discloseRow } from '../../src/ledger/disclose.ts'
import { checkDisclosure } from '../../src/ledger/disclosure.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { dayBatches, ledgerEntries, openBatches, sealedDayBatches } from '../../src/ledger/schema.ts'
import { sealRows } from '../../src/ledger/seal.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { fromUtf8 } from '../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { noteKey } from '../../src/signing/note.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { auditWaiting } from '../../src/trail/audit-waiting.ts'
import { anchorTrail } from '../../src/trail/anchor.ts'
import { closeBatches } from '../../src/trail/close-batches.ts'
import { recordAct } from '../../src/trail/record-act.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { promised } from '../../src/trail/waiting.ts'
import { ORIGIN, drafts, ledgerOf, memoryOf, tamper } from '../ledger/ledger-at-work.ts'
import {
  createSealedThings,
  sealedThings as things,
  things as sealedThings,
} from '../ledger/sealed-things.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as test } from '../support/database.ts'

const TABLES = [sealedThings, sealedDayBatches]
const at = (ctx: Context, instant: string): Context => {
  const now = new Date(instant)
  return { ...ctx, now: () => now, today: () => instant.slice(0, 10) }
}

const thing = (ctx: Context, id: string) => ({
  id,
  name: ctx.random(20),
  title: '高级工程师',
  position: 1,
  listed: true,
  committee: null,
  statusIndex: 1n,
  obtainedOn: '2023-11-02',
})

/** A day's work that must not be told: so many rows in one act. */
async function write(ctx: Context, ids: readonly string[]): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const batch = await openBatch(ctx, tx)
    const unsealed = ids.map((id) => thing(ctx, id))
    const { rows } = sealRows(sealedThings, batch, unsealed, ctx.random(32 * ids.length))
    await tx.insert(things).values([...rows])
    const facts = promised(batch, waitingRows(sealedThings, rows))
    await recordAct(ctx, tx, { act: 'integrity.enter', officeId: null, facts })
  })
}

async function atWork(database: Database): Promise<Context> {
  const ctx = at(testContext(database), '2026-11-21T10:00:00+08:00')
  await createSealedThings(database.read)
  await ledgerOf(ctx, 1)
  return ctx
}

const audit = (ctx: Context) =>
  auditEverything(ctx, { sealedTables: TABLES, memory: memoryOf(), auditTrail, auditWaiting })

const lines = async (ctx: Context) => {
  const rows = await ctx.database.read
    .select({ body: ledgerEntries.body })
    .from(ledgerEntries)
    .orderBy(ledgerEntries.index)
  return rows.map(({ body }) => fromUtf8(body))
}

describe('rows that wait for their day’s entry', () => {
  test('are named as waiting and never as altered, and are on the ledger when the day is over', async ({
    database,
  }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a', 'b'])
    await write(ctx, ['c'])
    expect(await audit(ctx)).toMatchObject({ entries: 1, rows: 3, waiting: 3, defects: [] })
    await closeBatches(ctx)
    expect(await lines(ctx)).toHaveLength(1)
    const next = at(ctx, '2026-11-22T00:00:30+08:00')
    await closeBatches(next)
    await closeBatches(next)
    expect(await audit(next)).toMatchObject({ entries: 2, rows: 4, waiting: 0, defects: [] })
    const [day] = await database.read.select().from(dayBatches)
    expect(day).toMatchObject({ day: '2026-11-21', seals: { sealed_things: { rows: 3 } } })
  })

  test('leave an entry a day that is as long whatever happened, also when nothing did', async ({
    database,
  }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a', 'b', 'c', 'd', 'e'])
    await closeBatches(at(ctx, '2026-11-22T00:00:30+08:00'))
    await closeBatches(at(ctx, '2026-11-23T00:00:30+08:00'))
    await write(at(ctx, '2026-11-23T09:00:00+08:00'), ['f'])
    await closeBatches(at(ctx, '2026-11-24T00:00:30+08:00'))
    const [, ...days] = await lines(ctx)
    expect(days).toHaveLength(3)
    expect(new Set(days.map((line) => line.length)).size).toBe(1)
    for (const line of days)
      expect(JSON.parse(line)).toEqual({
        v: 1,
        type: 'day.sealed',
        record: expect.any(String) as string,
        day: expect.any(String) as string,
        seals: { day_batches: { rows: 1, root: expect.any(String) as string } },
      })
    expect((await audit(ctx)).defects).toEqual([])
  })

  test('of several days left behind are put on the ledger day by day', async ({ database }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a'])
    await write(at(ctx, '2026-11-22T10:00:00+08:00'), ['b'])
    const later = at(ctx, '2026-11-30T10:00:00+08:00')
    await closeBatches(later)
    const days = await database.read.select().from(dayBatches).orderBy(dayBatches.day)
    expect(days.map(({ day }) => day)).toEqual(['2026-11-21', '2026-11-22'])
    expect((await database.read.select().from(openBatches)).map(({ day }) => day)).toEqual(['2026-11-30'])
    expect((await audit(later)).defects).toEqual([])
  })

  const whileWaiting: readonly (readonly [string, string, string, string])[] = [
    ['altered', `update sealed_things set title = '工程师' where id = 'b'`, 'b', 'ledger/row-altered'],
    ['deleted', `delete from sealed_things where id = 'b'`, 'b', 'trail/waiting-row-missing'],
    [
      'added by somebody else',
      `insert into sealed_things select 'x', name_sealed, title, position, listed, committee, status_index, obtained_on,
        remark, seal_salt, seal, sealed_by from sealed_things where id = 'b'`,
      'x',
      'ledger/row-altered',
    ],
    [
      'given another seal',
      `update sealed_things set seal = decode(repeat('00', 32), 'hex') where id = 'b'`,
      'b',
      'ledger/row-altered',
    ],
    [
      'taken out of the batch',
      `update sealed_things set sealed_by = 'none' where id = 'b'`,
      'b',
      'ledger/row-unsealed',
    ],
    ['of a batch that was forgotten', `delete from open_batches`, 'a', 'ledger/row-unsealed'],
  ]
  test.for(whileWaiting)('are found when %s', async ([, statement, row, code], { database }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a', 'b'])
    await tamper(database.read, statement)
    const { defects } = await audit(ctx)
    expect(defects.map((defect) => [defect.where.row, defect.code])).toContainEqual([row, code])
    // Nor is it made right by the end of the day: what was promised is what goes on the ledger.
    const next = at(ctx, '2026-11-22T00:00:30+08:00')
    await closeBatches(next)
    expect((await audit(next)).defects).not.toEqual([])
  })

  test('are found when somebody seals a row of their own and the trail knows nothing of it', async ({
    database,
  }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a'])
    await database.transaction(async (tx) => {
      const { rows } = sealRows(sealedThings, await openBatch(ctx, tx), [thing(ctx, 'x')], ctx.random(32))
      await tx.insert(things).values([...rows])
    })
    expect((await audit(ctx)).defects).toMatchObject([{ code: 'ledger/row-unsealed', where: { row: 'x' } }])
  })

  test('are bound within a minute by the trail’s anchor: not even our keys take one back', async ({
    database,
  }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a'])
    await anchorTrail(ctx)
    await tamper(database.read, `delete from sealed_things`)
    await tamper(database.read, `delete from trail_records`)
    await tamper(database.read, `delete from trail_head`)
    expect((await audit(ctx)).defects.map(({ code }) => code)).toContain('trail/rolled-back')
  })

  test('whose record in the trail was altered are not put on the ledger', async ({ database }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a'])
    const [record] = await database.read.select().from(trailRecords)
    await database.read
      .update(trailRecords)
      .set({ facts: String(record?.facts).replace('/a/', '/z/') })
      .where(eq(trailRecords.position, 0n))
    const next = at(ctx, '2026-11-22T00:00:30+08:00')
    await expect(closeBatches(next)).rejects.toMatchObject({ code: 'trail/altered' })
    expect(await lines(ctx)).toHaveLength(1)
  })

  test('are disclosed the day after, through their day’s row', async ({ database }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a', 'b', 'c'])
    const waiting = () => discloseRow(ctx, { sealed: sealedThings, row: 'b' })
    await expect(waiting()).rejects.toMatchObject({ code: 'ledger/row-waiting' })
    const next = at(ctx, '2026-11-22T00:00:30+08:00')
    await closeBatches(next)
    await publishCheckpoint(next, memoryOf())
    const given = await discloseRow(next, { sealed: sealedThings, row: 'b' })
    const keys = [noteKey(ORIGIN, ctx.keyring.ledger.publicKey)]
    const judged = (disclosure: unknown) =>
      checkDisclosure(JSON.stringify(disclosure), keys, verifyEd25519).kind
    expect(judged(given)).toBe('genuine')
    expect(judged({ ...given, row: 'c' })).toBe('not-in-entry')
    expect(judged({ ...given, batch: null })).toBe('not-in-entry')
    expect(judged({ ...given, batch: { ...given.batch, table: 'sealed_things' } })).toBe('not-in-entry')
  })

  test('lie beside entries of their own day without hindering them', async ({ database }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a'])
    await database.transaction((tx) => appendEntries(tx, drafts(ctx, 2)))
    expect(await auditLedger(ctx, { sealedTables: TABLES, memory: memoryOf() })).toMatchObject({
      entries: 3,
      rows: 1,
      defects: [],
    })
  })

  test('gone after their day was sealed are missed', async ({ database }) => {
    const ctx = await atWork(database)
    await write(ctx, ['a'])
    const next = at(ctx, '2026-11-22T00:00:30+08:00')
    await closeBatches(next)
    await tamper(database.read, `delete from sealed_things`)
    expect((await audit(next)).defects).toMatchObject([{ code: 'ledger/row-set', where: { index: 1 } }])
  })
})
