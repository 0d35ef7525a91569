import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { shanghaiInstant, type Day } from '../calendar/day.ts'
import {
  findByNumber,
  findStoredByCode,
  findStoredByNumber,
  type FoundCertificate,
  type StoredCertificate,
} from '../certificates/reading/find.ts'
import { certificateFiles } from '../certificates/schema.ts'
import { printedOrigins } from '../certificates/publishing/printed-origins.ts'
import { pdfKeys, trustedKeys, type PdfKey } from '../certificates/publishing/trusted-keys.ts'
import { parseScanned, type Scanned } from '../credentials/qr-text.ts'
import { noteOf, reasonOf, verdictFor } from '../credentials/reason.ts'
import { verifyCredential, type Credential } from '../credentials/verdict.ts'
import { ledgerEntries } from '../ledger/schema.ts'
import { matchesNumber } from '../people/matches-number.ts'
import { matchingName } from '../people/name.ts'
import { openPersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { equalBytes } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { nameOfTitle } from '../titles/title-name.ts'
import { answerByCode } from './answer-by-code.ts'
import { answerFor, refused } from './answer-for.ts'
import { coverageOf } from './coverage.ts'
import { findPastTitle } from './past-title.ts'
import { readEvidence } from './read-evidence.ts'
import type { AskedByNumber, Submitted } from './submitted.ts'
import { bareAnswer, type VerificationAnswer } from './verification-answer.ts'

/** What the page of a code says, now or of the day `asOf` (not after today); every unknown code gets the same answer. */
export async function verifyByCode(
  ctx: Context,
  code: string,
  asOf: Day | null = null,
): Promise<VerificationAnswer> {
  if (asOf === null) return answerByCode(ctx, code)
  const stored = await findStoredByCode(ctx.database.read, code)
  return stored ? answerFor(ctx, stored, asOf) : refused(ctx, 'not-found', asOf)
}

/**
 * Checks whatever somebody holds: a code's text, a token, number and name, or a file. Never throws on bad input, and
 * never says valid for what is not in our own books, however well it is signed.
 */
export async function verifySubmitted(
  ctx: Context,
  submitted: Submitted,
  asOf: Day | null = null,
): Promise<VerificationAnswer> {
  if ('file' in submitted) return verifyFile(ctx, submitted.file, asOf)
  if ('code' in submitted) return verifyByCode(ctx, submitted.code, asOf)
  if ('credential' in submitted) return verifyScanned(ctx, parseScanned(submitted.credential), asOf)
  return verifyByNumber(ctx, submitted, asOf)
}

/**
 * Numbers can be counted through, names cannot: until the name agrees, nothing of ours is told, not even that a stored
 * row was altered. Unknown and mismatched are one answer, to the byte.
 */
async function verifyByNumber(
  ctx: Context,
  asked: AskedByNumber,
  asOf: Day | null,
): Promise<VerificationAnswer> {
  const stored = await findStoredByNumber(ctx.database.read, asked.number)
  if (stored && (await isHolder(ctx, stored, asked))) return answerFor(ctx, stored, asOf)
  const pastTitle = await findPastTitle(ctx, asked)
  if (pastTitle) {
    const reasons = [reasonOf('historical')]
    const bare = bareAnswer(verdictFor('historical'), reasons, shanghaiInstant(ctx.now()))
    return { ...bare, status: 'historical', asOf, pastTitle }
  }
  const { year, level, issuer } = asked
  const coverage =
    year === undefined || level === undefined ? null : await coverageOf(ctx, { year, level, issuer })
  return { ...refused(ctx, 'not-found', asOf), coverage }
}

/** Compared with the title's own list, which an altered certificate does not touch. */
async function isHolder(ctx: Context, { row, wrappedKey }: StoredCertificate, asked: AskedByNumber) {
  const { read } = ctx.database
  try {
    const name = await nameOfTitle(
      read,
      row.titleId,
      openPersonKey(ctx.keyring.fields, row.personId, wrappedKey),
    )
    if (name === null || matchingName(name) !== matchingName(asked.name)) return false
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
  return !asked.idNumber || matchesNumber(ctx, read, row.personId, asked.idNumber)
}

async function verifyScanned(ctx: Context, scanned: Scanned, asOf: Day | null): Promise<VerificationAnswer> {
  if (scanned.kind === 'sd-jwt') return verifySigned(ctx, scanned, asOf)
  const { origin } = scanned
  const code = scanned.kind === 'unreadable' ? null : scanned.code
  const stored = code === null ? null : await findStoredByCode(ctx.database.read, code)
  if (origin !== null && !(await isOurAddress(ctx, origin, stored)))
    return refused(ctx, 'other-host', asOf, new URL(origin).host)
  if (scanned.kind === 'unreadable') return refused(ctx, scanned.reason, asOf)
  if (scanned.kind === 'cwt') return verifySigned(ctx, scanned, asOf, code)
  return stored ? answerFor(ctx, stored, asOf) : refused(ctx, 'not-found', asOf)
}

/**
 * A genuine token behind another host's address leads people to another host's page. Ours are the address of today and the
 * one the certificate was printed with; of a code nobody has, any that one was printed with.
 */
async function isOurAddress(
  ctx: Context,
  origin: string,
  stored: StoredCertificate | null,
): Promise<boolean> {
  if (origin === ctx.config.publicOrigin) return true
  return stored ? origin === stored.row.origin : (await printedOrigins(ctx.database.read)).includes(origin)
}

async function verifySigned(
  ctx: Context,
  credential: Credential,
  asOf: Day | null,
  code: string | null = null,
): Promise<VerificationAnswer> {
  const verified = verifyCredential(credential, trustedKeys(ctx.keyring.history), verifyEd25519)
  // What a stolen key signed is judged by our books, like everything else.
  const signed = verified.ok ? verified : verified.suspect
  if (!signed) return refused(ctx, verified.ok ? 'signature' : verified.code, asOf)
  const found = await findOurs(ctx, signed.record.number)
  if (found === 'erased') return refused(ctx, 'erased', asOf)
  if (!found || !isOurs(found, credential)) return refused(ctx, 'not-on-ledger', asOf)
  if (code !== null && code !== found.row.code) return refused(ctx, 'mismatch-shown', asOf)
  return answerFor(ctx, found, asOf)
}

/** Null also for a row that no longer opens: it cannot be compared with what was submitted. */
async function findOurs(ctx: Context, number: string): Promise<FoundCertificate | 'erased' | null> {
  try {
    return await findByNumber(ctx, ctx.database.read, number)
  } catch (error) {
    if (error instanceof Refusal) return error.code === 'people/erased' ? 'erased' : null
    throw error
  }
}

// One byte string per certificate: a second signed envelope of the same number was not made by issuing it.
const isOurs = ({ credentials }: FoundCertificate, credential: Credential): boolean =>
  credential.kind === 'cwt'
    ? equalBytes(credentials.cwt, credential.cwt)
    : credentials.sdJwt === credential.token

async function verifyFile(ctx: Context, bytes: Uint8Array, asOf: Day | null): Promise<VerificationAnswer> {
  const keys = pdfKeys(ctx.keyring.history)
  const roots = keys.map(({ root }) => root)
  const evidence = await readEvidence(bytes, roots)
  if (evidence.kind === 'unreadable') return refused(ctx, evidence.reason, asOf)
  if (evidence.kind === 'text') return verifyScanned(ctx, parseScanned(evidence.text), asOf)
  const answer = await verifySigned(ctx, { kind: 'sd-jwt', token: evidence.sdJwt }, asOf)
  if (!answer.certificate) return answer
  const found = await findOurs(ctx, answer.certificate.number)
  if (found === 'erased') return refused(ctx, 'erased', asOf)
  const place = found && (await placeOfFile(ctx, found, bytes))
  const key = keys.find(({ root }) => equalBytes(root, evidence.root))
  if (!key?.isCompromised) return place === null ? refused(ctx, 'not-on-ledger', asOf) : answer
  if (answer.verdict !== 'valid') return answer
  return isBefore(place, key)
    ? { ...answer, notes: [...answer.notes, noteOf('sealed-before-compromise')] }
    : refused(ctx, 'pdf-key-compromised-before', asOf)
}

const isBefore = (place: bigint | null, { cutOff }: PdfKey): boolean =>
  place !== null && cutOff !== undefined && place < BigInt(cutOff)

/** Where the ledger has committed this very file; null for any other under our PDF key. */
async function placeOfFile(ctx: Context, found: FoundCertificate, bytes: Uint8Array): Promise<bigint | null> {
  const digest = new Uint8Array(createHash('sha256').update(bytes).digest())
  const [file] = await ctx.database.read
    .select({ index: ledgerEntries.index })
    .from(certificateFiles)
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, certificateFiles.sealedBy))
    .where(and(eq(certificateFiles.certificateId, found.row.id), eq(certificateFiles.digest, digest)))
  return file?.index ?? null
}
