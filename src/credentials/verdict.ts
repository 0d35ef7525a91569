import type { VerifyEd25519 } from '../signing/signer.ts'
import { verifyCwt } from './cwt.ts'
import { parseScanned } from './qr-text.ts'
import { reasonOf, verdictFor, type Reason, type ReasonCode, type Status, type Verdict } from './reason.ts'
import { statusUri, type CarriedRecord } from './record.ts'
import { verifySdJwt } from './sd-jwt.ts'
import {
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
import type { TrustedKeys, Verified } from './trusted-key.ts'

/** A trust bundle ready for use: every status list verified once, however many certificates are judged. */
export interface Trust {
  readonly origin: string
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

/** The verdict from files only. Never valid without a fresh status list of the issuer; never throws on bad input. */
export function judge(
  credential: Credential,
  trust: Trust,
  now: Date,
  verify: VerifyEd25519,
): OfflineVerdict {
  const verified = verifyCredential(credential, trust.keys, verify)
  if (!verified.ok) return refused(verified.code)
  const record = named(verified.record, trust)
  const { kid } = verified.key
  const state = stateOf(record, trust, now)
  if (state === VALID) return { verdict: 'valid', status: 'in-force', reasons: [], record, kid }
  const status = state === 'revoked' || state === 'suspended' ? state : 'unknown'
  return { verdict: verdictFor(state), status, reasons: [reasonOf(state)], record, kid }
}

/** The same for whatever was scanned or pasted: a genuine token behind another host's address is refused as well. */
export function judgeScanned(text: string, trust: Trust, now: Date, verify: VerifyEd25519): OfflineVerdict {
  const scanned = parseScanned(text)
  if (scanned.kind === 'unreadable') return refused(scanned.reason)
  if (scanned.kind !== 'sd-jwt' && scanned.origin !== null && scanned.origin !== trust.origin)
    return refused('other-host', new URL(scanned.origin).host)
  return scanned.kind === 'code' ? refused('code-only') : judge(scanned, trust, now, verify)
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
  record: null,
  kid: null,
})
