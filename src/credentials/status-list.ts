import { deflateSync, inflateSync } from 'node:zlib'
import { dayOf } from '../calendar/day.ts'
import { base64url, fromBase64url } from '../signing/bytes.ts'
import { isObject, openJws, signJws, type JsonObject } from '../signing/jws.ts'
import type { Signer, VerifyEd25519 } from '../signing/signer.ts'
import type { ReasonCode } from './reason.ts'
import { MAX_STATUS_INDEX } from './record.ts'
import { maySignOn, signedBy, type TrustedKeys } from './trusted-key.ts'

const TYPE = 'statuslist+jwt'
const BITS = 2
/** Four places a byte. */
const MAX_BYTES = (MAX_STATUS_INDEX + 1) / 4
/** How far ahead of ours an issuer's clock may be, in seconds. */
const CLOCK_SKEW = 60

/** Token Status List: 0 VALID, 1 INVALID, 2 SUSPENDED; 3 is free for applications, and we have no use for it. */
export const VALID = 0
export const REVOKED = 1
export const SUSPENDED = 2

/** A status list whose signature has been verified. Times are seconds since 1970. */
export interface StatusList {
  readonly uri: string
  readonly issuedAt: number
  /** From this second on the list says nothing any more. */
  readonly expires: number
  readonly packed: Uint8Array
}

export type StatusFault = Extract<ReasonCode, 'status-not-fresh' | 'status-foreign' | 'status-malformed'>

/** `statuses`: one byte (0–3) for each place, at most 2^20. Least significant bits first, then zlib. */
export function encodeStatuses(statuses: Uint8Array): string {
  if (statuses.length > MAX_STATUS_INDEX + 1) throw new RangeError('a list has at most 2^20 places')
  const packed = new Uint8Array(Math.ceil(statuses.length / 4))
  statuses.forEach((status, i) => {
    packed[i >> 2] = (packed[i >> 2] as number) | ((status & 3) << (BITS * (i & 3)))
  })
  return base64url(deflateSync(packed, { level: 9 }))
}

/** The packed places, or null: not zlib, more than 2^20 places, or bytes after the end. */
export function decodeStatuses(lst: string): Uint8Array | null {
  try {
    const deflated = fromBase64url(lst)
    const { buffer, engine } = inflateSync(deflated, {
      maxOutputLength: MAX_BYTES,
      info: true,
    }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    return engine.bytesWritten === deflated.length ? new Uint8Array(buffer) : null
  } catch {
    return null
  }
}

/** What place `index` says, or null beyond the end. */
export function statusAt(list: StatusList, index: number): number | null {
  const byte = list.packed[index >> 2]
  return byte === undefined ? null : (byte >> (BITS * (index & 3))) & 3
}

export interface StatusListTimes {
  readonly issuedAt: Date
  readonly expires: Date
  /** Seconds a copy may be kept before asking again. */
  readonly ttl: number
}

/** The signed list for `uri`, which every certificate on it names. */
export function signStatusList(
  signer: Signer,
  uri: string,
  statuses: Uint8Array,
  times: StatusListTimes,
): string {
  return signJws(signer, TYPE, {
    sub: uri,
    iat: seconds(times.issuedAt),
    exp: seconds(times.expires),
    ttl: times.ttl,
    status_list: { bits: BITS, lst: encodeStatuses(statuses) },
  })
}

/** A list whose signature, place and form are right; whether it is still fresh is `isFresh`, asked at each use. */
export function openStatusList(
  token: string,
  uri: string,
  keys: TrustedKeys,
  verify: VerifyEd25519,
): StatusList | StatusFault {
  const envelope = openJws(token, TYPE)
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
  if (!isObject(list) || list['bits'] !== BITS || typeof list['lst'] !== 'string') return null
  const packed = decodeStatuses(list['lst'])
  return packed && { uri: sub, issuedAt: iat, expires: exp, packed }
}

const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000)

// 2199-12-31: later instants are no days of ours.
const isSecond = (n: unknown): n is number =>
  Number.isInteger(n) && (n as number) > 0 && (n as number) < 7_258_118_400
