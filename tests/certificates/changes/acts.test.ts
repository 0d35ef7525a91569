import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { changeStatus } from '../../../src/certificates/changes/change-status.ts'
import { correctCertificate } from '../../../src/certificates/changes/correct.ts'
import { readCertificate } from '../../../src/certificates/reading/read-certificate.ts'
import { signedRecord } from '../../../src/certificates/reading/signed-record.ts'
import { findByNumber, type FoundCertificate } from '../../../src/certificates/reading/find.ts'
import { makeFiles } from '../../../src/certificates/files/make-files.ts'
import { reissueCertificate } from '../../../src/certificates/changes/reissue.ts'
import { statusChanges } from '../../../src/certificates/schema.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import type { Context } from '../../../src/platform/context.ts'
import { rowsOf } from '../../../src/platform/database.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { base64url } from '../../../src/signing/bytes.ts'
import { ed25519Signer } from '../../../src/signing/ed25519.ts'
import { verifyByCode } from '../../../src/verification/verify.ts'
import { databaseTest as test } from '../../support/database.ts'
import { officesAtWork, type OfficesAtWork } from '../../support/offices-at-work.ts'
import { DECISION } from '../desk/desk.ts'

const PHOTO = new Uint8Array(readFileSync(new URL('../../vectors/pdf/photo.jpg', import.meta.url)))

const found = async ({ ctx }: OfficesAtWork, number: string) =>
  (await findByNumber(ctx, ctx.database.read, number)) as FoundCertificate

const ledgerSize = async ({ ctx }: OfficesAtWork) =>
  (await rowsOf<{ n: string }>(ctx.database.read, sql`select size::text as n from ledger_head`))[0]?.n

const onDay = (ctx: Context, day: string): Context => ({
  ...ctx,
  today: () => day,
  now: () => new Date(`${day}T02:00:00Z`),
})

/** Signing with another key from now on; what the ledger held from `cutOff` on, somebody else may have signed. */
function afterCompromise({ ctx }: OfficesAtWork, cutOff: bigint): Context {
  const { certificates, history } = ctx.keyring
  const fresh = ed25519Signer(new Uint8Array(32).fill(77))
  const stolen = history.find(({ kid }) => kid === certificates.kid)!
  const next = { ...stolen, kid: fresh.kid, publicKey: base64url(fresh.publicKey) }
  const compromised = { ...stolen, state: 'compromised' as const, cutOff: Number(cutOff) }
  const others = history.filter((key) => key !== stolen)
  return {
    ...ctx,
    keyring: { ...ctx.keyring, certificates: fresh, history: [...others, compromised, next] },
  }
}

describe('a correction', () => {
  test('is a new version of the same title, and the old words are superseded for every day', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const { ctx, memory } = offices
    const [old] = (await offices.issued(2)) as [FoundCertificate, FoundCertificate]
    const { number } = await correctCertificate(ctx, {
      number: old.row.number,
      corrections: { specialty: '水利水电工程' },
      ...DECISION,
    })
    const newer = await found(offices, number)
    expect(newer.row).toMatchObject({ version: 2, replaces: old.row.id, documentId: old.row.documentId })
    const [before, after] = [signedRecord(ctx, old), signedRecord(ctx, newer)]
    expect(after).toEqual({
      ...before,
      number,
      specialty: '水利水电工程',
      issuedOn: ctx.today(),
      status: after.status,
    })
    const [change] = await database.read.select().from(statusChanges)
    expect(change).toMatchObject({ act: 'correct', state: 'superseded', changed: ['specialty'] })

    const answer = await verifyByCode(ctx, old.row.code)
    expect(answer).toMatchObject({ verdict: 'not-valid', status: 'superseded', since: ctx.today() })
    expect(JSON.stringify(answer)).not.toContain(number)
    expect(JSON.stringify(answer)).not.toContain('水利水电工程')
    expect(await verifyByCode(ctx, old.row.code, old.row.issuedOn)).toMatchObject({ status: 'superseded' })
    expect(await verifyByCode(ctx, newer.row.code)).toMatchObject({ verdict: 'valid' })

    await publishCheckpoint(ctx, memory)
    expect(await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).toMatchObject({ defects: [] })
  })

  test.for<[string, Parameters<typeof correctCertificate>[1]['corrections'], string]>([
    ['nothing', {}, 'certificates/nothing-changed'],
    ['an empty specialty', { specialty: '' }, 'certificates/bad-correction'],
    ['a name with a control character', { name: '韦\u0007娟' }, 'certificates/bad-correction'],
    ['a name that is half a character', { name: '韦\ud800' }, 'certificates/bad-correction'],
    ['a specialty that turns the line round', { specialty: '数学\u202e' }, 'certificates/bad-correction'],
    ['a specialty that is a formula', { specialty: '=1+1' }, 'certificates/bad-correction'],
    ['a level that says too little', { level: '410' }, 'certificates/bad-correction'],
    ['a level that does not exist', { level: '999' as '411' }, 'certificates/bad-correction'],
    ['a day that has not come', { obtainedOn: '2030-01-01' }, 'certificates/bad-correction'],
    ['a day that never was', { obtainedOn: '2023-02-30' }, 'certificates/bad-correction'],
    ['a scope of no place', { scope: { kind: 'targeted', places: [] } }, 'certificates/bad-correction'],
  ])('of %s is refused and leaves no trace', async ([, corrections, code], { database }) => {
    const offices = await officesAtWork(database)
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const before = await ledgerSize(offices)
    await expect(
      correctCertificate(offices.ctx, { number: old.row.number, corrections, ...DECISION }),
    ).rejects.toMatchObject({ code })
    expect(await ledgerSize(offices)).toBe(before)
    expect((await verifyByCode(offices.ctx, old.row.code)).verdict).toBe('valid')
  })
})

