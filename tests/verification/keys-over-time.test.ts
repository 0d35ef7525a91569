import { describe, expect } from 'vitest'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { certificatesOf } from '../../src/certificates/reading/certificates-of.ts'
import { findById, type FoundCertificate } from '../../src/certificates/reading/find.ts'
import { drawCertificate } from '../../src/certificates/files/draw.ts'
import { gatherEvidence } from '../../src/certificates/files/gather-evidence.ts'
import { countWaiting } from '../../src/certificates/files/files-job.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { makeTrustBundle } from '../../src/certificates/publishing/make-trust-bundle.ts'
import { publishStatusList } from '../../src/certificates/publishing/publish-status-list.ts'
import { certificateFiles } from '../../src/certificates/schema.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { signCwt } from '../../src/credentials/cwt.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import { readTrustBundle, writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { makePdfIdentity } from '../../src/keys/pdf-identity.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { latestCheckpoint } from '../../src/ledger/refuse-if-behind.ts'
import { ledgerHead } from '../../src/ledger/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import { placeSignature } from '../../src/rendering/certificate-pdf.ts'
import { base64, base64url } from '../../src/signing/bytes.ts'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import { signCms } from '../../src/signing/sign-cms.ts'
import type { KeyRecord } from '../../src/signing/keyring.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { verifyByCode, verifySubmitted } from '../../src/verification/verify.ts'
import { signedRecord } from '../../src/certificates/reading/signed-record.ts'
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
    const { ctx, root } = await sealedByAnother(offices.ctx)
    const [again, sealed] = await makeFiles(ctx, [old.row.id, other.row.id])
    expect(Buffer.from(again?.bytes ?? []).equals(Buffer.from(before?.bytes ?? []))).toBe(true)
    const bundle = await makeTrustBundle(ctx)
    for (const file of [before, sealed]) {
      const bytes = file?.bytes ?? new Uint8Array()
      expect((await verifySubmitted(ctx, { file: bytes })).verdict).toBe('valid')
      expect((await verifyOffline({ file: bytes }, bundle, ctx.now())).verdict).toBe('valid')
    }
    const alone = { ...bundle, pdfRoots: [root] }
    expect(
      (await verifyOffline({ file: before?.bytes ?? new Uint8Array() }, alone, ctx.now())).reasons[0]?.code,
    ).toBe('pdf-not-ours')
  })
})

