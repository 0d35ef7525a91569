import type { Day } from '../calendar/day.ts'
import type { TrustBundle } from '../credentials/trust-bundle.ts'
import { answerPdf, answerText, openBundle, refusedOffline } from './offline-answer.ts'
import { isPdf } from './read-pdf-evidence.ts'
import { readQrPicture } from './read-qr-picture.ts'
import type { Submitted } from './submitted.ts'
import type { VerificationAnswer } from './verification-answer.ts'

/**
 * The verdict from files alone: nothing is asked of anybody. With a fresh status list in the bundle it is the full one;
 * of a day in the past (`asOf`) a list says only what was revoked.
 */
export async function verifyOffline(
  submitted: Submitted,
  bundle: TrustBundle,
  now: Date,
  asOf: Day | null = null,
): Promise<VerificationAnswer> {
  const opened = openBundle(bundle)
  const asked = asOf === null ? {} : { asOf }
  if ('credential' in submitted) return answerText(submitted.credential, opened, now, asked)
  if (!('file' in submitted)) return refusedOffline('code-only', now)
  if (isPdf(submitted.file)) return answerPdf(submitted.file, opened, now, asked)
  const text = await readQrPicture(submitted.file)
  return text === null ? refusedOffline('no-code', now) : answerText(text, opened, now, asked)
}
