import { shanghaiInstant } from '../calendar/day.ts'
import { placeOnLedger, type LedgerPlace } from '../certificates/ledger-evidence.ts'
import { reasonOf, verdictFor, type ReasonCode } from '../credentials/reason.ts'
import type { TrustBundle } from '../credentials/trust-bundle.ts'
import { judge, judgeScanned, trustOf, type OfflineVerdict, type Trust } from '../credentials/verdict.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { parseVkey } from '../signing/note.ts'
import { readEvidence, type Evidence } from './read-evidence.ts'
import type { Submitted } from './submitted.ts'
import { certificateShown, type VerificationAnswer } from './verification-answer.ts'

/** The verdict from files alone: nothing is asked of anybody. With a fresh status list in the bundle it is the full one. */
export async function verifyOffline(
  submitted: Submitted,
  bundle: TrustBundle,
  now: Date,
): Promise<VerificationAnswer> {
  const trust = trustOf(bundle, verifyEd25519)
  if ('credential' in submitted)
    return answer(judgeScanned(submitted.credential, trust, now, verifyEd25519), trust, now)
  if (!('file' in submitted)) return refused('code-only', now)
  const evidence = await readEvidence(submitted.file, bundle.pdfRoots)
  if (evidence.kind === 'unreadable') return refused(evidence.reason, now)
  if (evidence.kind === 'text')
    return answer(judgeScanned(evidence.text, trust, now, verifyEd25519), trust, now)
  return judgeFile(evidence, bundle, trust, now)
}

function judgeFile(
  evidence: Extract<Evidence, { kind: 'certificate' }>,
  bundle: TrustBundle,
  trust: Trust,
  now: Date,
): VerificationAnswer {
  const verdict = judge({ kind: 'sd-jwt', token: evidence.sdJwt }, trust, now, verifyEd25519)
  if (!verdict.record) return answer(verdict, trust, now)
  const key = parseVkey(bundle.ledger.vkey)
  const place = key && placeOnLedger(evidence.proof, evidence, key)
  // Signed but not on the ledger: a stolen key makes such files.
  return place ? answer(verdict, trust, now, place) : refused('not-on-ledger', now)
}

function answer(
  verdict: OfflineVerdict,
  trust: Trust,
  now: Date,
  ledger: LedgerPlace | null = null,
): VerificationAnswer {
  const key = verdict.kid === null ? undefined : trust.keys.get(verdict.kid)
  return {
    verdict: verdict.verdict,
    status: verdict.status,
    reasons: verdict.reasons,
    certificate: verdict.record && certificateShown(verdict.record),
    ledger,
    signedBy: key ? { kid: key.kid, from: key.from, until: key.until } : null,
    checkedAt: shanghaiInstant(now),
  }
}

const refused = (code: ReasonCode, now: Date): VerificationAnswer => ({
  verdict: verdictFor(code),
  status: 'unknown',
  reasons: [reasonOf(code)],
  certificate: null,
  ledger: null,
  signedBy: null,
  checkedAt: shanghaiInstant(now),
})
