import { dayOf, type Day } from '../calendar/day.ts'
import type { VerifyEd25519 } from '../signing/signer.ts'
import { verifyCwt } from './cwt.ts'
import { parseScanned } from './qr-text.ts'
import {
  noteOf,
  reasonOf,
  verdictFor,
  type Note,
  type Reason,
  type ReasonCode,
  type Status,
  type Verdict,
} from './reason.ts'
import { statusUri, type CarriedRecord } from './record.ts'
import { verifySdJwt } from './sd-jwt.ts'
import {
  ENDED,
  isFresh,
  openStatusList,
  REVOKED,
  statusAt,
  SUSPENDED,
  VALID,
  type StatusFault,
  type StatusList,
} from './status-list.ts'
import type { TrustBundle } from './trust-bundle.ts'
import { settle, type TrustedKeys, type Verified } from './trusted-key.ts'

/** A trust bundle ready for use: every status list verified once, however many certificates are judged. */
export interface Trust {
  readonly origin: string
  /** Of today and before. */
  readonly origins: ReadonlySet<string>
  /** Names by credit code. */
  readonly issuers: ReadonlyMap<string, string>
  readonly keys: TrustedKeys
  readonly statusLists: ReadonlyMap<string, StatusList | StatusFault>
}

export type Credential =
  { readonly kind: 'cwt'; readonly cwt: Uint8Array } | { readonly kind: 'sd-jwt'; readonly token: string }

export interface OfflineVerdict {
  readonly verdict: Verdict
  readonly status: Status
  /** Empty when valid; otherwise the first decides. */
  readonly reasons: readonly Reason[]
  /** What to know of a valid one. */
  readonly notes: readonly Note[]
  /** What was signed; null unless a trusted key signed it. The issuer's name comes from the bundle. */
  readonly record: CarriedRecord | null
  /** The key that signed, when one did. */
  readonly kid: string | null
}

export function trustOf(bundle: TrustBundle, verify: VerifyEd25519): Trust {
  const keys = new Map(bundle.keys.map((key) => [key.kid, key]))
  const lists = [...bundle.statusLists].map(
    ([uri, token]) => [uri, openStatusList(token, uri, keys, verify)] as const,
  )
  return {
    origin: bundle.origin,
    origins: new Set(bundle.origins),
    issuers: new Map(bundle.issuers.map(({ name, creditCode }) => [creditCode, name])),
    keys,
    statusLists: new Map(lists),
  }
}

/** What a credential proves by its signature alone. */
export const verifyCredential = (
  credential: Credential,
  keys: TrustedKeys,
  verify: VerifyEd25519,
): Verified =>
  credential.kind === 'cwt'
    ? verifyCwt(credential.cwt, keys, verify)
    : verifySdJwt(credential.token, keys, verify)

/** What else is asked, or known, of one credential. */
export interface Asked {
  /** What it was worth on this day; absent: now. */
  readonly asOf?: Day
  /** Its issuing entry, proven to be on the issuer's ledger. */
  readonly ledgerIndex?: number
}

/** The verdict from files only. Never valid without a fresh status list of the issuer; never throws on bad input. */
export function judge(
  credential: Credential,
  trust: Trust,
  now: Date,
  verify: VerifyEd25519,
  asked: Asked = {},
): OfflineVerdict {
  const alone = verifyCredential(credential, trust.keys, verify)
  const verified = asked.ledgerIndex === undefined ? alone : settle(alone, asked.ledgerIndex)
  if (!verified.ok) return refused(verified.code)
  const record = named(verified.record, trust)
  const { kid } = verified.key
  const present = stateOf(record, trust, now)
  const state = asked.asOf === undefined ? present : stateOnDay(present, asked.asOf, dayOf(now))
  if (state === VALID) {
    const notes = verified.key.state === 'compromised' ? [noteOf('signed-before-compromise')] : []
    return { verdict: 'valid', status: 'in-force', reasons: [], notes, record, kid }
  }
  const status = state === 'revoked' || state === 'suspended' || state === 'ended' ? state : 'unknown'
  return { verdict: verdictFor(state), status, reasons: [reasonOf(state)], notes: [], record, kid }
}

/** The same for whatever was scanned or pasted: a genuine token behind another host's address is refused as well. */
export function judgeScanned(
  text: string,
  trust: Trust,
  now: Date,
  verify: VerifyEd25519,
  asked: Asked = {},
): OfflineVerdict {
  const scanned = parseScanned(text)
  if (scanned.kind !== 'sd-jwt' && scanned.origin !== null && !trust.origins.has(scanned.origin))
    return refused('other-host', new URL(scanned.origin).host)
  if (scanned.kind === 'unreadable') return refused(scanned.reason)
  return scanned.kind === 'code' ? refused('code-only') : judge(scanned, trust, now, verify, asked)
}

/** A list tells the present alone; but what was revoked was wrongly obtained, and was worth nothing on any day. */
function stateOnDay(present: typeof VALID | ReasonCode, asOf: Day, today: Day): typeof VALID | ReasonCode {
  if (asOf > today) return 'as-of-future'
  if (asOf === today || present === 'revoked') return present
  return present === VALID || present === 'suspended' || present === 'ended' ? 'as-of-needs-issuer' : present
}

function stateOf(record: CarriedRecord, trust: Trust, now: Date): typeof VALID | ReasonCode {
  const list = trust.statusLists.get(statusUri(trust.origin, record.status.list))
  if (list === undefined) return 'status-not-fresh'
  if (typeof list === 'string') return list
  if (!isFresh(list, now)) return 'status-not-fresh'
  switch (statusAt(list, record.status.index)) {
    case VALID:
      return VALID
    case REVOKED:
      return 'revoked'
    case SUSPENDED:
      return 'suspended'
    case ENDED:
      return 'ended'
    default:
      return 'status-malformed'
  }
}

function named(record: CarriedRecord, trust: Trust): CarriedRecord {
  const name = record.issuer.name ?? trust.issuers.get(record.issuer.creditCode) ?? null
  return { ...record, issuer: { ...record.issuer, name } }
}

const refused = (code: ReasonCode, host?: string): OfflineVerdict => ({
  verdict: verdictFor(code),
  status: 'unknown',
  reasons: [reasonOf(code, host)],
  notes: [],
  record: null,
  kid: null,
})
