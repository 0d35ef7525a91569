import { describe, expect, inject, it } from 'vitest'
import { correctRecord } from '../../src/integrity/records/change-record.ts'
import { putInForce } from '../../src/integrity/records/put-in-force.ts'
import { misconductVersions } from '../../src/integrity/records/schema.ts'
import { misconductTerms } from '../../src/integrity/schema.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { archiveAtWork, RECORD } from '../integrity/records/at-work.ts'
import { ownDatabase } from '../support/database.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'

const AT_ONCE = 8

async function together(act: () => Promise<unknown>) {
  const settled = await Promise.allSettled(Array.from({ length: AT_ONCE }, act))
  const codes = settled.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as { code?: string }).code ?? String(each.reason)] : [],
  )
  return { done: AT_ONCE - codes.length, codes: [...new Set(codes)] }
}

describe.runIf(onServer)('officers at one record together', () => {
  it('correct it once and put it into force once; the others are told', async () => {
    const database = await ownDatabase()
    try {
      const { ctx, officer, entered, approved } = await archiveAtWork(database)
      const recordId = await entered()
      const correction = { ...RECORD, recordId, reason: '更正事实的表述。' }
      const corrected = await together(() => correctRecord(officer, correction))
      // Those that came after a commit make a version of their own, in turn.
      expect(corrected.codes.filter((code) => code !== 'integrity/changed-meanwhile')).toEqual([])
      const versions = (await database.read.select().from(misconductVersions)).map(({ version }) => version)
      expect(versions.toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: corrected.done + 1 }, (_, i) => i + 1),
      )

      await approved(recordId)
      const applied = await together(() => putInForce(officer, recordId))
      expect(applied).toEqual({ done: 1, codes: ['integrity/already-applied'] })
      expect(await database.read.select().from(misconductTerms)).toHaveLength(1)
      const audit = await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory: null })
      expect(audit.defects).toEqual([])
    } finally {
      await database.close()
    }
  })
})
