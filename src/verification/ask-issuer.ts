import { z } from 'zod'
import type { Day } from '../calendar/day.ts'
import { parseScanned } from '../credentials/qr-text.ts'
import type { ReasonCode } from '../credentials/reason.ts'
import type { TrustBundle } from '../credentials/trust-bundle.ts'
import { issuerUnknown, issuerUnreachable } from './refusals.ts'
import type { Submitted } from './submitted.ts'
import type { VerificationAnswer } from './verification-answer.ts'
import { verifyOffline } from './verify-offline.ts'

const PATIENCE_MS = 15_000

/**
 * Asks the issuer: the one the trust bundle names, or else the one whose address was scanned. Without a bundle the
 * address itself is trusted, so whoever asks must know it. With one, what it already proves altered is asked of nobody.
 */
export async function askIssuer(
  submitted: Submitted,
  bundle: TrustBundle | null,
  now: Date,
  asOf: Day | null = null,
): Promise<VerificationAnswer> {
  const origin = bundle?.origin ?? originIn(submitted)
  if (origin === null) throw issuerUnknown()
  const here = bundle && (await verifyOffline(submitted, bundle, now, asOf))
  if (here && isForged(here)) return here
  try {
    const response = await fetch(`${origin}/api/v1/verifications`, {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...bodyFor(submitted, asOf),
    })
    if (!response.ok) throw new Error(`answered ${response.status}`)
    const answer: unknown = await response.json()
    answerShape.parse(answer)
    return answer as VerificationAnswer
  } catch {
    throw issuerUnreachable(origin)
  }
}

// The issuer may have taken new keys since the bundle was made; and its books are newer than a list's state.
const PERHAPS_NEWER: readonly ReasonCode[] = ['unknown-key', 'pdf-not-ours']

const isForged = ({ verdict, certificate, reasons }: VerificationAnswer): boolean =>
  verdict === 'not-valid' && !certificate && reasons.every(({ code }) => !PERHAPS_NEWER.includes(code))

const said = z.array(z.looseObject({ code: z.string(), message: z.string() }))
const named = z.looseObject({ name: z.string() })

// Whatever stands between us and the issuer may answer in its place: all that is told of an answer must be there.
const answerShape = z.looseObject({
  verdict: z.enum(['valid', 'not-valid', 'cannot-tell']),
  status: z.string(),
  since: z.string().nullable(),
  asOf: z.string().nullable(),
  reasons: said,
  notes: said,
  certificate: z
    .looseObject({
      number: z.string(),
      name: z.string(),
      series: z.string(),
      specialty: z.string(),
      title: z.string(),
      level: named,
      scope: z.looseObject({ text: z.string().nullable() }),
      issuer: z.looseObject({ name: z.string().nullable() }),
      issuedOn: z.string(),
      document: z.string(),
    })
    .nullable(),
  pastTitle: z.looseObject({ name: z.string(), title: z.string(), provenance: z.string() }).nullable(),
  coverage: z.looseObject({ message: z.string() }).nullable(),
  ledger: z.looseObject({ origin: z.string(), index: z.int(), size: z.int() }).nullable(),
  checkedAt: z.string(),
})

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
