import { describe, expect, it } from 'vitest'
import { dropOldCounts, RATE_RULES, rateLimits, type RateRule } from '../../src/platform/rate-limit.ts'
import { rateCounts } from '../../src/platform/schema.ts'
import { testContext } from '../support/context.ts'
import { databaseTest } from '../support/database.ts'

const THREE: RateRule = { name: 'three', most: 3, windowMs: 60_000, reach: 'process' }
const TOGETHER: RateRule = { ...THREE, name: 'together', reach: 'service' }

describe('a limit', () => {
  databaseTest('lets in as many as it says, and says when to come back', async ({ database }) => {
    let now = new Date('2026-11-20T16:30:00Z')
    const limits = rateLimits({ ...testContext(database), now: () => now })
    for (let i = 0; i < 3; i++) await limits.count(THREE, 'a')
    expect(() => limits.refuseIfSpent(THREE, 'a')).toThrow(
      expect.objectContaining({ code: 'request/too-many', facts: { retryAfterSeconds: 60 } }),
    )
    await expect(limits.count(THREE, 'a')).rejects.toMatchObject({ code: 'request/too-many' })
    await limits.count(THREE, 'b')
    limits.refuseIfSpent(THREE, 'b')
    expect(limits.refused().get('three')).toBe(2)

    now = new Date(now.getTime() + 60_001)
    limits.refuseIfSpent(THREE, 'a')
    await limits.count(THREE, 'a')
  })

  databaseTest('counts many at once as many', async ({ database }) => {
    const limits = rateLimits(testContext(database))
    await limits.count(THREE, 'a', 3)
    await expect(limits.count(THREE, 'a')).rejects.toMatchObject({ code: 'request/too-many' })
  })

  databaseTest('is one limit for all instances on a database server', async ({ database }) => {
    const shared = {
      ...testContext(database),
      database: { ...database, read: database.read, kind: 'server' as const },
    }
    const [one, two] = [rateLimits(shared), rateLimits(shared)]
    await one.count(TOGETHER, '192.0.2.1')
    await two.count(TOGETHER, '192.0.2.1')
    await one.count(TOGETHER, '192.0.2.1')
    await expect(two.count(TOGETHER, '192.0.2.1')).rejects.toMatchObject({ code: 'request/too-many' })
    // Known from its own count, without asking the database.
    expect(() => two.refuseIfSpent(TOGETHER, '192.0.2.1')).toThrow('过于频繁')

    const [row] = await database.read.select().from(rateCounts)
    expect(row?.count).toBe(4)
    expect(Buffer.from(row?.key ?? []).toString('latin1')).not.toContain('192.0.2.1')
    await database.read.update(rateCounts).set({ until: new Date(0) })
    await rateLimits(shared).count(TOGETHER, '192.0.2.1')
    expect((await database.read.select().from(rateCounts))[0]?.count).toBe(1)
    await database.read.update(rateCounts).set({ until: new Date(0) })
    await dropOldCounts(shared)
    expect(await database.read.select().from(rateCounts)).toEqual([])
  })

  it('on questions that lead nowhere is a hundred an hour', () => {
    expect(RATE_RULES.misses).toMatchObject({ most: 100, windowMs: 3_600_000, reach: 'service' })
  })
})
