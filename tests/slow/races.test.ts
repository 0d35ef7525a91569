import { asc, sql } from 'drizzle-orm'
import { describe, expect, inject, it } from 'vitest'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { certificates } from '../../src/certificates/schema.ts'
import { appendEntries } from '../../src/ledger/append.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { entryRecord } from '../../src/ledger/entry.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { rowsOf } from '../../src/platform/database.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { importList } from '../../src/results/lists/import-list.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { ownDatabase } from '../support/database.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'
if (!onServer)
  process.stdout.write('\n*** RACE TESTS SKIPPED: they need a PostgreSQL server (set DATABASE_URL) ***\n\n')

async function together<T>(count: number, act: (i: number) => Promise<T>) {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, i) => act(i)))
  return {
    done: settled.filter((each) => each.status === 'fulfilled').map(({ value }) => value),
    failed: settled.filter((each) => each.status === 'rejected').map(({ reason }) => reason as unknown),
  }
}

async function expectInOrder({ ctx, memory }: OfficesAtWork) {
  await publishCheckpoint(ctx, memory)
  expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  const numbers = await ctx.database.read
    .select({ number: certificates.number })
    .from(certificates)
    .orderBy(asc(certificates.number))
  expect(numbers.map(({ number }) => Number(number.slice(6, -1)))).toEqual(numbers.map((_, i) => i + 1))
}

describe.skipIf(!onServer)('at the same moment', () => {
  it('many issuers of one document make its certificates once', async () => {
    const database = await ownDatabase()
    const offices = await officesAtWork(database)
    const document = await offices.confirmed(20)
    const { done, failed } = await together(8, () => issueCertificates(offices.ctx, { document }))
    expect(failed).toEqual([])
    expect(done.map(({ issued }) => issued).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 0, 0, 0, 20])
    await expectInOrder(offices)
    await database.close()
  })

  it('issuers of several documents share the numbers without a gap or a twin', async () => {
    const database = await ownDatabase()
    const offices = await officesAtWork(database)
    const documents: string[] = []
    for (let i = 0; i < 8; i++) documents.push(await offices.confirmed(15, `云人社发〔2023〕${i + 1}号`, i))
    const { done, failed } = await together(8, (i) =>
      issueCertificates(offices.ctx, { document: documents[i] ?? '' }),
    )
    expect(failed).toEqual([])
    expect(done.reduce((sum, { issued }) => sum + issued, 0)).toBe(120)
    await expectInOrder(offices)
    await database.close()
  })

  it('one file imported by many is one list, and strangers named twice are one person', async () => {
    const database = await ownDatabase()
    const offices = await officesAtWork(database)
    const bytes = await offices.list(30)
    const { done, failed } = await together(6, () =>
      importList(offices.ctx, { bytes, fileName: 'a.xlsx', authority: offices.authority }),
    )
    expect(done).toHaveLength(1)
    for (const error of failed) expect(error).toMatchObject({ code: 'results/already-imported' })
    const [persons] = await rowsOf<{ n: number }>(database.read, sql`select count(*)::int as n from persons`)
    expect(persons?.n).toBe(30)
    await expectInOrder(offices)
    await database.close()
  })

  it('a certificate is revoked once, while others append, draw files and publish', async () => {
    const database = await ownDatabase()
    const offices = await officesAtWork(database)
    const { ctx, memory } = offices
    const [first, second] = await offices.issued(10)
    const { done, failed } = await together(24, async (i) => {
      if (i % 4 === 0) return publishCheckpoint(ctx, memory)
      if (i % 4 === 1) return makeFiles(ctx, [second?.row.id ?? ''])
      if (i % 4 === 2)
        return ctx.database.transaction((tx) =>
          appendEntries(tx, [
            { type: 'key.added', record: entryRecord(ctx.random(16)), day: ctx.today(), facts: { kid: 'x' } },
          ]),
        )
      return changeStatus(ctx, {
        number: first?.row.number ?? '',
        act: 'revoke',
        document: '云人社函〔2026〕1号',
        ground: '弄虚作假',
      })
    })
    expect(
      failed.every((error) => error instanceof Refusal && error.code === 'certificates/already-in-state'),
    ).toBe(true)
    expect(done).toHaveLength(24 - 5)
    await expectInOrder(offices)
    await database.close()
  })
})