describe('after the PDF key was compromised', () => {
  test('a file the ledger held before the cut-off is valid to the issuer with a note, and no other file is valid to anybody', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [old, later] = (await offices.issued(3)) as [FoundCertificate, FoundCertificate, FoundCertificate]
    const [before] = await makeFiles(offices.ctx, [old.row.id])
    const cutOff = await ledgerSize(offices.ctx)
    const [after] = await makeFiles(offices.ctx, [later.row.id])
    const { keyring } = offices.ctx
    const keptAs = (state: Partial<KeyRecord>): Context => ({
      ...offices.ctx,
      keyring: {
        ...keyring,
        history: keyring.history.map((key) => (key.purpose === 'pdf' ? { ...key, ...state } : key)),
      },
    })
    const ctx = keptAs({ state: 'compromised', cutOff })
    const bundle = await makeTrustBundle(ctx)
    expect([bundle.pdfRoots.length, bundle.pdfCompromised.length]).toEqual([0, 1])
    expect(readTrustBundle(writeTrustBundle(bundle, ctx.keyring), verifyEd25519)).toEqual(bundle)

    const file = (made: { readonly bytes: Uint8Array } | undefined) => ({
      file: made?.bytes ?? new Uint8Array(),
    })
    expect(await verifySubmitted(ctx, file(before))).toMatchObject({
      verdict: 'valid',
      notes: [{ code: 'sealed-before-compromise' }],
    })
    expect(await verifySubmitted(ctx, file(after))).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'pdf-key-compromised-before' }],
      certificate: null,
    })
    // The thief draws another page around a genuine envelope: the signature is perfect, the books know no such file.
    const { note } = (await latestCheckpoint(database.read))!
    const evidence = await gatherEvidence(database.read, old, note)
    const forged = drawCertificate(offices.ctx, old, evidence, '2026-11-01T09:00:00+08:00', null)
    const stolen = { file: placeSignature(forged, signCms(forged.digest, keyring.pdf)) }
    expect((await verifySubmitted(ctx, stolen)).reasons[0]?.code).toBe('pdf-key-compromised-before')
    // Without a cut-off nothing under it is believed.
    expect((await verifySubmitted(keptAs({ state: 'compromised' }), file(before))).reasons[0]?.code).toBe(
      'pdf-key-compromised-before',
    )
    // A file alone cannot show when it was made, so nobody offline says valid.
    for (const submitted of [file(before), file(after), stolen])
      expect(await verifyOffline(submitted, bundle, ctx.now())).toMatchObject({
        verdict: 'cannot-tell',
        reasons: [{ code: 'pdf-key-compromised' }],
        certificate: null,
      })
  })

  test('its files are sealed once more by the next key, and whoever has the old one hears that', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [first, second] = (await offices.issued(2)) as [FoundCertificate, FoundCertificate]
    const [before] = await makeFiles(offices.ctx, [first.row.id])
    const cutOff = await ledgerSize(offices.ctx)
    const [after] = await makeFiles(offices.ctx, [second.row.id])
    expect(await countWaiting(offices.ctx, first.row.documentId)).toBe(0)

    const { ctx } = await sealedByAnother(offices.ctx, { state: 'compromised', cutOff })
    expect(await countWaiting(ctx, first.row.documentId)).toBe(2)
    const ids = [first.row.id, second.row.id]
    const sealed = await makeFiles(ctx, ids)
    expect(await countWaiting(ctx, first.row.documentId)).toBe(0)
    await publishCheckpoint(ctx, offices.memory)
    const bundle = await makeTrustBundle(ctx)
    for (const { bytes: file } of sealed) {
      expect(await verifySubmitted(ctx, { file })).toMatchObject({ verdict: 'valid', notes: [] })
      expect(await verifyOffline({ file }, bundle, ctx.now())).toMatchObject({ verdict: 'valid' })
    }
    // Drawn again it is the new one, and no third row is made.
    expect(await makeFiles(ctx, ids)).toEqual(sealed)
    const rows = await database.read.select().from(certificateFiles)
    expect(rows.map(({ version, kid }) => `${version} ${kid}`).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      '1 pdf',
      '1 pdf',
      '2 pdf-2',
      '2 pdf-2',
    ])
    // The books still know the old files, each by the entry that committed it.
    expect(await verifySubmitted(ctx, { file: before!.bytes })).toMatchObject({
      verdict: 'valid',
      notes: [{ code: 'sealed-before-compromise' }],
    })
    expect(await verifySubmitted(ctx, { file: after!.bytes })).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'pdf-key-compromised-before' }],
    })
    expect(await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory: offices.memory })).toMatchObject({
      defects: [],
    })
  })
})

/** The same deployment with a new PDF key beside the old one, which is as `became` says. */
async function sealedByAnother(ctx: Context, became: Partial<KeyRecord> = {}) {
  const { signerKey, signerCertificate, rootCertificate } = await makePdfIdentity({
    organisation: '云南省人力资源和社会保障厅',
    from: '2026-11-01',
    until: '2028-10-31',
    random: ctx.random,
  })
  const fresh: KeyRecord = {
    purpose: 'pdf',
    kid: 'pdf-2',
    algorithm: 'ES256',
    from: '2026-11-01',
    until: '2028-10-31',
    state: 'active',
    certificates: [signerCertificate, rootCertificate].map(base64),
  }
  const older = ctx.keyring.history.map((key) => (key.purpose === 'pdf' ? { ...key, ...became } : key))
  const pdf = {
    kid: fresh.kid,
    privateKey: signerKey,
    certificate: signerCertificate,
    chain: [rootCertificate],
  }
  const rolledOver: Context = { ...ctx, keyring: { ...ctx.keyring, pdf, history: [...older, fresh] } }
  return { ctx: rolledOver, root: rootCertificate }
}

const ledgerSize = async (ctx: Context): Promise<number> => {
  const [head] = await ctx.database.read.select({ size: ledgerHead.size }).from(ledgerHead)
  return Number(head?.size)
}
