import { describe, expect } from 'vitest'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { certificatesOf } from '../../src/certificates/certificates-of.ts'
import { findById, type FoundCertificate } from '../../src/certificates/find.ts'
import { makeFiles } from '../../src/certificates/make-files.ts'
import { makeTrustBundle } from '../../src/certificates/make-trust-bundle.ts'
import { publishStatusList } from '../../src/certificates/publish-status-list.ts'
import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { makePdfIdentity } from '../../src/keys/pdf-identity.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import { base64, base64url } from '../../src/signing/bytes.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import type { KeyRecord } from '../../src/signing/keyring.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { verifyByCode, verifySubmitted } from '../../src/verification/verify.ts'
import { signedRecord } from '../../src/certificates/draw.ts'
import { databaseTest as test } from '../support/database.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'

const SECOND = '云人社发〔2023〕13号'

/** The same deployment with a new certificate key, the old one as `became` says. */
function rolled({ ctx }: OfficesAtWork, became: Partial<KeyRecord>): Context {
  const fresh = ed25519Signer(new Uint8Array(32).fill(77))
  const { certificates, history } = ctx.keyring
  return {
    ...ctx,
    keyring: {
      ...ctx.keyring,
      certificates: fresh,
      history: [
        ...history.map((key) => (key.kid === certificates.kid ? { ...key, ...became } : key)),
        {
          purpose: 'certificates',
          kid: fresh.kid,
          algorithm: 'EdDSA',
          from: ctx.today(),
          until: '2028-12-31',
          state: 'active',
          publicKey: base64url(fresh.publicKey),
        },
      ],
    },
  }
}

const qrOf = (ctx: Context, { row, credentials }: FoundCertificate) =>
  qrText(ctx.config.publicOrigin, row.code, credentials.cwt)

async function issuedUnder(offices: OfficesAtWork, ctx: Context): Promise<FoundCertificate> {
  const number = await offices.confirmed(2, SECOND, 1)
  await issueCertificates(ctx, { document: number })
  await publishCheckpoint(ctx, offices.memory)
  const [first] = await certificatesOf(ctx, number, 1)
  return (await findById(ctx, ctx.database.read, first?.id ?? '')) as FoundCertificate
}

describe('after the certificate key was rotated', () => {
  test('what the old one signed verifies, and nothing is issued again', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const [file] = await makeFiles(offices.ctx, [old.row.id])
    const ctx = rolled(offices, { state: 'retired', until: offices.ctx.today() })
    const fresh = await issuedUnder(offices, ctx)
    const bundle = await makeTrustBundle(ctx)
    for (const found of [old, fresh]) {
      expect(await verifyByCode(ctx, found.row.code)).toMatchObject({ verdict: 'valid', notes: [] })
      const offline = await verifyOffline({ credential: qrOf(ctx, found) }, bundle, ctx.now())
      expect(offline.verdict).toBe('valid')
    }
    expect((await verifySubmitted(ctx, { file: file?.bytes ?? new Uint8Array() })).verdict).toBe('valid')
  })

  test('what it signs after its last day is worth nothing', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const ctx = rolled(offices, { state: 'retired', until: '2026-11-20' })
    expect(await verifySubmitted(ctx, { credential: qrOf(ctx, old) })).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'key-window' }],
    })
  })
})

