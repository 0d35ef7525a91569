import { expect } from 'vitest'
import { viewCounts } from '../../src/trail/schema.ts'
import { viewCounter } from '../../src/trail/view-counts.ts'
import { databaseTest } from '../support/database.ts'
import { tamper } from '../ledger/ledger-at-work.ts'

databaseTest(
  'looks at codes are added up by day and verdict over instances and flushes',
  async ({ database }) => {
    const [here, there] = [viewCounter(database), viewCounter(database)]
    for (let i = 0; i < 1000; i++) here.count('2026-11-21', 'valid')
    here.count('2026-11-21', 'not-valid')
    there.count('2026-11-21', 'valid')
    await here.flush()
    await there.flush()
    here.count('2026-11-22', 'valid')
    await here.flush()
    await here.flush()
    expect((await database.read.select().from(viewCounts)).toSorted((a, b) => b.views - a.views)).toEqual([
      { day: '2026-11-21', verdict: 'valid', views: 1001 },
      { day: '2026-11-21', verdict: 'not-valid', views: 1 },
      { day: '2026-11-22', verdict: 'valid', views: 1 },
    ])
  },
)

databaseTest('what cannot be written is counted the next time', async ({ database }) => {
  const counter = viewCounter(database)
  counter.count('2026-11-21', 'valid')
  await tamper(database.read, 'alter table view_counts rename to away')
  await expect(counter.flush()).rejects.toThrow(/view_counts/)
  counter.count('2026-11-21', 'valid')
  await tamper(database.read, 'alter table away rename to view_counts')
  await counter.flush()
  expect(await database.read.select().from(viewCounts)).toMatchObject([{ views: 2 }])
})
