import { describe, expect, inject, it } from 'vitest'
import { eventsOf } from '../../src/cycles/find-events.ts'
import { ruleOn } from '../../src/cycles/rule-on.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { officesOn, reviewAtWork, soundStep } from '../support/cycles-at-work.ts'
import { ownDatabase } from '../support/database.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'
const MANY = 8

describe.runIf(onServer)('many at once on one review', () => {
  it('record a step once, and rule in turn', async () => {
    const database = await ownDatabase()
    try {
      const { ctx, codes, turn } = await officesOn(database, '2023-06-01')
      const { cycleId } = await reviewAtWork(ctx, {
        office: codes.committee,
        filingAuthority: codes.province,
        place: 'yunnan-2023',
        year: 2023,
        levels: ['412'],
        meetingOn: '2023-10-16',
      })
      turn('2023-08-29')
      const recorded = await Promise.allSettled(
        Array.from({ length: MANY }, () => soundStep(ctx, cycleId, 'notice', '2023-08-29')),
      )
      const codesOf = recorded.flatMap((each) =>
        each.status === 'rejected' ? [(each.reason as { code?: string }).code] : [],
      )
      expect(codesOf).toEqual(Array.from({ length: MANY - 1 }, () => 'cycles/already-done'))
      expect((await eventsOf(database.read, cycleId)).filter(({ step }) => step === 'notice')).toHaveLength(1)

      const ruled = await Promise.allSettled(
        Array.from({ length: MANY }, (_, i) =>
          ruleOn(ctx, { subject: 'cycle', subjectId: cycleId, granted: i % 2 === 0, ground: '年度评审计划' }),
        ),
      )
      expect(ruled.map(({ status }) => status)).toEqual(Array.from({ length: MANY }, () => 'fulfilled'))
      const audit = await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory: null })
      expect(audit.defects).toEqual([])
    } finally {
      await database.close()
    }
  })
})