describe('after the certificate key was compromised', () => {
  test('what the ledger held before the cut-off is valid with a note, and nothing else is', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [old, later] = (await offices.issued(2)) as [FoundCertificate, FoundCertificate]
    const files = await makeFiles(offices.ctx, [old.row.id, later.row.id])
    const ctx = rolled(offices, { state: 'compromised', cutOff: Number(later.ledgerIndex) })
    const bundle = await makeTrustBundle(ctx)
    const { record } = { record: signedRecord(ctx, old) }
    const forged = { ...record, number: 'YN2026999999X' }

    const note = [{ code: 'signed-before-compromise' }]
    for (const submitted of [
      { code: old.row.code },
      { credential: qrOf(ctx, old) },
      { credential: old.credentials.sdJwt },
      { file: files[0]?.bytes ?? new Uint8Array() },
    ])
      expect(await verifySubmitted(ctx, submitted)).toMatchObject({ verdict: 'valid', notes: note })
    for (const submitted of [
      { code: later.row.code },
      { credential: qrOf(ctx, later) },
      { file: files[1]?.bytes ?? new Uint8Array() },
    ])
      expect(await verifySubmitted(ctx, submitted)).toMatchObject({
        verdict: 'not-valid',
        reasons: [{ code: 'key-compromised-before' }],
      })
    const thief = qrText(
      ctx.config.publicOrigin,
      old.row.code,
      signCwt(offices.ctx.keyring.certificates, forged),
    )
    expect(await verifySubmitted(ctx, { credential: thief })).toMatchObject({ verdict: 'not-valid' })

    const offline = (submitted: Parameters<typeof verifyOffline>[0]) =>
      verifyOffline(submitted, bundle, ctx.now())
    expect(await offline({ file: files[0]?.bytes ?? new Uint8Array() })).toMatchObject({
      verdict: 'valid',
      notes: note,
    })
    expect(await offline({ file: files[1]?.bytes ?? new Uint8Array() })).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'key-compromised-before' }],
    })
    for (const credential of [qrOf(ctx, old), qrOf(ctx, later), thief])
      expect(await offline({ credential })).toMatchObject({
        verdict: 'cannot-tell',
        reasons: [{ code: 'key-compromised' }],
      })
  })

  test('a status list it signs is believed by nobody', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [old] = (await offices.issued(1)) as [FoundCertificate]
    const stolen = (await publishStatusList(offices.ctx, old.row.statusList)) ?? ''
    const ctx = rolled(offices, { state: 'compromised', cutOff: 10_000 })
    const bundle = await makeTrustBundle(ctx)
    const uri = `${ctx.config.publicOrigin}/status/${old.row.statusList}`
    const [file] = await makeFiles(ctx, [old.row.id])
    const answer = await verifyOffline(
      { file: file?.bytes ?? new Uint8Array() },
      { ...bundle, statusLists: new Map([[uri, stolen]]) },
      ctx.now(),
    )
    expect(answer).toMatchObject({ verdict: 'cannot-tell', reasons: [{ code: 'status-foreign' }] })
  })
})

describe('after the PDF key was rolled over', () => {
  test('old files verify and are drawn again byte for byte, new ones are sealed by the new key', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [old, other] = (await offices.issued(2)) as [FoundCertificate, FoundCertificate]
    const [before] = await makeFiles(offices.ctx, [old.row.id])
    const identity = await makePdfIdentity({
      organisation: '云南省人力资源和社会保障厅',
      from: '2026-11-01',
      until: '2028-10-31',
      random: offices.ctx.random,
    })
    const { signerKey, signerCertificate, rootCertificate } = identity
    const fresh: KeyRecord = {
      purpose: 'pdf',
      kid: 'pdf-2',
      algorithm: 'ES256',
      from: '2026-11-01',
      until: '2028-10-31',
      state: 'active',
      certificates: [signerCertificate, rootCertificate].map(base64),
    }
    const { keyring } = offices.ctx
    const ctx: Context = {
      ...offices.ctx,
      keyring: {
        ...keyring,
        pdf: { privateKey: signerKey, certificate: signerCertificate, chain: [rootCertificate] },
        history: [...keyring.history, fresh],
      },
    }
    const [again, sealed] = await makeFiles(ctx, [old.row.id, other.row.id])
    expect(Buffer.from(again?.bytes ?? []).equals(Buffer.from(before?.bytes ?? []))).toBe(true)
    const bundle = await makeTrustBundle(ctx)
    for (const file of [before, sealed]) {
      const bytes = file?.bytes ?? new Uint8Array()
      expect((await verifySubmitted(ctx, { file: bytes })).verdict).toBe('valid')
      expect((await verifyOffline({ file: bytes }, bundle, ctx.now())).verdict).toBe('valid')
    }
    const alone = { ...bundle, pdfRoots: [rootCertificate] }
    expect(
      (await verifyOffline({ file: before?.bytes ?? new Uint8Array() }, alone, ctx.now())).reasons[0]?.code,
    ).toBe('pdf-not-ours')
  })
})
