import { deflateSync } from 'node:zlib'
import { base64url } from '../signing/bytes.ts'
import { signJws } from '../signing/jws.ts'
import type { Signer } from '../signing/signer.ts'
import { MAX_STATUS_INDEX } from './record.ts'
import { STATUS_BITS, STATUS_LIST_TYPE } from './status-list.ts'

/** `statuses`: one byte (0–3) for each place, at most 2^20. Least significant bits first, then zlib. */
export function encodeStatuses(statuses: Uint8Array): string {
  if (statuses.length > MAX_STATUS_INDEX + 1) throw new RangeError('a list has at most 2^20 places')
  const packed = new Uint8Array(Math.ceil(statuses.length / 4))
  statuses.forEach((status, i) => {
    packed[i >> 2] = (packed[i >> 2] as number) | ((status & 3) << (STATUS_BITS * (i & 3)))
  })
  return base64url(deflateSync(packed, { level: 9 }))
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
  return signJws(signer, STATUS_LIST_TYPE, {
    sub: uri,
    iat: seconds(times.issuedAt),
    exp: seconds(times.expires),
    ttl: times.ttl,
    status_list: { bits: STATUS_BITS, lst: encodeStatuses(statuses) },
  })
}

const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000)
