import type { Day } from '../calendar/day.ts'
import { parseScanned } from '../credentials/qr-text.ts'
import type { TrustBundle } from '../credentials/trust-bundle.ts'
import { issuerUnknown, issuerUnreachable } from './refusals.ts'
import type { Submitted } from './submitted.ts'
import type { VerificationAnswer } from './verification-answer.ts'

const PATIENCE_MS = 15_000

/**
 * Asks the issuer: the one the trust bundle names, or else the one whose address was scanned. Without a bundle the
 * address itself is trusted, so whoever asks must know it.
 */
export async function askIssuer(
  submitted: Submitted,
  bundle: TrustBundle | null,
  asOf: Day | null = null,
): Promise<VerificationAnswer> {
  const origin = bundle?.origin ?? originIn(submitted)
  if (origin === null) throw issuerUnknown()
  try {
    const response = await fetch(`${origin}/api/v1/verifications`, {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...bodyFor(submitted, asOf),
    })
    if (!response.ok) throw new Error(`answered ${response.status}`)
    return (await response.json()) as VerificationAnswer
  } catch {
    throw issuerUnreachable(origin)
  }
}

function originIn(submitted: Submitted): string | null {
  if (!('credential' in submitted)) return null
  const scanned = parseScanned(submitted.credential)
  return scanned.kind === 'cwt' || scanned.kind === 'code' ? scanned.origin : null
}

function bodyFor(submitted: Submitted, asOf: Day | null): RequestInit {
  const day = asOf === null ? {} : { asOf }
  if (!('file' in submitted))
    return { body: JSON.stringify({ ...submitted, ...day }), headers: { 'Content-Type': 'application/json' } }
  const form = new FormData()
  form.set('file', new File([Uint8Array.from(submitted.file)], 'certificate'))
  if (asOf !== null) form.set('asOf', asOf)
  return { body: form }
}
