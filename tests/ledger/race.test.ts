import { describe, expect, it } from 'vitest'
import { auditLedger } from '../../src/ledger/audit.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { testContext } from '../support/context.ts'
import { ownDatabase } from '../support/database.ts'
import { append, memoryOf, ORIGIN } from './ledger-at-work.ts'

// On PGlite everybody waits in line anyway; on a server this is the race it looks like.
describe('many at once', () => {
  it('begin, append, publish and audit without a gap, a fork or a false alarm', async () => {
    const database = await ownDatabase()
    const ctx = testContext(database)
    const memory = memoryOf()
    await Promise.all([1, 2, 3].map(() => beginLedger(ctx, ORIGIN)))

    const appending = Array.from({ length: 24 }, (_, i) => append(ctx, 1 + (i % 5)))
    const publishing = Array.from({ length: 6 }, () => publishCheckpoint(ctx, memory))
    const auditing = Array.from({ length: 3 }, () => auditLedger(ctx, { sealedTables: [], memory }))
    const appended = (await Promise.all(appending)).flat()
    const published = await Promise.all(publishing)

    const indexes = appended.map(({ index }) => Number(index)).toSorted((a, b) => a - b)
    expect(indexes).toEqual(indexes.map((_, i) => i + 1))
    for (const { size, root } of published)
      expect(
        published
          .filter((other) => other.size === size)
          .every((other) => Buffer.compare(other.root, root) === 0),
      ).toBe(true)
    for (const { defects } of await Promise.all(auditing)) expect(defects).toEqual([])

    await publishCheckpoint(ctx, memory)
    const audit = await auditLedger(ctx, { sealedTables: [], memory })
    expect(audit).toEqual({ entries: 1 + indexes.length, rows: 0, defects: [] })
    await database.close()
  })
})
