import { expect } from 'vitest'
import type { Context } from '../../src/platform/context.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { anchorsOnLedger, type TrailAnchor } from '../../src/trail/anchors.ts'
import { keepTrail } from '../../src/trail/keep-trail.ts'
import { viewCounts } from '../../src/trail/schema.ts'
import { viewCounter } from '../../src/trail/view-counts.ts'
import { databaseTest } from '../support/database.ts'
import { clerkAtWork, record } from './trail-at-work.ts'

const NEVER_MS = 3_600_000

async function anchorsOf({ database }: Context): Promise<readonly TrailAnchor[]> {
  const anchors: TrailAnchor[] = []
  for await (const anchor of anchorsOnLedger(database.read, 100n)) anchors.push(anchor)
  return anchors
}

databaseTest('a service that stops anchors its trail and writes its counts', async ({ database }) => {
  const ctx = await clerkAtWork(database)
  const views = viewCounter(database)
  const stop = keepTrail(ctx, views, NEVER_MS)
  await record(ctx)
  views.count('2026-11-21', 'valid')
  await stop()
  expect(await anchorsOf(ctx)).toMatchObject([{ size: 1n }])
  expect(await database.read.select().from(viewCounts)).toHaveLength(1)
  expect(await auditTrail(ctx)).toEqual({ records: 1, defects: [] })
})

databaseTest('a service that did nothing appends nothing', async ({ database }) => {
  const ctx = await clerkAtWork(database)
  await keepTrail(ctx, viewCounter(database), NEVER_MS)()
  expect(await anchorsOf(ctx)).toEqual([])
})
