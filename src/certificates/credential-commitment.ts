import { commitment } from '../ledger/commitment.ts'
import { utf8 } from '../signing/bytes.ts'
import type { Credentials } from './stored-credentials.ts'

/**
 * What an issuing entry says of the envelopes: HMAC over each under its own half of `salts` (64 bytes). With the
 * salts anybody can tell which entry is a certificate's; without them the entry tells nothing.
 */
export function credentialCommitments(
  entryRecord: string,
  salts: Uint8Array,
  { cwt, sdJwt }: Credentials,
): { readonly cwt: Uint8Array; readonly sdJwt: Uint8Array } {
  const about = (field: string) => ({ domain: 'certificate', field, record: entryRecord })
  return {
    cwt: commitment(salts.subarray(0, 32), about('cwt'), cwt),
    sdJwt: commitment(salts.subarray(32), about('sdJwt'), utf8(sdJwt)),
  }
}
