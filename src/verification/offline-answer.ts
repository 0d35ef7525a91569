// Bundled into pages: no node modules here. The one judgement of command, page and verifier.js.
import { shanghaiInstant } from '../calendar/day.ts'
import { placeOnLedger, type LedgerPlace } from '../certificates/files/ledger-evidence.ts'
import { ledgerKeysOf } from '../credentials/ledger-keys-of.ts'
import { reasonOf, verdictFor, type ReasonCode } from '../credentials/reason.ts'
import type { TrustBundle } from '../credentials/trust-bundle.ts'
import {
  judge,
  judgeScanned,
  trustOf,
  type Asked,
  type OfflineVerdict,
  type Trust,
} from '../credentials/verdict.ts'
import { openCheckpoint, parseCheckpoint } from '../ledger/checkpoint.ts'
import type { LedgerKey } from '../ledger/ledger-keys.ts'
import { parseTlogProof } from '../ledger/proof.ts'
import { equalBytes } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { parseNote } from '../signing/note.ts'
import { readPdfEvidence, type PdfEvidence } from './read-pdf-evidence.ts'
import { bareAnswer, certificateShown, type VerificationAnswer } from './verification-answer.ts'

/** A trust bundle ready for use, however many certificates are judged with it. */
export interface OpenedBundle {
  readonly bundle: TrustBundle
  readonly trust: Trust
}

export const openBundle = (bundle: TrustBundle): OpenedBundle => ({
  bundle,
  trust: trustOf(bundle, verifyEd25519),
})

/** What a scanned, pasted or typed text proves by itself. Never throws. */
export const answerText = (
  text: string,
  { trust }: OpenedBundle,
  now: Date,
  asked: Asked = {},
): VerificationAnswer => answer(judgeScanned(text, trust, now, verifyEd25519, asked), trust, now, asked)

/** What a certificate's PDF proves by itself: signature, envelope, status and place on the ledger. Never throws. */
export function answerPdf(
  file: Uint8Array,
  opened: OpenedBundle,
  now: Date,
  asked: Asked = {},
): VerificationAnswer {
  const { bundle } = opened
  const evidence = readPdfEvidence(file, [...bundle.pdfRoots, ...bundle.pdfCompromised])
  if (evidence.kind === 'unreadable') return refusedOffline(evidence.reason, now)
  const judged = answerEvidence(evidence, opened, now, asked)
  // A thief's page around a genuine envelope looks the same from here: only the issuer's books know the files.
  const isStolen = bundle.pdfCompromised.some((root) => equalBytes(root, evidence.root))
  return isStolen && judged.verdict !== 'not-valid' ? refusedOffline('pdf-key-compromised', now) : judged
}

function answerEvidence(
  evidence: PdfEvidence,
  { bundle, trust }: OpenedBundle,
  now: Date,
  asked: Asked,
): VerificationAnswer {
  const keys = ledgerKeysOf(bundle.ledger)
  const place = placeOnLedger(evidence.proof, evidence, keys)
  // Where it stands settles what a key signed that was stolen later.
  const known = place ? { ...asked, ledgerIndex: place.index } : asked
  const verdict = judge({ kind: 'sd-jwt', token: evidence.sdJwt }, trust, now, verifyEd25519, known)
  // Signed but not on the ledger: a stolen key makes such files.
  if (verdict.record && !place)
    return refusedOffline(isNewer(evidence.proof, bundle, keys) ? 'bundle-outdated' : 'not-on-ledger', now)
  return answer(verdict, trust, now, asked, place)
}

/** Is the proof of a later tree than the bundle knows of, under a key the bundle does not know? */
function isNewer(proof: string, { version, ledger }: TrustBundle, keys: readonly LedgerKey[]): boolean {
  const note = parseTlogProof(proof)?.checkpoint ?? ''
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '')
  const isOfLedger = checkpoint?.origin === ledger.origin && checkpoint.size > BigInt(version)
  return isOfLedger && openCheckpoint(note, keys, verifyEd25519).kind === 'unsigned'
}

function answer(
  verdict: OfflineVerdict,
  trust: Trust,
  now: Date,
  asked: Asked,
  ledger: LedgerPlace | null = null,
): VerificationAnswer {
  const key = verdict.kid === null ? undefined : trust.keys.get(verdict.kid)
  return {
    ...bareAnswer(verdict.verdict, verdict.reasons, shanghaiInstant(now)),
    status: verdict.status,
    asOf: asked.asOf ?? null,
    notes: verdict.notes,
    certificate: verdict.record && certificateShown(verdict.record),
    ledger: verdict.record && ledger,
    signedBy: key ? { kid: key.kid, from: key.from, until: key.until } : null,
  }
}

/** The answer that says nothing but why. */
export const refusedOffline = (code: ReasonCode, now: Date): VerificationAnswer =>
  bareAnswer(verdictFor(code), [reasonOf(code)], shanghaiInstant(now))
