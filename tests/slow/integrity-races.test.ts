import { describe, expect, inject, it } from 'vitest'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { askByConsent } from '../../src/integrity/asked/ask-by-consent.ts'
import { giveConsent, withdrawConsent } from '../../src/integrity/asked/consent.ts'
import { integrityInquiries } from '../../src/integrity/asked/schema.ts'
import { ownStatus } from '../../src/integrity/own/own-status.ts'
import { correctRecord } from '../../src/integrity/records/change-record.ts'
import { enterRecord } from '../../src/integrity/records/enter-record.ts'
import { putInForce } from '../../src/integrity/records/put-in-force.ts'
import { misconductVersions } from '../../src/integrity/records/schema.ts'
import { misconductTerms } from '../../src/integrity/schema.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { dayBatches } from '../../src/ledger/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { auditWaiting } from '../../src/trail/audit-waiting.ts'
import { closeBatches } from '../../src/trail/close-batches.ts'
import { ownAtWork } from '../integrity/own/own-at-work.ts'
import { applicant, archiveAtWork, RECORD } from '../integrity/records/at-work.ts'
import { ownDatabase } from '../support/database.ts'
import { somebody } from '../support/staff.ts'

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

describe.runIf(onServer)('two who hold one word of consent', () => {
  it('get one answer between them, and the person sees one asking', async () => {
    const database = await ownDatabase()
    try {
      const { ctx, own, recorded } = await ownAtWork(database)
      await recorded()
      const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')
      const officeId = employer?.id ?? ''
      const personnel = [
        await somebody(ctx, { officeId, roles: ['employer'], person: 830 }),
        await somebody(ctx, { officeId, roles: ['employer'], person: 831 }),
      ] as const
      for (let round = 0; round < 5; round++) {
        const { token } = await giveConsent(own, { officeId, purpose: '竞聘高级岗位', days: 7 })
        let turn = 0
        const asked = await together(() =>
          askByConsent(personnel[turn++ % 2 === 0 ? 0 : 1], { officeId, token, name: '测试人员' }),
        )
        expect(asked).toEqual({ done: 1, codes: ['integrity/no-consent'] })
      }
      // Used and taken back at once: one of the two, never both.
      const { token, consentId } = await giveConsent(own, { officeId, purpose: '竞聘高级岗位', days: 7 })
      const [answer, taken] = await Promise.allSettled([
        askByConsent(personnel[0], { officeId, token, name: '测试人员' }),
        withdrawConsent(own, { consentId }),
      ])
      expect([answer.status, taken.status].toSorted()).toEqual(['fulfilled', 'rejected'])
      const kept = await database.read.select().from(integrityInquiries)
      expect(kept).toHaveLength(answer.status === 'fulfilled' ? 6 : 5)
      expect((await ownStatus(own)).inquiries).toHaveLength(kept.length)
      expect((await auditWaiting(ctx, SEALED_TABLES)).defects).toEqual([])
    } finally {
      await database.close()
    }
  })
})

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

  it('enter records while a day is closed, again and again: each is on the ledger once, and none is lost', async () => {
    const database = await ownDatabase()
    try {
      const { ctx, officer, officeId, entered } = await archiveAtWork(database)
      await entered({ subject: applicant(700) })
      const wrong: unknown[] = []
      for (let day = 1; day <= 5; day++) {
        const next = (at: Context): Context => ({
          ...at,
          now: () => new Date(`2026-12-0${day}T00:00:10+08:00`),
          today: () => `2026-12-0${day}`,
        })
        const late = Array.from({ length: 6 }, (_, i) =>
          // Some still of the day before, whose batch is being closed under their hands.
          enterRecord(i % 2 === 0 ? officer : next(officer), {
            ...RECORD,
            officeId,
            subject: applicant(700 + day * 10 + i),
          }),
        )
        const closing = [closeBatches(next(ctx)), closeBatches(next(ctx)), auditWaiting(ctx, SEALED_TABLES)]
        const settled = await Promise.allSettled([...late, ...closing])
        for (const each of settled) if (each.status === 'rejected') wrong.push(each.reason)
        const { defects } = await auditWaiting(ctx, SEALED_TABLES)
        wrong.push(...defects)
      }
      const end = { ...ctx, now: () => new Date('2026-12-31T00:00:10+08:00'), today: () => '2026-12-31' }
      await closeBatches(end)
      expect(wrong).toEqual([])
      const audit = await auditLedger(end, { sealedTables: SEALED_TABLES, memory: null })
      expect(audit.defects).toEqual([])
      expect(await database.read.select().from(misconductVersions)).toHaveLength(31)
      const sealed = (await database.read.select().from(dayBatches)).map(
        ({ seals }) => seals.misconduct_versions?.rows ?? 0,
      )
      expect(sealed.reduce((sum, rows) => sum + rows, 0)).toBe(31)
    } finally {
      await database.close()
    }
  })
})
