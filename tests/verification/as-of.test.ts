import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import { signedRecord } from '../../src/certificates/reading/signed-record.ts'
import type { FoundCertificate } from '../../src/certificates/reading/find.ts'
import { makeTrustBundle } from '../../src/certificates/publishing/make-trust-bundle.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import type { Context } from '../../src/platform/context.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { verifyByCode, verifySubmitted } from '../../src/verification/verify.ts'
import { DECISION } from '../certificates/desk/desk.ts'
import { databaseTest as test } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'

const onDay = (ctx: Context, day: string): Context => ({
  ...ctx,
  today: () => day,
  now: () => new Date(`${day}T12:00:00+08:00`),
})

describe('as of a day', () => {
  test('suspended then valid, and never green for what was revoked', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    const [one, two] = (await issued(2)) as [FoundCertificate, FoundCertificate]
    const spring = onDay(ctx, '2027-03-01')
    await changeStatus(spring, { number: one.row.number, act: 'suspend', ...DECISION })
    await changeStatus(spring, { number: two.row.number, act: 'revoke', ...DECISION })
    const autumn = onDay(ctx, '2027-09-01')
    await changeStatus(autumn, { number: one.row.number, act: 'restore', ...DECISION })
    const asked = async (found: FoundCertificate, day: string) => {
      const { verdict, status, since, asOf } = await verifyByCode(autumn, found.row.code, day)
      return [verdict, status, since, asOf]
    }
    expect(await asked(one, '2027-02-28')).toEqual(['valid', 'in-force', null, '2027-02-28'])
    expect(await asked(one, '2027-03-01')).toEqual(['not-valid', 'suspended', '2027-03-01', '2027-03-01'])
    expect(await asked(one, '2027-09-01')).toEqual(['valid', 'in-force', null, '2027-09-01'])
    expect(await asked(one, '2026-11-20')).toEqual(['not-valid', 'unknown', null, '2026-11-20'])
    expect(await asked(two, '2027-02-28')).toEqual(['not-valid', 'revoked', '2027-03-01', '2027-02-28'])
  })

  test('offline tells nothing of the past but a revocation, and never contradicts the issuer', async ({
    database,
  }) => {
    const { ctx, issued } = await officesAtWork(database)
    const [one, two] = (await issued(2)) as [FoundCertificate, FoundCertificate]
    const later = onDay(ctx, '2027-03-01')
    await changeStatus(later, { number: two.row.number, act: 'revoke', ...DECISION })
    const bundle = await makeTrustBundle(later)
    const offline = (found: FoundCertificate, day: string) =>
      verifyOffline(
        { credential: qrText(ctx.config.publicOrigin, found.row.code, found.credentials.cwt) },
        bundle,
        later.now(),
        day,
      )
    expect(await offline(one, '2027-03-01')).toMatchObject({ verdict: 'valid' })
    expect(await offline(one, '2027-01-01')).toMatchObject({
      verdict: 'cannot-tell',
      reasons: [{ code: 'as-of-needs-issuer' }],
    })
    expect(await offline(one, '2027-03-02')).toMatchObject({
      verdict: 'cannot-tell',
      reasons: [{ code: 'as-of-future' }],
    })
    expect(await offline(two, '2027-01-01')).toMatchObject({ verdict: 'not-valid', status: 'revoked' })
  })
})

describe('a number without its holder’s name', () => {
  test('tells nothing, not even that the stored row was altered', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    const [found] = (await issued(1)) as [FoundCertificate]
    const { number } = found.row
    const { name } = signedRecord(ctx, found)
    const unknown = JSON.stringify(await verifySubmitted(ctx, { number: 'YN2026999999X', name: '无人' }))
    for (const alteration of [
      `update certificates set credentials_sealed = set_byte(credentials_sealed, 20, (get_byte(credentials_sealed, 20) + 1) % 256)`,
      `update certificates set status_index = status_index + 1`,
    ]) {
      await database.read.execute(sql.raw('savepoint altered'))
      await database.read.execute(sql.raw(alteration))
      expect(JSON.stringify(await verifySubmitted(ctx, { number, name: '别人' }))).toBe(unknown)
      expect(await verifySubmitted(ctx, { number, name })).toMatchObject({
        verdict: 'not-valid',
        reasons: [{ code: 'record-altered' }],
        certificate: null,
      })
      await database.read.execute(sql.raw('rollback to savepoint altered'))
    }
    await database.read.execute(
      sql`update title_records set name_sealed = set_byte(name_sealed, 20, (get_byte(name_sealed, 20) + 1) % 256)`,
    )
    expect(JSON.stringify(await verifySubmitted(ctx, { number, name }))).toBe(unknown)
  })
})
