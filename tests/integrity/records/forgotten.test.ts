import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { misconductVersions } from '../../../src/integrity/records/schema.ts'
import { auditEverything } from '../../../src/ledger/audit.ts'
import { decodeEntry, type Entry } from '../../../src/ledger/entry.ts'
import { erasedRows, ledgerEntries } from '../../../src/ledger/schema.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { persons } from '../../../src/people/schema.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import type { Context } from '../../../src/platform/context.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { auditTrail } from '../../../src/trail/audit.ts'
import { auditWaiting } from '../../../src/trail/audit-waiting.ts'
import { closeBatches } from '../../../src/trail/close-batches.ts'
import { databaseTest as test } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { archiveAtWork } from './at-work.ts'

const on = (ctx: Context, instant: string): Context => ({
  ...ctx,
  now: () => new Date(instant),
  today: () => instant.slice(0, 10),
})

async function entries(ctx: Context): Promise<readonly Entry[]> {
  const rows = await ctx.database.read
    .select({ body: ledgerEntries.body })
    .from(ledgerEntries)
    .orderBy(ledgerEntries.index)
  return rows.flatMap(({ body }) => {
    const decoded = decodeEntry(body)
    return decoded.kind === 'entry' ? [decoded.entry] : []
  })
}

describe('a person with a record who is forgotten', () => {
  test.for([
    ['on the day it was entered', '2026-11-21T12:00:00+08:00'],
    ['when its day is long on the ledger', '2026-12-20T12:00:00+08:00'],
  ] as const)('%s: nothing on the ledger ties them to any day', async ([, instant], { database }) => {
    const { ctx, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    await reverseRecord(officer, {
      recordId,
      act: 'clear',
      decidedBy: '昆明市人民政府',
      decisionNumber: '昆政复〔2024〕1号',
      decidedOn: '2024-06-01',
      reason: '经复议，事实不清，予以撤销。',
    })
    await approved(recordId)
    await putInForce(officer, recordId)
    const [version] = await database.read.select().from(misconductVersions)
    const personId = version?.personId ?? ''
    const then = on(ctx, instant)
    await closeBatches(then)

    await erasePerson(then, { personId, ground: 'withdrawn' }, KEPT_OF_PERSONS)
    const erased = (await entries(then)).find(({ type }) => type === 'person.erased')
    // Registered by the record, in the same batch: no entry may be named, and nothing of how much there was.
    expect(erased).toEqual({
      v: 1,
      type: 'person.erased',
      record: expect.any(String) as string,
      day: then.today(),
      facts: { ground: 'withdrawn' },
    })
    expect(await database.read.select().from(erasedRows)).not.toEqual([])
    const [person] = await database.read.select().from(persons).where(eq(persons.id, personId))
    expect(person?.wrappedKey).toHaveLength(0)
    const means = { sealedTables: SEALED_TABLES, memory: memoryInMemory(), auditTrail, auditWaiting }
    expect((await auditEverything(then, means)).defects).toEqual([])
    const after = on(ctx, '2026-12-25T00:00:30+08:00')
    await closeBatches(after)
    expect((await auditEverything(after, means)).defects).toEqual([])
  })
})
