// Bundled into pages: no node modules here.
import { base64url, fromBase64url, fromUtf8, utf8 } from './bytes.ts'
import type { Envelope, EnvelopeFault } from './envelope.ts'
import { signNow, type Signer, type Unsigned } from './signer.ts'
import { ED25519, suiteOfJose } from './suite.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** A compact JWS (RFC 7515 §7.1), header `alg kid typ` and nothing else. */
export const signJws = (signer: Signer, typ: string, payload: JsonObject): string =>
  signNow(signer, unsignedJws(signer, typ, payload))

export function unsignedJws(signer: Signer, typ: string, payload: JsonObject): Unsigned<string> {
  const header = JSON.stringify({ alg: (signer.suite ?? ED25519).jose, kid: signer.kid, typ })
  const signed = `${base64url(utf8(header))}.${base64url(utf8(JSON.stringify(payload)))}`
  return { signed: utf8(signed), complete: (signature) => `${signed}.${base64url(signature)}` }
}

/**
 * Takes a compact JWS apart; nothing is verified. The key never comes from the token: a header with any member
 * beside `alg kid typ` (jwk, jku, x5u, x5c, crit, b64 …) is refused, and so is every second spelling of the same token.
 */
export function openJws(token: string, typ: string): Envelope<JsonObject> | EnvelopeFault {
  const [first, second, third, ...more] = token.split('.')
  if (first === undefined || second === undefined || third === undefined || more.length > 0)
    return 'malformed'
  try {
    const header = readJson(first)
    const signature = fromBase64url(third)
    if (!isObject(header)) return 'malformed'
    const suite = suiteOfJose(header['alg'])
    if (!suite) return 'algorithm'
    if (header['typ'] !== typ) return 'type'
    const kid = header['kid']
    if (
      Object.keys(header).length !== 3 ||
      typeof kid !== 'string' ||
      signature.length !== suite.signatureBytes
    )
      return 'malformed'
    const payload = readJson(second)
    if (!isObject(payload)) return 'malformed'
    return { kid, suite, payload, signed: utf8(`${first}.${second}`), signature }
  } catch {
    return 'malformed'
  }
}

/** The JSON in one base64url part. Throws unless it is spelled as JSON.stringify spells it: no repeated member survives. */
export function readJson(part: string): unknown {
  const text = fromUtf8(fromBase64url(part))
  const value: unknown = JSON.parse(text)
  if (JSON.stringify(value) !== text) throw new SyntaxError('not the one spelling')
  return value
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
