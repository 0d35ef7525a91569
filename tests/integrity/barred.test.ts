import { describe, expect } from 'vitest'
import { barredPersons } from '../../src/integrity/barred.ts'
import { misconductTerms, sealedMisconductTerms } from '../../src/integrity/schema.ts'
import { sealRows } from '../../src/ledger/seal.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as test } from '../support/database.ts'
import { termRow } from './term-row.ts'

describe('whoever has a term of misconduct', () => {
  test.for([
    ['2023-09-01', '2023-09-30', false],
    ['2023-09-01', '2023-10-01', true],
    ['2023-10-05', '2023-10-06', true],
    ['2026-09-30', '2026-12-31', true],
    ['2026-10-01', '2026-12-31', false],
  ] as const)('is, asked about %s to %s, barred: %s', async ([from, through, isBarred], { database }) => {
    const ctx = testContext(database)
    const term = termRow({ personId: 'one', startsOn: '2023-10-01', endsOn: '2026-09-30' })
    const { rows } = sealRows(sealedMisconductTerms, 'test', [term], ctx.random(32))
    await database.transaction((tx) => tx.insert(misconductTerms).values([...rows]))
    const found = await barredPersons(ctx, database.read, ['two', 'one'], { from, through })
    expect([...found]).toEqual(isBarred ? ['one'] : [])
  })
})
