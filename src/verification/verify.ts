import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { shanghaiInstant } from '../calendar/day.ts'
import {
  findByNumber,
  findStoredByCode,
  type FoundCertificate,
  type StoredCertificate,
} from '../certificates/find.ts'
import { certificateFiles } from '../certificates/schema.ts'
import { pdfRoots, trustedKeys } from '../certificates/trusted-keys.ts'
import { parseScanned, type Scanned } from '../credentials/qr-text.ts'
import { reasonOf, verdictFor, type ReasonCode } from '../credentials/reason.ts'
import { verifyCredential, type Credential } from '../credentials/verdict.ts'
import { ledgerOrigin } from '../ledger/begin.ts'
import { matchesNumber } from '../people/matches-number.ts'
import { matchingName } from '../people/name.ts'
import type { Context } from '../platform/context.ts'
import { equalBytes } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { readEvidence } from './read-evidence.ts'
import { signedContent } from './signed-content.ts'
import type { Submitted } from './submitted.ts'
import { certificateShown, type VerificationAnswer } from './verification-answer.ts'

/** What the page of a code says; every unknown code gets the same answer. */
export async function verifyByCode(ctx: Context, code: string): Promise<VerificationAnswer> {
  const stored = await findStoredByCode(ctx.database.read, code)
  return stored ? answerFor(ctx, stored) : refused(ctx, 'not-found')
}

/**
 * Checks whatever somebody holds: a code's text, a token, number and name, or a file. Never throws on bad input, and
 * never says valid for what is not in our own books, however well it is signed.
 */
export async function verifySubmitted(ctx: Context, submitted: Submitted): Promise<VerificationAnswer> {
  if ('file' in submitted) return verifyFile(ctx, submitted.file)
  if ('code' in submitted) return verifyByCode(ctx, submitted.code)
  if ('credential' in submitted) return verifyScanned(ctx, parseScanned(submitted.credential))
  return verifyByNumber(ctx, submitted)
}

async function verifyByNumber(
  ctx: Context,
  asked: { readonly number: string; readonly name: string; readonly idNumber?: string },
): Promise<VerificationAnswer> {
  const found = await findByNumber(ctx, ctx.database.read, asked.number)
  const answer = found && (await answerFor(ctx, found))
  // Unknown and mismatched are one answer, to the byte: numbers can be counted through, names cannot.
  if (!found || !answer?.certificate) return answer ?? refused(ctx, 'not-found')
  if (matchingName(answer.certificate.name) !== matchingName(asked.name)) return refused(ctx, 'not-found')
  if (asked.idNumber && !(await matchesNumber(ctx, found.row.personId, asked.idNumber)))
    return refused(ctx, 'not-found')
  return answer
}

async function verifyScanned(ctx: Context, scanned: Scanned): Promise<VerificationAnswer> {
  if (scanned.kind === 'unreadable') return refused(ctx, scanned.reason)
  if (scanned.kind === 'sd-jwt') return verifySigned(ctx, scanned)
  const { origin, code } = scanned
  const stored = code === null ? null : await findStoredByCode(ctx.database.read, code)
  // A genuine token behind another host's address leads people to another host's page. Ours are the address of
  // today and the one the certificate was printed with.
  if (origin !== null && origin !== ctx.config.publicOrigin && origin !== stored?.row.origin)
    return refused(ctx, 'other-host', new URL(origin).host)
  if (scanned.kind === 'cwt') return verifySigned(ctx, scanned, code)
  return stored ? answerFor(ctx, stored) : refused(ctx, 'not-found')
}

async function verifySigned(
  ctx: Context,
  credential: Credential,
  code: string | null = null,
): Promise<VerificationAnswer> {
  const verified = verifyCredential(credential, trustedKeys(ctx.keyring.history), verifyEd25519)
  if (!verified.ok) return refused(ctx, verified.code)
  const found = await findByNumber(ctx, ctx.database.read, verified.record.number)
  if (!found || !isOurs(found, credential)) return refused(ctx, 'not-on-ledger')
  if (code !== null && code !== found.row.code) return refused(ctx, 'mismatch-shown')
  return answerFor(ctx, found)
}

// One byte string per certificate: a second signed envelope of the same number was not made by issuing it.
const isOurs = ({ credentials }: FoundCertificate, credential: Credential): boolean =>
  credential.kind === 'cwt'
    ? equalBytes(credentials.cwt, credential.cwt)
    : credentials.sdJwt === credential.token

async function verifyFile(ctx: Context, bytes: Uint8Array): Promise<VerificationAnswer> {
  const evidence = await readEvidence(bytes, pdfRoots(ctx.keyring.history))
  if (evidence.kind === 'unreadable') return refused(ctx, evidence.reason)
  if (evidence.kind === 'text') return verifyScanned(ctx, parseScanned(evidence.text))
  const answer = await verifySigned(ctx, { kind: 'sd-jwt', token: evidence.sdJwt })
  if (!answer.certificate) return answer
  const found = await findByNumber(ctx, ctx.database.read, answer.certificate.number)
  if (!found || !(await isCommittedFile(ctx, found, bytes))) return refused(ctx, 'not-on-ledger')
  return answer
}

/** The file we signed, not another one under our PDF key. */
async function isCommittedFile(ctx: Context, found: FoundCertificate, bytes: Uint8Array): Promise<boolean> {
  const [file] = await ctx.database.read
    .select({ digest: certificateFiles.digest })
    .from(certificateFiles)
    .where(eq(certificateFiles.id, found.row.id))
  return file !== undefined && equalBytes(file.digest, createHash('sha256').update(bytes).digest())
}

/** What we say of one of our own certificates: from the envelope it was signed in, and the state it is in now. */
async function answerFor(ctx: Context, stored: StoredCertificate): Promise<VerificationAnswer> {
  const verified = signedContent(ctx, stored)
  if (!verified.ok)
    return refused(ctx, verified.code === 'key-compromised' ? verified.code : 'record-altered')
  const { record, key } = verified
  const { number, statusList, statusIndex } = stored.row
  const isSame =
    record.number === number && record.status.list === statusList && record.status.index === statusIndex
  if (!isSame) return refused(ctx, 'record-altered')
  const inForce = stored.state === 'in-force'
  return {
    verdict: inForce ? 'valid' : 'not-valid',
    status: stored.state,
    reasons: stored.state === 'in-force' ? [] : [reasonOf(stored.state)],
    certificate: certificateShown(record),
    ledger: {
      origin: await ledgerOrigin(ctx.database.read),
      index: Number(stored.ledgerIndex),
      size: Number(stored.publishedSize),
    },
    signedBy: { kid: key.kid, from: key.from, until: key.until },
    checkedAt: shanghaiInstant(ctx.now()),
  }
}

// Unknown and mismatched are one answer to the byte, so its time is told to the minute: two askings a second apart
// must not differ.
const timeOf = (ctx: Context, code: ReasonCode): string =>
  shanghaiInstant(
    code === 'not-found' ? new Date(Math.floor(ctx.now().getTime() / 60_000) * 60_000) : ctx.now(),
  )

const refused = (ctx: Context, code: ReasonCode, host?: string): VerificationAnswer => ({
  verdict: verdictFor(code),
  status: 'unknown',
  reasons: [reasonOf(code, host)],
  certificate: null,
  ledger: null,
  signedBy: null,
  checkedAt: timeOf(ctx, code),
})
