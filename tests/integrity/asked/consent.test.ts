import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { askByConsent } from '../../../src/integrity/asked/ask-by-consent.ts'
import { giveConsent, withdrawConsent } from '../../../src/integrity/asked/consent.ts'
import { findingWords, inquiryBytes } from '../../../src/integrity/asked/inquiry.ts'
import { integrityConsents, integrityInquiries } from '../../../src/integrity/asked/schema.ts'
import { ownStatus } from '../../../src/integrity/own/own-status.ts'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { rowsOf, type Database } from '../../../src/platform/database.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { at, ownAtWork } from '../own/own-at-work.ts'

const NO_CONSENT = { code: 'integrity/no-consent' }

async function atEmployer(database: Database) {
  const work = await ownAtWork(database)
  const offices = (await listAuthorities(database.read)).filter(({ kind }) => kind === 'employer')
  const [employerId, elsewhereId] = [offices[0]?.id ?? '', work.ids.committee]
  const personnel = await somebody(work.ctx, { officeId: employerId, roles: ['employer'], person: 830 })
  const secretary = await somebody(work.ctx, {
    officeId: elsewhereId,
    roles: ['committee-secretary'],
    person: 831,
  })
  const given = await giveConsent(work.own, { officeId: employerId, purpose: '竞聘高级岗位', days: 7 })
  const asked = { officeId: employerId, token: given.token, name: '测试人员' }
  return { ...work, employerId, elsewhereId, personnel, secretary, given, asked }
}

const inquiriesKept = (database: Database) => database.read.select().from(integrityInquiries)

describe('an employer with the person’s word', () => {
  test('is told yes or no once, and the person sees it', async ({ database }) => {
    const { own, personnel, asked, recorded } = await atEmployer(database)
    await recorded()
    expect(await askByConsent(personnel, asked)).toEqual({
      finding: 'recorded',
      asOf: '2026-11-21',
      purpose: '竞聘高级岗位',
    })
    const status = await ownStatus(own)
    expect(status.inquiries).toMatchObject([
      { by: 'consent', purpose: '竞聘高级岗位', finding: 'recorded', day: '2026-11-21' },
    ])
    expect(status.consents).toMatchObject([{ state: 'used' }])
    await expect(askByConsent(personnel, asked)).rejects.toMatchObject(NO_CONSENT)
    expect(await inquiriesKept(database)).toHaveLength(1)
  })

  test('is told the same size of answer of whoever has no record, kept in as long a row', async ({
    database,
  }) => {
    const { own, personnel, asked, recorded, employerId } = await atEmployer(database)
    const no = await askByConsent(personnel, { ...asked, token: asked.token.toLowerCase() })
    await recorded()
    const again = await giveConsent(own, { officeId: employerId, purpose: '竞聘高级岗位', days: 7 })
    const yes = await askByConsent(personnel, { ...asked, token: again.token })
    expect([no.finding, yes.finding]).toEqual(['no-entry', 'recorded'])
    expect(JSON.stringify(no)).toHaveLength(JSON.stringify(yes).length)
    expect(findingWords('recorded')).toHaveLength(findingWords('no-entry').length)
    const lengths = new Set((await inquiriesKept(database)).map(({ words }) => words.length))
    expect(lengths.size).toBe(1)
  })

  test('is told one and the same thing of every word that is not good', async ({ database }) => {
    const { own, personnel, secretary, asked, given, elsewhereId, employerId } = await atEmployer(database)
    const bad = async (ctx: typeof personnel, of: Partial<typeof asked>) =>
      askByConsent(ctx, { ...asked, ...of }).catch((error: { message: string }) => error.message)
    const told = [
      await bad(personnel, { token: '00000-00000-00000' }),
      await bad(personnel, { token: '' }),
      await bad(personnel, { name: '某乙' }),
      await bad(secretary, { officeId: elsewhereId }),
      await bad(at(personnel, '2026-11-28T16:00:00Z'), {}),
    ]
    await withdrawConsent(own, { consentId: given.consentId })
    told.push(await bad(personnel, {}))
    expect(new Set(told).size).toBe(1)
    expect(await inquiriesKept(database)).toEqual([])
    // Nobody asks in another office's name.
    await expect(askByConsent(secretary, { ...asked, officeId: employerId })).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
  })

  test('may ask until the last moment of it', async ({ database }) => {
    const { personnel, asked } = await atEmployer(database)
    await expect(askByConsent(at(personnel, '2026-11-27T16:29:59Z'), asked)).resolves.toBeDefined()
  })
})

describe('the person’s word', () => {
  test('is taken back before it is used, by themselves alone, once', async ({ database }) => {
    const { own, other, given } = await atEmployer(database)
    const none = { code: 'integrity/consent-not-found' }
    await expect(withdrawConsent(other, given)).rejects.toMatchObject(none)
    await withdrawConsent(own, given)
    await expect(withdrawConsent(own, given)).rejects.toMatchObject(none)
    expect((await ownStatus(own)).consents).toMatchObject([{ state: 'withdrawn' }])
  })

  test('is taken back under either number of one human', async ({ database }) => {
    const { own, other, given, joined } = await atEmployer(database)
    await joined()
    await withdrawConsent(other, given)
    expect((await ownStatus(own)).consents).toMatchObject([{ state: 'withdrawn' }])
  })

  test.for([
    ['no office', { officeId: 'x' }],
    ['no purpose', { purpose: '' }],
    ['a month and a day', { days: 31 }],
    ['no days', { days: 0 }],
    ['half a day', { days: 0.5 }],
  ] as const)('is refused with %s', async ([, wrong], { database }) => {
    const { own, employerId } = await atEmployer(database)
    const input = { officeId: employerId, purpose: '竞聘高级岗位', days: 7, ...wrong }
    await expect(giveConsent(own, input)).rejects.toMatchObject({ code: 'integrity/bad-consent' })
    expect(await database.read.select().from(integrityConsents)).toHaveLength(1)
  })

  test('lies in the database as nothing that opens anything', async ({ database }) => {
    const { given } = await atEmployer(database)
    const [row] = await rowsOf<{ text: string }>(
      database.read,
      sql`select c::text as text from integrity_consents c`,
    )
    expect(row?.text).not.toContain(given.token.replaceAll('-', ''))
    expect(row?.text).not.toContain(Buffer.from('竞聘').toString('hex'))
  })
})

describe('what is kept of an asking', () => {
  test('is as long with the longest purpose as with the shortest', () => {
    expect(inquiryBytes({ purpose: '字'.repeat(100), finding: 'recorded' })).toHaveLength(
      inquiryBytes({ purpose: '竞聘', finding: 'no-entry' }).length,
    )
  })
})
