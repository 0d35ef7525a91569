// Bundled into pages: no node modules here.
import { dayOf } from '../calendar/day.ts'
import { fromBase64url } from '../signing/bytes.ts'
import { inflateZlib } from '../signing/inflate.ts'
import { isObject, openJws, type JsonObject } from '../signing/jws.ts'
import type { VerifyEd25519 } from '../signing/signer.ts'
import type { ReasonCode } from './reason.ts'
import { MAX_STATUS_INDEX } from './record.ts'
import { maySignOn, signedBy, type TrustedKeys } from './trusted-key.ts'

export const STATUS_LIST_TYPE = 'statuslist+jwt'
/** Bits a place. */
export const STATUS_BITS = 2
/** Four places a byte. */
const MAX_BYTES = (MAX_STATUS_INDEX + 1) / 4
/** How far ahead of ours an issuer's clock may be, in seconds. */
const CLOCK_SKEW = 60

/**
 * Token Status List: 0 VALID, 1 INVALID, 2 SUSPENDED, 3 for the application. 撤销 says that a title was wrongly obtained,
 * so it has 1 to itself; 3 is every other end (注销, 失效, 换发), which must not be told as that.
 */
export const VALID = 0
export const REVOKED = 1
export const SUSPENDED = 2
export const ENDED = 3

/** A status list whose signature has been verified. Times are seconds since 1970. */
export interface StatusList {
  readonly uri: string
  readonly issuedAt: number
  /** From this second on the list says nothing any more. */
  readonly expires: number
  readonly packed: Uint8Array
}

export type StatusFault = Extract<ReasonCode, 'status-not-fresh' | 'status-foreign' | 'status-malformed'>

/** The packed places, or null: not zlib, more than 2^20 places, or bytes after the end. */
export function decodeStatuses(lst: string): Uint8Array | null {
  try {
    return inflateZlib(fromBase64url(lst), MAX_BYTES)
  } catch {
    return null
  }
}

/** What place `index` says, or null beyond the end. */
export function statusAt(list: StatusList, index: number): number | null {
  const byte = list.packed[index >> 2]
  return byte === undefined ? null : (byte >> (STATUS_BITS * (index & 3))) & 3
}

/** A list whose signature, place and form are right; whether it is still fresh is `isFresh`, asked at each use. */
export function openStatusList(
  token: string,
  uri: string,
  keys: TrustedKeys,
  verify: VerifyEd25519,
): StatusList | StatusFault {
  const envelope = openJws(token, STATUS_LIST_TYPE)
  if (typeof envelope === 'string') return 'status-malformed'
  const key = signedBy(envelope, keys, verify)
  if (key === 'signature') return 'status-malformed'
  if (typeof key === 'string') return 'status-foreign'
  const list = listFrom(envelope.payload)
  if (!list) return 'status-malformed'
  // Another list of the same issuer has other people's places.
  if (list.uri !== uri) return 'status-foreign'
  // A stolen old key must not keep revoked certificates alive.
  const day = dayOf(new Date(list.issuedAt * 1000))
  return maySignOn(key, day) && key.state !== 'compromised' ? list : 'status-foreign'
}

export function isFresh(list: StatusList, now: Date): boolean {
  const second = seconds(now)
  return list.issuedAt <= second + CLOCK_SKEW && second < list.expires
}

function listFrom(payload: JsonObject): StatusList | null {
  const { sub, iat, exp, ttl, status_list: list } = payload
  if (typeof sub !== 'string' || !isSecond(iat) || !isSecond(exp) || !isSecond(ttl)) return null
  if (!isObject(list) || list['bits'] !== STATUS_BITS || typeof list['lst'] !== 'string') return null
  const packed = decodeStatuses(list['lst'])
  return packed && { uri: sub, issuedAt: iat, expires: exp, packed }
}

const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000)

// 2199-12-31: later instants are no days of ours.
const isSecond = (n: unknown): n is number =>
  Number.isInteger(n) && (n as number) > 0 && (n as number) < 7_258_118_400