describe('a reissue', () => {
  test('keeps the words, shows the new picture, and leaves the past as it was', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx, memory } = offices
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const later = { ...ctx, today: () => '2027-02-01', now: () => new Date('2027-02-01T02:00:00Z') }
    const { number } = await reissueCertificate(later, { number: old.row.number, photo: PHOTO, ...DECISION })
    const newer = await found(offices, number)
    expect(newer.row).toMatchObject({ version: 2, titleId: old.row.titleId })
    expect(signedRecord(later, newer)).toMatchObject({ name: signedRecord(later, old).name })
    expect(await verifyByCode(later, old.row.code)).toMatchObject({ status: 'superseded' })
    expect(await verifyByCode(later, old.row.code, '2026-12-31')).toMatchObject({
      verdict: 'valid',
      asOf: '2026-12-31',
    })
    expect(await verifyByCode(later, newer.row.code, '2026-12-31')).toMatchObject({
      verdict: 'valid',
      notes: [{ code: 'earlier-version' }],
    })

    await publishCheckpoint(later, memory)
    const [first] = await makeFiles(later, [newer.row.id])
    const [again] = await makeFiles(later, [newer.row.id])
    expect(Buffer.from(first?.bytes ?? []).equals(Buffer.from(again?.bytes ?? []))).toBe(true)
    expect(Buffer.from(first?.bytes ?? []).includes('/Filter/DCTDecode')).toBe(true)
    expect(await auditLedger(later, { sealedTables: SEALED_TABLES, memory })).toMatchObject({ defects: [] })
  })

  test('shares its words with the version before: corrected later, neither was ever right', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const spring = onDay(offices.ctx, '2027-03-01')
    const second = await reissueCertificate(spring, { number: old.row.number, photo: PHOTO, ...DECISION })
    const summer = onDay(offices.ctx, '2027-06-01')
    const third = await reissueCertificate(summer, { number: second.number, photo: PHOTO, ...DECISION })
    expect(await verifyByCode(summer, old.row.code, '2027-02-01')).toMatchObject({ verdict: 'valid' })
    const autumn = onDay(offices.ctx, '2027-09-01')
    const corrections = { specialty: '水利水电工程' }
    await correctCertificate(autumn, { number: third.number, corrections, ...DECISION })
    for (const number of [old.row.number, second.number, third.number]) {
      const { row } = await found(offices, number)
      for (const day of ['2027-02-01', '2027-04-01', '2027-07-01', '2027-09-01'])
        if (row.issuedOn <= day)
          expect(await verifyByCode(autumn, row.code, day)).toMatchObject({
            verdict: 'not-valid',
            status: 'superseded',
          })
    }
  })

  test.for<[string, Partial<Parameters<typeof reissueCertificate>[1]>, string]>([
    ['with nothing new', {}, 'certificates/nothing-changed'],
    ['with a file that is no picture', { photo: new Uint8Array(100) }, 'rendering/photo-unusable'],
    ['with a picture cut short', { photo: PHOTO.slice(0, 200) }, 'rendering/photo-unusable'],
    ['with a picture too large', { photo: new Uint8Array(513 * 1024) }, 'rendering/photo-unusable'],
    ['for another person’s number', { idNumber: '539901197301239170' }, 'certificates/other-person'],
  ])('%s is refused and leaves no trace', async ([, renewal, code], { database }) => {
    const offices = await officesAtWork(database)
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const before = await ledgerSize(offices)
    await expect(
      reissueCertificate(offices.ctx, { number: old.row.number, ...renewal, ...DECISION }),
    ).rejects.toMatchObject({ code })
    expect(await ledgerSize(offices)).toBe(before)
  })
})

