import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { latestCheckpoint } from '../../ledger/refuse-if-behind.ts'
import { ledgerCheckpoints } from '../../ledger/schema.ts'
import { sealRows, type UnsealedRow } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, uniqueViolation, type Transaction } from '../../platform/database.ts'
import { placeSignature } from '../../rendering/certificate-pdf.ts'
import { base64url, equalBytes } from '../../signing/bytes.ts'
import { signCms } from '../../signing/sign-cms.ts'
import { recordAct } from '../../trail/record-act.ts'
import { drawCertificate, signingInstant } from './draw.ts'
import { findById, type FoundCertificate } from '../reading/find.ts'
import { gatherEvidence } from './gather-evidence.ts'
import { filesMade, keptFile } from './kept-file.ts'
import { photoOf } from './photo.ts'
import { certificateNotFound, fileChanged, notPublishedYet } from '../refusals.ts'
import { certificateFiles, sealedCertificateFiles } from '../schema.ts'

export interface CertificateFile {
  readonly number: string
  /** The signed PDF. */
  readonly bytes: Uint8Array
}

type FileRow = UnsealedRow<typeof certificateFiles>

export interface SignedFile {
  readonly file: CertificateFile
  readonly row: FileRow
  readonly of: FoundCertificate['row']
}

/**
 * The files of these certificates, in order. One made before is drawn again, byte for byte; new ones are signed and
 * their digests committed by one ledger entry before anybody gets them; so is one whose only seal is of a key that was
 * in other hands. Certificates must be under a published checkpoint: their proof is inside the file.
 */
export async function makeFiles(
  ctx: Context,
  certificateIds: readonly string[],
  progress: (done: number, total: number) => void = () => {},
): Promise<readonly CertificateFile[]> {
  const { read } = ctx.database
  const files: CertificateFile[] = []
  const signed: SignedFile[] = []
  for (const id of certificateIds) {
    const found = await findById(ctx, read, id)
    if (!found) throw certificateNotFound(id)
    await authorise(ctx, read, 'certificates.see', found.row.authorityId, certificateNotFound(id))
    const kept = await keptFile(read, ctx.keyring.history, id)
    if (kept) files.push(await drawAgain(ctx, found, kept))
    else {
      const fresh = await signFile(ctx, found)
      files.push(fresh.file)
      signed.push(fresh)
    }
    progress(files.length, certificateIds.length)
  }
  try {
    await commitFiles(ctx, signed)
  } catch (error) {
    // Theirs stands, and is drawn again here.
    if (madeMeanwhile(error)) return makeFiles(ctx, certificateIds, progress)
    throw error
  }
  return files
}

/** Somebody else signed one of them first. */
export const madeMeanwhile = (error: unknown): boolean =>
  uniqueViolation(error) === 'certificate_files_version'

/**
 * A file signed now, which nobody may have before it is committed. Refuses `certificates/not-published` before a
 * published checkpoint covers the certificate, and `rendering/…` for what cannot be shown whole.
 */
export async function signFile(ctx: Context, found: FoundCertificate): Promise<SignedFile> {
  const signedAt = signingInstant(ctx)
  const latest = await latestCheckpoint(ctx.database.read)
  const proofSize = latest?.size ?? 0n
  if (found.ledgerIndex >= proofSize) throw notPublishedYet(found.row.number)
  const evidence = await gatherEvidence(ctx.database.read, found, latest?.note ?? '')
  const photo = await photoOf(ctx.database.read, found.row.id, found.holder)
  const prepared = drawCertificate(ctx, found, evidence, signedAt, photo)
  const signature = signCms(prepared.digest, ctx.keyring.pdf)
  const bytes = placeSignature(prepared, signature)
  const row = {
    id: base64url(ctx.random(16)),
    certificateId: found.row.id,
    version: 1 + (await filesMade(ctx.database.read, found.row.id)),
    kid: ctx.keyring.pdf.kid,
    signature,
    digest: sha256(bytes),
    signedAt,
    proofSize,
  }
  return { file: { number: found.row.number, bytes }, row, of: found.row }
}

/** Refuses `certificates/file-changed` when the program, a font or the database no longer gives the same bytes. */
async function drawAgain(
  ctx: Context,
  found: FoundCertificate,
  kept: typeof certificateFiles.$inferSelect,
): Promise<CertificateFile> {
  const { read } = ctx.database
  const [checkpoint] = await read
    .select()
    .from(ledgerCheckpoints)
    .where(eq(ledgerCheckpoints.size, kept.proofSize))
  const evidence = await gatherEvidence(read, found, checkpoint?.note ?? '')
  const photo = await photoOf(read, found.row.id, found.holder)
  const bytes = placeSignature(drawCertificate(ctx, found, evidence, kept.signedAt, photo), kept.signature)
  if (!equalBytes(sha256(bytes), kept.digest)) throw fileChanged(found.row.number)
  return { number: found.row.number, bytes }
}

/** One entry for all their digests. `hold` goes first inside the transaction; `act` is what the actor must be allowed. */
export async function commitFiles(
  ctx: Context,
  signed: readonly SignedFile[],
  hold: (tx: Transaction) => Promise<void> = async () => {},
  act: 'certificates.issue' | 'certificates.change' = 'certificates.issue',
): Promise<void> {
  if (signed.length === 0) return
  const files = signed.map(({ row }) => row)
  const record = entryRecord(ctx.random(16))
  const { rows, sealRoot } = sealRows(sealedCertificateFiles, record, files, ctx.random(32 * files.length))
  await ctx.database.transaction(async (tx) => {
    await hold(tx)
    const offices = new Set(signed.map(({ of }) => of.authorityId))
    for (const office of offices) await authorise(ctx, tx, act, office)
    await copyIn(tx, certificateFiles, rows)
    for (const office of offices) {
      const subjects = signed.filter(({ of }) => of.authorityId === office).map(({ of }) => of.personId)
      await recordAct(ctx, tx, {
        act,
        officeId: office,
        subjects,
        facts: { files: subjects.length },
      })
    }
    await appendEntries(tx, [
      {
        type: 'certificate.files-committed',
        record,
        day: ctx.today(),
        seals: { certificate_files: sealRoot },
        facts: { files: files.length },
      },
    ])
  })
}

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest())
