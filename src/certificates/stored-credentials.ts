import { concat, fromUtf8, utf8 } from '../signing/bytes.ts'

/** The signed envelopes of one certificate. */
export interface Credentials {
  /** COSE_Sign1, as in the QR code. */
  readonly cwt: Uint8Array
  readonly sdJwt: string
}

/** As stored, before encryption: the CWT's length (uint16, big-endian) ‖ CWT ‖ SD-JWT VC. */
export function packCredentials({ cwt, sdJwt }: Credentials): Uint8Array {
  return concat(Uint8Array.of(cwt.length >> 8, cwt.length & 0xff), cwt, utf8(sdJwt))
}

export function unpackCredentials(bytes: Uint8Array): Credentials {
  const length = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  return { cwt: bytes.slice(2, 2 + length), sdJwt: fromUtf8(bytes.subarray(2 + length)) }
}
