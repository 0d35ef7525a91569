import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import type { FoundCertificate } from '../../src/certificates/reading/find.ts'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { makeTrustBundle } from '../../src/certificates/publishing/make-trust-bundle.ts'
import { publishStatusList } from '../../src/certificates/publishing/publish-status-list.ts'
import { trustedKeys } from '../../src/certificates/publishing/trusted-keys.ts'
import { verifyByCode, verifySubmitted } from '../../src/verification/verify.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { openStatusList, statusAt } from '../../src/credentials/status-list.ts'
import { verifySdJwt } from '../../src/credentials/sd-jwt.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { registerDocument } from '../../src/results/document/register-document.ts'
import { importList } from '../../src/results/lists/import-list.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { databaseTest as test } from '../support/database.ts'
import { workbookOf } from '../support/list.ts'
import { DOCUMENT, officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'

const qrOf = ({ ctx }: OfficesAtWork, { row, credentials }: FoundCertificate) =>
  qrText(ctx.config.publicOrigin, row.code, credentials.cwt)

const nameOf = ({ ctx }: OfficesAtWork, { credentials }: FoundCertificate) => {
  const verified = verifySdJwt(credentials.sdJwt, trustedKeys(ctx.keyring.history), verifyEd25519)
  return verified.ok ? verified.record.name : ''
}

describe('checking a certificate', () => {
  test('says valid, and the same of it, whichever way it is asked', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [found] = (await offices.issued(2)) as [FoundCertificate, FoundCertificate]
    const [file] = await makeFiles(ctx, [found.row.id])
    const byCode = await verifyByCode(ctx, found.row.code)
    expect(byCode).toMatchObject({
      verdict: 'valid',
      status: 'in-force',
      reasons: [],
      ledger: { index: Number(found.ledgerIndex) },
    })
    for (const submitted of [
      { code: found.row.code },
      { credential: qrOf(offices, found) },
      { credential: qrOf(offices, found).split('#')[1] ?? '' },
      { credential: found.credentials.sdJwt },
      { number: found.row.number.toLowerCase(), name: nameOf(offices, found) },
      { file: file?.bytes ?? new Uint8Array() },
    ])
      expect(await verifySubmitted(ctx, submitted)).toEqual(byCode)
  })

  test('answers unknown and mismatched with the same bytes', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [found] = await offices.issued(1)
    const { ctx } = offices
    const answers = [
      await verifyByCode(ctx, 'AAAAAAAAAAAAAAAAAAAAAA'),
      await verifyByCode(ctx, "' or 1=1 --"),
      await verifySubmitted(ctx, { number: 'YN2026999999X', name: '无人' }),
      await verifySubmitted(ctx, { number: found?.row.number ?? '', name: '别人' }),
      await verifySubmitted(ctx, {
        number: found?.row.number ?? '',
        name: nameOf(offices, found!),
        idNumber: '519901196004034197',
      }),
    ].map((answer) => JSON.stringify(answer))
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('"verdict":"cannot-tell"')
  })

  test('matches an identity number only as match or no match', async ({ database }) => {
    const { ctx, authority, memory } = await officesAtWork(database)
    const bytes = await workbookOf([{}])
    const { listId } = await importList(ctx, { bytes, fileName: 'a.xlsx', authority })
    const made = { documentNumber: DOCUMENT, issuedOn: '2023-12-20', persons: bytes }
    await registerDocument(ctx, { listId, ...made })
    await issueCertificates(ctx, { document: DOCUMENT })
    await publishCheckpoint(ctx, memory)
    const ask = (idNumber: string) =>
      verifySubmitted(ctx, { number: 'YN2026000001Z', name: '韦娟', idNumber })
    expect((await ask('519901196004034197')).verdict).toBe('valid')
    expect((await ask(' ５１９９０１ 19600403 4197 ')).verdict).toBe('valid')
    expect((await ask('539901197301239170')).verdict).toBe('cannot-tell')
    expect(JSON.stringify(await ask('519901196004034197'))).not.toContain('5199')
  })

  test('names the state and never the ground, online, in the list and offline', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [suspended, revoked, inForce] = (await offices.issued(3)) as [
      FoundCertificate,
      FoundCertificate,
      FoundCertificate,
    ]
    const change = (found: FoundCertificate, act: 'suspend' | 'revoke' | 'restore') =>
      changeStatus(ctx, {
        number: found.row.number,
        act,
        document: '云人社函〔2026〕1号',
        ground: '涉嫌伪造学历',
      })
    await change(suspended, 'suspend')
    await change(revoked, 'revoke')
    for (const [found, status] of [
      [suspended, 'suspended'],
      [revoked, 'revoked'],
    ] as const) {
      const answer = await verifyByCode(ctx, found.row.code)
      expect(answer).toMatchObject({ verdict: 'not-valid', status, reasons: [{ code: status }] })
      expect(JSON.stringify(answer)).not.toContain('学历')
    }
    const token = (await publishStatusList(ctx, 1)) ?? ''
    const list = openStatusList(
      token,
      `${ctx.config.publicOrigin}/status/1`,
      trustedKeys(ctx.keyring.history),
      verifyEd25519,
    )
    if (typeof list === 'string') throw new Error(list)
    expect([inForce, revoked, suspended].map(({ row }) => statusAt(list, row.statusIndex))).toEqual([0, 1, 2])

    const bundle = await makeTrustBundle(ctx)
    const offline = async (found: FoundCertificate) =>
      (await verifyOffline({ credential: qrOf(offices, found) }, bundle, ctx.now())).status
    expect([await offline(inForce), await offline(revoked), await offline(suspended)]).toEqual([
      'in-force',
      'revoked',
      'suspended',
    ])

    await change(suspended, 'restore')
    expect((await verifyByCode(ctx, suspended.row.code)).verdict).toBe('valid')
    await expect(change(revoked, 'restore')).rejects.toMatchObject({ code: 'certificates/ended' })
    await expect(change(revoked, 'revoke')).rejects.toMatchObject({ code: 'certificates/already-in-state' })
    await expect(
      change({ ...revoked, row: { ...revoked.row, number: 'YN2026999999X' } }, 'revoke'),
    ).rejects.toMatchObject({
      code: 'certificates/not-found',
    })
  })

  test('does not believe a well-signed certificate that was never issued', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const verified = verifySdJwt(found.credentials.sdJwt, trustedKeys(ctx.keyring.history), verifyEd25519)
    if (!verified.ok) throw new Error(verified.code)
    const record = {
      ...verified.record,
      issuer: { name: '云南省人力资源和社会保障厅', creditCode: verified.record.issuer.creditCode },
    }
    // The thief of the signing key makes a new certificate, and a second one of a number that exists.
    for (const forged of [
      { ...record, number: 'YN2026999999X' },
      { ...record, title: '正高级工程师' },
    ]) {
      const credential = qrText(
        ctx.config.publicOrigin,
        found.row.code,
        signCwt(ctx.keyring.certificates, forged),
      )
      expect(await verifySubmitted(ctx, { credential })).toMatchObject({
        verdict: 'not-valid',
        reasons: [{ code: 'not-on-ledger' }],
      })
    }
  })

  test('names a code that leads to another host, and one that leads to another certificate', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [one, other] = (await offices.issued(2)) as [FoundCertificate, FoundCertificate]
    const elsewhere = qrText('https://rcps-example.cn', one.row.code, one.credentials.cwt)
    expect(await verifySubmitted(ctx, { credential: elsewhere })).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'other-host', message: expect.stringContaining('rcps-example.cn') as string }],
    })
    const crossed = qrText(ctx.config.publicOrigin, other.row.code, one.credentials.cwt)
    expect(await verifySubmitted(ctx, { credential: crossed })).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'mismatch-shown' }],
    })
  })

  test('knows its own earlier address, and draws old files as they were, after the service moved', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const [before] = await makeFiles(offices.ctx, [found.row.id])
    const moved = {
      ...offices.ctx,
      config: { ...offices.ctx.config, publicOrigin: 'https://zc.example.gov.cn' },
    }
    const printed = qrText(offices.ctx.config.publicOrigin, found.row.code, found.credentials.cwt)
    expect((await verifySubmitted(moved, { credential: printed })).verdict).toBe('valid')
    expect((await verifySubmitted(moved, { credential: printed.split('#')[0] ?? '' })).verdict).toBe('valid')
    const unknown = `${offices.ctx.config.publicOrigin}/v/AAAAAAAAAAAAAAAAAAAAAA`
    expect((await verifySubmitted(moved, { credential: unknown })).reasons).toMatchObject([
      { code: 'not-found' },
    ])
    const elsewhere = { credential: 'https://rcps-example.cn/v/AAAAAAAAAAAAAAAAAAAAAA' }
    expect((await verifySubmitted(moved, elsewhere)).reasons).toMatchObject([{ code: 'other-host' }])
    const [after] = await makeFiles(moved, [found.row.id])
    expect(Buffer.from(after?.bytes ?? []).equals(Buffer.from(before?.bytes ?? []))).toBe(true)
  })

  test('offline is full with a fresh status list and says so without one', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const [file] = await makeFiles(ctx, [found.row.id])
    const bundle = await makeTrustBundle(ctx)
    const bytes = file?.bytes ?? new Uint8Array()
    expect(await verifyOffline({ file: bytes }, bundle, ctx.now())).toMatchObject({
      verdict: 'valid',
      ledger: { origin: 'rcps.example.gov.cn/ledger', index: Number(found.ledgerIndex) },
    })
    const later = new Date(ctx.now().getTime() + 25 * 3_600_000)
    expect(await verifyOffline({ file: bytes }, bundle, later)).toMatchObject({
      verdict: 'cannot-tell',
      reasons: [{ code: 'status-not-fresh' }],
    })
    const without = { ...bundle, statusLists: new Map<string, string>() }
    expect((await verifyOffline({ file: bytes }, without, ctx.now())).verdict).toBe('cannot-tell')
  })

  test('believes a file neither altered, nor signed by us over content that is not on the ledger', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const [file] = await makeFiles(ctx, [found.row.id])
    const bytes = file?.bytes ?? new Uint8Array()
    const bundle = await makeTrustBundle(ctx)
    for (const at of [0, 3, 100, 5000, Math.floor(bytes.length / 2), bytes.length - 200]) {
      const altered = Uint8Array.from(bytes)
      altered[at] = (altered[at] ?? 0) ^ 1
      expect((await verifySubmitted(ctx, { file: altered })).verdict, `byte ${at}`).not.toBe('valid')
      expect((await verifyOffline({ file: altered }, bundle, ctx.now())).verdict, `byte ${at}`).not.toBe(
        'valid',
      )
    }
    // Another ledger's key: the proof inside no longer says anything.
    const foreign = {
      ...bundle,
      ledger: {
        ...bundle.ledger,
        vkey: (
          await makeTrustBundle({ ...ctx, keyring: { ...ctx.keyring, ledger: ctx.keyring.certificates } })
        ).ledger.vkey,
      },
    }
    expect(await verifyOffline({ file: bytes }, foreign, ctx.now())).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'not-on-ledger' }],
    })
  })

  test('draws a file again byte for byte, and refuses when it no longer can', async ({ database }) => {
    const offices = await officesAtWork(database)
    const { ctx } = offices
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const [first] = await makeFiles(ctx, [found.row.id])
    await offices.issued(3, '云人社发〔2023〕13号', 1)
    const [again] = await makeFiles({ ...ctx, now: () => new Date('2027-01-01T00:00:00Z') }, [found.row.id])
    expect(Buffer.from(again?.bytes ?? []).equals(Buffer.from(first?.bytes ?? []))).toBe(true)
    await database.read.execute(sql`update certificate_files set signed_at = '2026-11-20T00:00:00+08:00'`)
    await expect(makeFiles(ctx, [found.row.id])).rejects.toMatchObject({ code: 'certificates/file-changed' })
  })

  test.for([
    '',
    'x',
    '0',
    '9'.repeat(3000),
    'https://rcps.example.gov.cn/v/',
    '{"alg":"none"}',
    'a.b.c',
    '\u0000',
    '王'.repeat(5000),
  ])('answers nonsense with a reason: %j', async (credential, { database }) => {
    const { ctx } = await officesAtWork(database)
    const answer = await verifySubmitted(ctx, { credential })
    expect(answer.verdict).not.toBe('valid')
    expect(answer.reasons[0]?.message).toMatch(/。$/)
  })
})
