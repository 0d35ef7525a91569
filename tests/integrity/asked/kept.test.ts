import { describe, expect } from 'vitest'
import { askByConsent } from '../../../src/integrity/asked/ask-by-consent.ts'
import { giveConsent } from '../../../src/integrity/asked/consent.ts'
import { integrityInquiries } from '../../../src/integrity/asked/schema.ts'
import { makeStatement } from '../../../src/integrity/own/make-statement.ts'
import { visitor } from '../../../src/integrity/own/own-person.ts'
import { integrityStatements } from '../../../src/integrity/own/schema.ts'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { misconductTerms } from '../../../src/integrity/schema.ts'
import { auditEverything } from '../../../src/ledger/audit.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { auditTrail } from '../../../src/trail/audit.ts'
import { auditWaiting } from '../../../src/trail/audit-waiting.ts'
import { closeBatches } from '../../../src/trail/close-batches.ts'
import { statementByCode } from '../../../src/verification/statements/judge-statement.ts'
import { databaseTest as test } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { somebody } from '../../support/staff.ts'
import { applicant } from '../records/at-work.ts'
import { at, ownAtWork } from '../own/own-at-work.ts'
import { madeUpNumber } from '../../support/staff.ts'

/** Somebody without an account who was asked about once, made a statement, and let another question stand open. */
async function askedAbout(database: Database) {
  const work = await ownAtWork(database)
  const recordId = await work.inForce({ subject: applicant(815, '某乙') })
  const [row] = await database.read.select().from(misconductTerms)
  const personId = row?.personId ?? ''
  const own: Context = { ...work.ctx, actor: visitor(personId, 'visit') }
  const officeId = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')?.id ?? ''
  const personnel = await somebody(work.ctx, { officeId, roles: ['employer'], person: 830 })
  const consent = { officeId, purpose: '竞聘高级岗位', days: 7 }
  const name = '某乙'
  await askByConsent(personnel, { officeId, token: (await giveConsent(own, consent)).token, name })
  const open = { officeId, token: (await giveConsent(own, consent)).token, name }
  const asked = { recipient: '某某医院', purpose: '应聘', idNumber: madeUpNumber(815) }
  const { statement } = await makeStatement(own, asked)
  return { ...work, recordId, personId, own, personnel, open, statement }
}

const audit = (ctx: Context) =>
  auditEverything(ctx, { sealedTables: SEALED_TABLES, memory: memoryInMemory(), auditTrail, auditWaiting })

describe('what is kept of statements and askings', () => {
  test('is on the ledger when its day is over, and the audit names what was altered since', async ({
    database,
  }) => {
    const { ctx } = await askedAbout(database)
    expect((await audit(ctx)).defects).toEqual([])
    const next = at(ctx, '2026-11-21T16:00:30Z')
    await closeBatches({ ...next, today: () => '2026-11-22' })
    expect((await audit(ctx)).defects).toEqual([])
    await database.read.update(integrityInquiries).set({ by: 'application' })
    expect((await audit(ctx)).defects.map(({ code }) => code)).toContain('ledger/row-altered')
  })

  test('is destroyed with the person: page, words and open consents', async ({ database }) => {
    const { ctx, personId, personnel, open, statement } = await askedAbout(database)
    await closeBatches({ ...ctx, today: () => '2026-11-22' })
    expect(await statementByCode(ctx, statement.code)).toMatchObject({ verdict: 'valid' })
    await erasePerson(at(ctx, '2030-01-01T00:00:00Z'), { personId, ground: 'retained' }, KEPT_OF_PERSONS)
    expect(await statementByCode(ctx, statement.code)).toMatchObject({
      verdict: 'cannot-tell',
      reasons: [{ code: 'not-found' }],
    })
    await expect(askByConsent(personnel, open)).rejects.toMatchObject({ code: 'integrity/no-consent' })
    const [inquiry] = await database.read.select().from(integrityInquiries)
    const [kept] = await database.read.select().from(integrityStatements)
    expect([inquiry?.words.length, kept?.content.length]).toEqual([0, 0])
    expect((await audit(ctx)).defects).toEqual([])
  })
})
