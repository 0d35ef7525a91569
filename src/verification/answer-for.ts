import { chineseDay, shanghaiInstant, type Day } from '../calendar/day.ts'
import { stateOn } from '../certificates/reading/as-of.ts'
import type { StoredCertificate } from '../certificates/reading/find.ts'
import type { CertificateState } from '../certificates/life-cycle.ts'
import { versionLives } from '../certificates/reading/lives.ts'
import { noteOf, reasonOf, verdictFor, type Note, type ReasonCode } from '../credentials/reason.ts'
import { ledgerOrigin } from '../ledger/begin.ts'
import type { Context } from '../platform/context.ts'
import { signedContent } from './signed-content.ts'
import { bareAnswer, certificateShown, type VerificationAnswer } from './verification-answer.ts'

/** What a certificate is worth, now or on a day. */
interface Standing {
  readonly state: CertificateState | 'not-yet-issued'
  readonly since: Day | null
  readonly notes: readonly Note[]
}

/**
 * What we say of one of our own certificates: from the envelope it was signed in, and from its state now or on the day
 * `asOf` (not after today; as-of.ts has the table).
 */
export async function answerFor(
  ctx: Context,
  stored: StoredCertificate,
  asOf: Day | null,
): Promise<VerificationAnswer> {
  // Its person was erased: nothing is left to show, and nobody has altered anything.
  if (stored.row.credentials.length === 0) return refused(ctx, 'not-found', asOf)
  const verified = signedContent(ctx, stored)
  if (!verified.ok)
    return refused(ctx, COMPROMISED.has(verified.code) ? verified.code : 'record-altered', asOf)
  const { record, key } = verified
  const { number, statusList, statusIndex } = stored.row
  const isSame =
    record.number === number && record.status.list === statusList && record.status.index === statusIndex
  if (!isSame) return refused(ctx, 'record-altered', asOf)

  const { state, since, notes } = asOf === null ? now(stored) : await onDay(ctx, stored, asOf)
  const inForce = state === 'in-force'
  const signed = key.state === 'compromised' ? [noteOf('signed-before-compromise')] : []
  return {
    verdict: inForce ? 'valid' : 'not-valid',
    status: state === 'not-yet-issued' ? 'unknown' : state,
    since: inForce ? null : since,
    asOf,
    reasons: inForce ? [] : [reasonOf(state)],
    notes: inForce ? [...signed, ...notes] : [],
    certificate: certificateShown(record),
    pastTitle: null,
    coverage: null,
    ledger: {
      origin: await ledgerOrigin(ctx.database.read),
      index: Number(stored.ledgerIndex),
      size: Number(stored.publishedSize),
    },
    signedBy: { kid: key.kid, from: key.from, until: key.until },
    checkedAt: shanghaiInstant(ctx.now()),
  }
}

const COMPROMISED: ReadonlySet<ReasonCode> = new Set(['key-compromised', 'key-compromised-before'])

const now = ({ state, since }: StoredCertificate): Standing => ({ state, since, notes: [] })

async function onDay(ctx: Context, { row }: StoredCertificate, asOf: Day): Promise<Standing> {
  const on = stateOn(await versionLives(ctx.database.read, row), asOf)
  if (on.kind === 'not-yet-issued') return { state: 'not-yet-issued', since: null, notes: [] }
  const first = on.firstIssuedOn
  return {
    state: on.state,
    since: on.since,
    notes: first === null ? [] : [noteOf('earlier-version', { zh: chineseDay(first), en: first })],
  }
}

/** An answer about nothing of ours. Its instant is the minute where two askings must not differ. */
export const refused = (
  ctx: Context,
  code: ReasonCode,
  asOf: Day | null = null,
  host?: string,
): VerificationAnswer => ({
  ...bareAnswer(verdictFor(code), [reasonOf(code, host)], timeOf(ctx, code)),
  asOf,
})

// Unknown and mismatched are one answer to the byte, so its time is told to the minute: two askings a second apart
// must not differ.
const timeOf = (ctx: Context, code: ReasonCode): string =>
  shanghaiInstant(
    code === 'not-found' ? new Date(Math.floor(ctx.now().getTime() / 60_000) * 60_000) : ctx.now(),
  )
