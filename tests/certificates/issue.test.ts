import { count, eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { checksOut } from '../../src/certificates/certificate-number.ts'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { certificates, numberCounters, statusLists } from '../../src/certificates/schema.ts'
import { trustedKeys } from '../../src/certificates/publishing/trusted-keys.ts'
import { verifyCwt } from '../../src/credentials/cwt.ts'
import { verifySdJwt } from '../../src/credentials/sd-jwt.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { decodeEntry } from '../../src/ledger/entry.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { databaseTest as test } from '../support/database.ts'
import { DOCUMENT, officesAtWork } from '../support/offices-at-work.ts'

describe('issuing certificates', () => {
  test('gives every title of the document one certificate, in the list’s order, without a gap', async ({
    database,
  }) => {
    const { issued } = await officesAtWork(database)
    const all = await issued(25)
    const serials = all.map(({ row }) => Number(row.number.slice(6, -1)))
    expect(serials).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
    expect(all.every(({ row }) => checksOut(row.number))).toBe(true)
    expect(new Set(all.map(({ row }) => row.code)).size).toBe(25)
    expect(new Set(all.map(({ row }) => row.statusIndex)).size).toBe(25)
  })

  test('signs two envelopes that say the same as each other and as the title', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    const keys = trustedKeys(ctx.keyring.history)
    for (const { credentials, row } of await issued(12)) {
      const cwt = verifyCwt(credentials.cwt, keys, verifyEd25519)
      const sdJwt = verifySdJwt(credentials.sdJwt, keys, verifyEd25519)
      if (!cwt.ok || !sdJwt.ok) throw new Error('an envelope does not verify')
      expect(cwt.record.number).toBe(row.number)
      expect({ ...sdJwt.record, committee: null, issuer: null }).toEqual({ ...cwt.record, issuer: null })
      expect(sdJwt.record.document).toBe(DOCUMENT)
    }
  })

  test('logs each certificate under an entry that names nobody', async ({ database }) => {
    const { issued } = await officesAtWork(database)
    for (const found of await issued(3)) {
      const [entry] = await database.read
        .select()
        .from(ledgerEntries)
        .where(eq(ledgerEntries.index, found.ledgerIndex))
      const decoded = decodeEntry(entry?.body ?? new Uint8Array())
      if (decoded.kind !== 'entry') throw new Error('not an entry')
      expect(decoded.entry.type).toBe('certificate.issued')
      expect(Object.keys(decoded.entry).toSorted()).toEqual([
        'commitments',
        'day',
        'record',
        'seals',
        'type',
        'v',
      ])
      expect(Buffer.from(entry?.body ?? []).toString()).not.toContain(found.row.number)
    }
  })

  test('again issues nothing and says so', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    await issued(4)
    expect(await issueCertificates(ctx, { document: '云人社发[2023]12号' })).toEqual({
      document: DOCUMENT,
      issued: 0,
      already: 4,
      held: 0,
    })
    expect(await database.read.select({ n: count() }).from(certificates)).toEqual([{ n: 4 }])
  })

  test('goes on counting with the next document, and leaves no gap behind a failure', async ({
    database,
  }) => {
    const { ctx, issued, confirmed } = await officesAtWork(database)
    await issued(2)
    const second = await confirmed(2, '云人社发〔2023〕13号', 1)
    const failing = { ...ctx, random: failAfter(ctx, 9) }
    await expect(issueCertificates(failing, { document: second })).rejects.toThrow('no more chance')
    await issueCertificates(ctx, { document: second })
    const numbers = await database.read
      .select({ number: certificates.number })
      .from(certificates)
      .orderBy(certificates.number)
    expect(numbers.map(({ number }) => Number(number.slice(6, -1)))).toEqual([1, 2, 3, 4])
    expect(await database.read.select({ last: numberCounters.last }).from(numberCounters)).toEqual([
      { last: 4 },
    ])
    expect(await database.read.select({ taken: statusLists.taken }).from(statusLists)).toEqual([{ taken: 4 }])
  })

  test('refuses a document nobody registered', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    await expect(issueCertificates(ctx, { document: '云人社发〔2023〕99号' })).rejects.toMatchObject({
      code: 'results/document-not-found',
    })
  })

  test('leaves a ledger and rows the audit finds in order', async ({ database }) => {
    const { ctx, issued, memory } = await officesAtWork(database)
    await issued(30)
    expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  })
})

/** A source of chance that runs dry: a failure in the middle of the act. */
function failAfter(ctx: { random(length: number): Uint8Array }, draws: number) {
  let left = draws
  return (length: number) => {
    if (left-- <= 0) throw new Error('no more chance')
    return ctx.random(length)
  }
}