describe('a decision', () => {
  test('revoking a title reaches its earlier versions, and an appeal upheld gives back what was', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const { number } = await reissueCertificate(ctx, { number: old.row.number, photo: PHOTO, ...DECISION })
    const newer = await found(offices, number)
    await expect(
      changeStatus(ctx, { number: old.row.number, act: 'revoke', ...DECISION }),
    ).rejects.toMatchObject({ code: 'certificates/superseded', facts: { newer: number } })
    await changeStatus(ctx, { number, act: 'revoke', ...DECISION })
    for (const code of [old.row.code, newer.row.code])
      for (const day of [null, ctx.today()])
        expect(await verifyByCode(ctx, code, day)).toMatchObject({ verdict: 'not-valid', status: 'revoked' })
    await changeStatus(ctx, { number, act: 'reinstate', ...DECISION })
    expect(await verifyByCode(ctx, newer.row.code)).toMatchObject({ verdict: 'valid', since: null })
    expect(await verifyByCode(ctx, old.row.code)).toMatchObject({ status: 'superseded' })
  })

  test('is kept by the number of its document, a court’s as it is typed', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const { number } = old.row
    await changeStatus(offices.ctx, {
      number,
      act: 'suspend',
      ...DECISION,
      document: '云人社函[2026]第 07 号',
    })
    await changeStatus(offices.ctx, { number, act: 'restore', ...DECISION, document: '（2026）云01行终12号' })
    const kept = await database.read.select({ document: statusChanges.document }).from(statusChanges)
    expect(kept.map(({ document }) => document).toSorted()).toEqual([
      '云人社函〔2026〕7号',
      '（2026）云01行终12号',
    ])
  })

  test.for<[string, Record<string, string>]>([
    ['without a document', { document: '  ' }],
    ['without a ground', { ground: '' }],
    ['on a day that has not come', { decidedOn: '2026-11-22' }],
    ['on a day that never was', { decidedOn: '2026-02-30' }],
    ['with a ground beyond all measure', { ground: '长'.repeat(501) }],
    ['with a document that breaks the line', { document: '云人社函〔2026〕\n1号' }],
  ])('%s is refused', async ([, wrong], { database }) => {
    const offices = await officesAtWork(database)
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    await expect(
      changeStatus(offices.ctx, { number: old.row.number, act: 'suspend', ...DECISION, ...wrong }),
    ).rejects.toMatchObject({ code: 'certificates/bad-decision' })
    expect(await database.read.select().from(statusChanges)).toEqual([])
  })
})

describe('after the certificate key was compromised', () => {
  test('what it signed after the cut-off is opened, corrected, and reissued with nothing else new', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [one, two] = (await offices.issued(2)) as [FoundCertificate, FoundCertificate]
    const ctx = afterCompromise(offices, one.ledgerIndex)
    expect((await verifyByCode(ctx, one.row.code)).reasons).toMatchObject([
      { code: 'key-compromised-before' },
    ])
    const looking = { ...ctx, actor: { ...ctx.actor, purpose: '密钥失密后换发' } }
    expect(await readCertificate(looking, one.row.number)).toMatchObject({
      record: { number: one.row.number },
    })

    const reissued = await reissueCertificate(ctx, { number: one.row.number, ...DECISION })
    const { specialty } = signedRecord(ctx, one)
    const fresh = await found(offices, reissued.number)
    expect(signedRecord(ctx, fresh)).toMatchObject({ number: reissued.number, specialty })
    expect(await verifyByCode(ctx, fresh.row.code)).toMatchObject({ verdict: 'valid', notes: [] })
    const [change] = await database.read.select().from(statusChanges)
    expect(change).toMatchObject({ act: 'reissue', changed: ['key'] })
    await expect(reissueCertificate(ctx, { number: reissued.number, ...DECISION })).rejects.toMatchObject({
      code: 'certificates/nothing-changed',
    })

    const corrected = await correctCertificate(ctx, {
      number: two.row.number,
      corrections: { specialty: '水利水电工程' },
      ...DECISION,
    })
    const right = await found(offices, corrected.number)
    expect(await verifyByCode(ctx, right.row.code)).toMatchObject({ verdict: 'valid' })
    await publishCheckpoint(ctx, offices.memory)
    expect(await makeFiles(ctx, [one.row.id, fresh.row.id])).toHaveLength(2)
  })
})
