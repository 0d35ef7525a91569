import { shanghaiInstant } from '../calendar/day.ts'
import { findStoredByCode } from '../certificates/reading/find.ts'
import { findVersion, type CertificateVersion } from '../certificates/reading/find-version.ts'
import type { Context } from '../platform/context.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { answerFor, refused } from './answer-for.ts'
import type { VerificationAnswer } from './verification-answer.ts'

interface Kept {
  readonly version: CertificateVersion
  readonly answer: VerificationAnswer
}

const MOST_KEPT = 4096

// By the keys trusted: when their record changes, nothing said under the old one counts any more.
const kept = new WeakMap<readonly KeyRecord[], Map<string, Kept>>()

/**
 * The answer for a scanned code. The day results come out one code is scanned many times: what was made of this very
 * writing of its row is said again, with its newest state, which is asked each time.
 */
export async function answerByCode(ctx: Context, code: string): Promise<VerificationAnswer> {
  const version = await findVersion(ctx.database.read, code)
  if (!version) return refused(ctx, 'not-found')
  const { history } = ctx.keyring
  let known = kept.get(history)
  if (!known) kept.set(history, (known = new Map()))
  const before = known.get(version.id)
  if (before && isSame(before.version, version)) return again(ctx, before.answer, version)

  const stored = await findStoredByCode(ctx.database.read, code)
  if (!stored) return refused(ctx, 'not-found')
  const answer = await answerFor(ctx, stored, null)
  // An erased one is answered as an unknown code is, to the byte: kept, it would be stamped with another instant.
  if (answer.certificate === null) return answer
  if (known.size >= MOST_KEPT) known.delete(known.keys().next().value ?? '')
  known.set(version.id, { version, answer })
  return answer
}

const isSame = (a: CertificateVersion, b: CertificateVersion): boolean =>
  a.writing === b.writing && a.changes === b.changes && a.state === b.state && a.since === b.since

const again = (
  ctx: Context,
  answer: VerificationAnswer,
  { publishedSize }: CertificateVersion,
): VerificationAnswer => ({
  ...answer,
  ledger: answer.ledger && { ...answer.ledger, size: publishedSize },
  checkedAt: shanghaiInstant(ctx.now()),
})
