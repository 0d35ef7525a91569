import { decodeJwt, decodeProtectedHeader, errors, importJWK, jwtVerify, type JWTPayload } from 'jose'
import { algorithmsOf, type ClientKey } from './client-key.ts'

const LONGEST_CHARACTERS = 8192
const LONGEST_LIFE_S = 300
const ID = /^[\w-]{22}$/
/** Printable ASCII: it is stored. */
const JTI = /^[\x21-\x7e]{8,128}$/
// draft-ietf-oauth-rfc7523bis §4, and what libraries write by themselves. Certificates, status lists and the like
// carry types of their own and stop here.
const TYPES = ['client-authentication+jwt', 'JWT']

/** Why an assertion is not taken. `client` covers an unknown client and a wrong signature: neither is told apart. */
export type AssertionFault = 'malformed' | 'header' | 'client' | 'claims' | 'audience' | 'time' | 'spent'

/** Whose key to try; nothing is verified yet. Never throws. */
export function claimedClient(assertion: string): { readonly clientId: string } | AssertionFault {
  if (assertion.length > LONGEST_CHARACTERS || assertion.split('.').length !== 3) return 'malformed'
  try {
    const { alg, typ, kid: _, ...others } = decodeProtectedHeader(assertion)
    // A key offered by the message (jwk, jku, x5c, x5u) and extensions we do not know (crit, b64) end it here.
    if (Object.keys(others).length > 0 || typ === undefined || !TYPES.includes(typ)) return 'header'
    if (alg === undefined || !['EdDSA', 'Ed25519', 'ES256'].includes(alg)) return 'header'
    const { iss, sub } = decodeJwt(assertion)
    return typeof iss === 'string' && iss === sub && ID.test(iss) ? { clientId: iss } : 'claims'
  } catch {
    return 'malformed'
  }
}

/** What a sound assertion says of itself. */
export interface SoundAssertion {
  readonly jti: string
  readonly expiresAt: Date
}

/** RFC 7523 §3 with the registered key and no other, judged at `now`. Never throws. */
export async function verifyAssertion(
  assertion: string,
  { key, clientId, audience, now }: { key: ClientKey; clientId: string; audience: string; now: Date },
): Promise<SoundAssertion | AssertionFault> {
  try {
    const { payload } = await jwtVerify(assertion, await importJWK({ ...key }, algorithmsOf(key)[0]), {
      algorithms: [...algorithmsOf(key)],
      issuer: clientId,
      subject: clientId,
      currentDate: now,
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'jti'],
    })
    return judged(payload, audience, now)
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'time'
    if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'nbf' ? 'time' : 'claims'
    return 'client'
  }
}

function judged(
  { aud, exp = 0, iat, jti }: JWTPayload,
  audience: string,
  now: Date,
): SoundAssertion | AssertionFault {
  // One audience, spelled exactly so: a list may name somebody who would replay it here.
  if (aud !== audience) return 'audience'
  if (typeof jti !== 'string' || !JTI.test(jti)) return 'claims'
  const seconds = now.getTime() / 1000
  if (exp - seconds > LONGEST_LIFE_S) return 'time'
  if (iat !== undefined && (typeof iat !== 'number' || iat - seconds > 60)) return 'time'
  return { jti, expiresAt: new Date(exp * 1000) }
}
