// Bundled into pages: no node modules here.
import { dayOf } from '../calendar/day.ts'
import { base64url, utf8 } from '../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../signing/canonical-json.ts'
import { openJws, signJws, type JsonObject } from '../signing/jws.ts'
import { keyId } from '../signing/key-id.ts'
import { parseVkey } from '../signing/note.ts'
import type { Signer, VerifyEd25519 } from '../signing/signer.ts'
import { maySignOn, type TrustedKey } from './trusted-key.ts'

const TYPE = 'zhengxin-trust+jws'

// Signed each by itself, and changing by the hour: a verifier may renew them without asking for a new bundle.
const SIGNED_ELSEWHERE = ['checkpoint', 'statusLists', 'signatures']

/** Two JWS with the payload left out (RFC 7515 appendix F): by the certificate key, then by the ledger's. */
export const signBundle = (
  json: JsonObject,
  { certificates, ledger }: { readonly certificates: Signer; readonly ledger: Signer },
): readonly string[] => [certificates, ledger].map((signer) => detached(signer, json))

function detached(signer: Signer, json: JsonObject): string {
  const [header, , signature] = signJws(signer, TYPE, signedPart(json)).split('.')
  return `${header}..${signature}`
}

/** What is wrong with a bundle's signatures, in Chinese, or null. Two keys must have signed: a thief needs both. */
export function bundleProblem(
  json: JsonObject,
  bundle: {
    readonly keys: readonly TrustedKey[]
    readonly ledger: { readonly vkey: string }
    readonly made: string
  },
  verify: VerifyEd25519,
): string | null {
  const signatures: unknown = json['signatures']
  if (!Array.isArray(signatures) || signatures.length !== 2) return '没有两个签名'
  const payload = base64url(utf8(JSON.stringify(signedPart(json))))
  const [byCertificates, byLedger] = signatures.map((signature) => open(signature, payload))
  if (!byCertificates || !byLedger) return '签名格式有误'
  const key = bundle.keys.find(({ kid }) => kid === byCertificates.kid)
  const made = dayOf(new Date(bundle.made))
  if (!key || key.state === 'compromised' || !maySignOn(key, made)) return '不是由可用的签发密钥签名'
  const ledger = parseVkey(bundle.ledger.vkey)?.publicKey
  if (!ledger || byLedger.kid !== keyId(ledger)) return '不是由存证密钥签名'
  const isSigned =
    verify(key.publicKey, byCertificates.signed, byCertificates.signature) &&
    verify(ledger, byLedger.signed, byLedger.signature)
  return isSigned ? null : '签名与内容不符'
}

function open(signature: unknown, payload: string) {
  const [header, none, bytes, ...more] = typeof signature === 'string' ? signature.split('.') : []
  if (none !== '' || more.length > 0) return null
  const envelope = openJws(`${header}.${payload}.${bytes}`, TYPE)
  return typeof envelope === 'string' ? null : envelope
}

/** In the one order RFC 8785 gives, so that the file itself may be spelled in any. */
function signedPart(json: JsonObject): JsonObject {
  const kept = Object.entries(json).filter(([name]) => !SIGNED_ELSEWHERE.includes(name))
  return JSON.parse(canonicalJson(Object.fromEntries(kept) as JsonValue)) as JsonObject
}
