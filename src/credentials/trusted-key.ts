// Bundled into pages: no node modules here.
import type { Day } from '../calendar/day.ts'
import { fromBase64url } from '../signing/bytes.ts'
import type { Envelope, EnvelopeFault } from '../signing/envelope.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { ED25519 } from '../signing/suite.ts'
import type { VerifyEd25519 } from '../signing/signer.ts'
import type { ReasonCode } from './reason.ts'
import type { CarriedRecord } from './record.ts'

/** A public key of the issuer and the days, inclusive, on which it may sign. */
export interface TrustedKey {
  readonly kid: string
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  readonly from: Day
  /** Null while no end has been announced. */
  readonly until: Day | null
  readonly state: 'active' | 'retired' | 'compromised'
  /** Of a compromised key: what the ledger recorded before this index was signed by its owner. Absent: nothing was. */
  readonly cutOff?: number
}

/** The certificate keys of the public record, past ones included. */
export const certificateKeys = (history: readonly KeyRecord[]): readonly TrustedKey[] =>
  history
    .filter(({ purpose }) => purpose === 'certificates')
    .map(({ kid, publicKey = '', from, until, state, cutOff }) => ({
      kid,
      publicKey: fromBase64url(publicKey),
      from,
      until,
      state,
      ...(cutOff === undefined ? {} : { cutOff }),
    }))

export type TrustedKeys = ReadonlyMap<string, TrustedKey>

/** What an envelope proves by itself, before anyone asks for its status. */
export type Verified =
  | { readonly ok: true; readonly record: CarriedRecord; readonly key: TrustedKey }
  | {
      readonly ok: false
      readonly code: ReasonCode
      /** With `key-compromised`: what the key signed, whoever held it then. */
      readonly suspect?: { readonly record: CarriedRecord; readonly key: TrustedKey }
    }

/** The trusted key that signed, or why none did. The key is found by kid among ours; the message has no say. */
export function signedBy(
  envelope: Envelope<unknown>,
  keys: TrustedKeys,
  verify: VerifyEd25519,
): TrustedKey | ReasonCode {
  const key = keys.get(envelope.kid)
  if (!key) return 'unknown-key'
  // A key verifies what its own suite signed: its bytes mean nothing in another.
  if (envelope.suite !== ED25519) return 'algorithm'
  return verify(key.publicKey, envelope.signed, envelope.signature) ? key : 'signature'
}

/** What a record signed by this key is worth: outside the key's days nothing, after its compromise not enough. */
export function accept(record: CarriedRecord, key: TrustedKey): Verified {
  if (!maySignOn(key, record.issuedOn)) return { ok: false, code: 'key-window' }
  if (key.state === 'compromised') return { ok: false, code: 'key-compromised', suspect: { record, key } }
  return { ok: true, record, key }
}

/**
 * The same once the place on the ledger is known: a thief can sign, but not on an earlier page of a public ledger.
 * `index`: of the issuing entry, proven or from our own books.
 */
export function settle(verified: Verified, index: number): Verified {
  if (verified.ok || !verified.suspect) return verified
  const { record, key } = verified.suspect
  return key.cutOff !== undefined && index < key.cutOff
    ? { ok: true, record, key }
    : { ok: false, code: 'key-compromised-before' }
}

export const maySignOn = (key: TrustedKey, day: Day): boolean =>
  key.from <= day && (key.until === null || day <= key.until)

export const reasonForFault = (fault: EnvelopeFault): ReasonCode =>
  fault === 'type' ? 'not-a-certificate' : fault
