import { describe, expect, it } from 'vitest'
import { entryRecord } from '../../src/ledger/entry.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { submitting, type Enter } from '../../src/ledger/submit.ts'
import { testContext } from '../support/context.ts'
import { ownDatabase } from '../support/database.ts'
import { ledgerOf, memoryOf } from './ledger-at-work.ts'

const enterDays: Enter<number, number> = (ctx, _, items) => {
  const drafts = items.map((place) => ({
    type: 'list.imported' as const,
    record: entryRecord(ctx.random(16)),
    day: ctx.today(),
    facts: { place },
  }))
  return Promise.resolve({
    drafts,
    items: drafts.map(({ record }, i) => ({ record, answer: items[i] as number })),
  })
}

async function onLedger() {
  const database = await ownDatabase()
  const ctx = testContext(database)
  const memory = memoryOf()
  await ledgerOf(ctx, 1)
  await publishCheckpoint(ctx, memory)
  return { database, ctx, memory }
}

describe('many callers', () => {
  it('are answered in their order, each with its own entry', async () => {
    const { database, ctx, memory } = await onLedger()
    const queue = submitting(ctx, memory, enterDays)
    const receipts = await Promise.all(Array.from({ length: 300 }, (_, i) => queue.submit(i)))
    expect(receipts.map(({ index }) => Number(index))).toEqual(receipts.map((_, i) => i + 1))
    expect(receipts.map(({ answer }) => answer)).toEqual(receipts.map((_, i) => i))
    expect(queue.waiting()).toBe(0)
    await database.close()
  })

  it('are turned away at once when 4,096 wait, and nothing of theirs is written', async () => {
    const { database, ctx, memory } = await onLedger()
    const queue = submitting(ctx, memory, enterDays)
    const waiting = Array.from({ length: 4_096 }, (_, i) => queue.submit(i))
    await expect(queue.submit(9)).rejects.toMatchObject({ code: 'ledger/busy', kind: 'unavailable' })
    const receipts = await Promise.all(waiting)
    expect(receipts.at(-1)?.index).toBe(4_097n)
    await database.close()
  })

  it('are not failed by a caller whose transaction is rolled back around them', async () => {
    const { database, ctx, memory } = await onLedger()
    const queue = submitting(ctx, memory, enterDays)
    let first: Promise<unknown> = Promise.resolve()
    const outer = ctx.database.transaction(() => {
      first = queue.submit(1)
      return Promise.reject(new Error('rolled back'))
    })
    await expect(outer).rejects.toThrow('rolled back')
    await first
    expect((await queue.submit(2)).index).toBe(2n)
    await database.close()
  })

  it('of a group that fails are all told, and the next group is served', async () => {
    const { database, ctx, memory } = await onLedger()
    let isBroken = true
    const queue = submitting<number, number>(ctx, memory, (...given) =>
      isBroken ? Promise.reject(new Error('broken')) : enterDays(...given),
    )
    const settled = await Promise.allSettled([queue.submit(1), queue.submit(2)])
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    isBroken = false
    expect((await queue.submit(3)).index).toBe(1n)
    await database.close()
  })
})
