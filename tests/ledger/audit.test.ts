import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerHead } from '../../src/ledger/schema.ts'
import { sealOf } from '../../src/ledger/seal.ts'
import { latestCheckpoint } from '../../src/ledger/refuse-if-behind.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { testContext } from '../support/context.ts'
import { ownDatabase } from '../support/database.ts'
import { append, appendThings, ledgerOf, memoryOf, ORIGIN, tamper } from './ledger-at-work.ts'
import { createSealedThings, sealedThings, things } from './sealed-things.ts'
import { LEDGER_DEEDS, ROW_DEEDS } from './tampering.ts'

/**
 * Built once for the file. 12 entries: genesis, 4, a row, a published checkpoint, three rows, a row, 3, a published
 * checkpoint, 1.
 */
let built: Database
beforeAll(async () => {
  built = await ownDatabase()
  const ctx = testContext(built)
  const memory = memoryOf()
  await createSealedThings(built.read)
  await ledgerOf(ctx, 5)
  await appendThings(ctx, ['alone'])
  await publishCheckpoint(ctx, memory)
  await appendThings(ctx, ['a', 'b', 'c'])
  await appendThings(ctx, ['other'])
  await append(ctx, 3)
  await publishCheckpoint(ctx, memory)
  await append(ctx, 1)
})
afterAll(() => built.close())

class RolledBack extends Error {}

/** What a test does to the ledger is forgotten after it. */
async function onLedger(act: (ctx: Context) => Promise<void>): Promise<void> {
  const ended = built.transaction(async (outer) => {
    const transaction: Database['transaction'] = (inner) => outer.transaction(inner)
    await act(testContext({ kind: built.kind, read: outer, transaction, close: () => Promise.resolve() }))
    throw new RolledBack()
  })
  await ended.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error
  })
}

/** What was remembered outside when the second checkpoint was published. */
const remembered = async (ctx: Context) => memoryOf((await latestCheckpoint(ctx.database.read))?.note ?? null)

const forget = (ctx: Context) =>
  tamper(
    ctx.database.read,
    `delete from ledger_head; delete from ledger_entries; delete from ledger_tiles;
     delete from ledger_checkpoints; delete from sealed_things`,
  )

const audit = (ctx: Context, memory: ReturnType<typeof memoryOf>) =>
  auditLedger(ctx, { sealedTables: [things], memory })

describe('the audit', () => {
  it('finds nothing in a ledger nobody touched', () =>
    onLedger(async (ctx) => {
      const memory = await remembered(ctx)
      expect(await audit(ctx, memory)).toEqual({ entries: 12, rows: 5, defects: [] })
    }))

  it('passes over anchors, full tiles and many checkpoints', () =>
    onLedger(async (ctx) => {
      const memory = memoryOf()
      await forget(ctx)
      await ledgerOf(ctx, 255)
      for (const count of [1, 1, 3_850, 2]) {
        await append(ctx, count)
        await publishCheckpoint(ctx, memory)
      }
      expect(await auditLedger(ctx, { sealedTables: [], memory })).toEqual({
        entries: 4_110,
        rows: 0,
        defects: [],
      })
    }))

  it.for(LEDGER_DEEDS)('finds and names %s', ([, statement, first]) =>
    onLedger(async (ctx) => {
      const memory = await remembered(ctx)
      await tamper(ctx.database.read, statement)
      const { defects } = await audit(ctx, memory)
      expect(defects[0] ?? defects).toMatchObject(first)
      expect(defects.every(({ message }) => /^\p{Script=Han}.*。$/u.test(message))).toBe(true)
    }),
  )

  it.for(ROW_DEEDS)('finds and names %s', ([, statement, expected]) =>
    onLedger(async (ctx) => {
      const memory = await remembered(ctx)
      await tamper(ctx.database.read, statement)
      expect((await audit(ctx, memory)).defects).toMatchObject(expected)
    }),
  )

  it.for([
    ['alone', { code: 'ledger/row-set', where: { table: 'sealed_things', index: 5, row: 'alone' } }],
    ['b', { code: 'ledger/row-set', where: { table: 'sealed_things', index: 6 } }],
  ] as const)('finds %s altered and sealed again with its own salt', ([id, finding]) =>
    onLedger(async (ctx) => {
      const memory = await remembered(ctx)
      const { read } = ctx.database
      const [row] = await read.select().from(sealedThings).where(eq(sealedThings.id, id))
      const altered = { ...row, title: '正高级工程师' }
      const seal = sealOf(things, altered, row?.sealSalt ?? new Uint8Array())
      await read.update(sealedThings).set({ title: altered.title, seal }).where(eq(sealedThings.id, id))
      expect((await audit(ctx, memory)).defects).toMatchObject([finding])
    }),
  )

  it('does not mind a column nobody declared', () =>
    onLedger(async (ctx) => {
      const memory = await remembered(ctx)
      await tamper(ctx.database.read, `update sealed_things set remark = 'x'`)
      expect((await audit(ctx, memory)).defects).toEqual([])
    }))

  it('says when it cannot check a table the entries seal', () =>
    onLedger(async (ctx) => {
      const memory = await remembered(ctx)
      expect((await auditLedger(ctx, { sealedTables: [], memory })).defects).toMatchObject([
        { code: 'ledger/table-unknown', where: { table: 'sealed_things', index: 5 } },
      ])
    }))

  it('finds a history rewritten whole and signed again, by the checkpoint remembered outside', () =>
    onLedger(async (ctx) => {
      const memory = await remembered(ctx)
      const kept = memory.note
      await forget(ctx)
      await ledgerOf(ctx, 12)
      await publishCheckpoint(ctx, memoryOf())

      expect((await audit(ctx, memoryOf())).defects).toEqual([])
      expect((await audit(ctx, memoryOf(kept))).defects).toMatchObject([
        { code: 'ledger/forked', where: { table: 'outside-memory', row: '11' } },
      ])
    }))

  it('does not take a checkpoint of another key or log for ours', () =>
    onLedger(async (ctx) => {
      const [head] = await ctx.database.read.select().from(ledgerHead)
      const foreign = { origin: 'other.example/ledger', size: 12n, root: head?.root ?? new Uint8Array() }
      for (const note of [
        signCheckpoint(foreign, ctx.keyring.ledger),
        signCheckpoint({ ...foreign, origin: ORIGIN }, ctx.keyring.certificates),
      ])
        expect((await audit(ctx, memoryOf(note))).defects).toMatchObject([
          { code: 'ledger/checkpoint-signature', where: { table: 'outside-memory' } },
        ])
      expect((await audit(ctx, memoryOf('half a no'))).defects).toMatchObject([
        { code: 'ledger/checkpoint-signature' },
      ])
    }))

  it('is refused before the ledger has begun', () =>
    onLedger(async (ctx) => {
      await forget(ctx)
      const unbegun = auditLedger(ctx, { sealedTables: [], memory: null })
      await expect(unbegun).rejects.toMatchObject({ code: 'ledger/not-begun' })
    }))

  it('shows the first 20 defects by place', () =>
    onLedger(async (ctx) => {
      await append(ctx, 60)
      await tamper(ctx.database.read, `update ledger_entries set record = 'x' || index where index >= 7`)
      const { defects } = await auditLedger(ctx, { sealedTables: [things], memory: null })
      expect(defects.map(({ where }) => where.index)).toEqual(Array.from({ length: 20 }, (_, i) => 7 + i))
    }))
})
