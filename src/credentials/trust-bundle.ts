// Bundled into pages: no node modules here.
import { dayFromNumber, dayNumber, dayOf, isDay, type Day } from '../calendar/day.ts'
import { base64, base64url, fromBase64, fromBase64url } from '../signing/bytes.ts'
import { isSmallOrder, keyId } from '../signing/key-id.ts'
import { isObject, type JsonObject } from '../signing/jws.ts'
import type { Signer, VerifyEd25519 } from '../signing/signer.ts'
import { bundleProblem, signBundle } from './bundle-signature.ts'
import { pastKeysOf, type PastLedgerKey } from './ledger-keys-of.ts'
import { successionsOf, type LedgerSuccession } from './ledger-succession.ts'
import { badTrustBundle } from './refusals.ts'
import type { TrustedKey } from './trusted-key.ts'

/** Everything an offline verifier trusts, as `/.well-known/zhengxin-trust.json` publishes it. */
export interface TrustBundle {
  /** The ledger's size under the checkpoint it was made at: never falls, and grows with every change of a state. */
  readonly version: number
  /** `https://<host>` of the verification pages. */
  readonly origin: string
  /** Every address printed on certificates so far, `origin` first: a code that leads anywhere else is not ours. */
  readonly origins: readonly string[]
  readonly issuers: readonly { readonly name: string; readonly creditCode: string }[]
  /** Certificate keys, past ones included. */
  readonly keys: readonly TrustedKey[]
  /** DER certificates that end the PDF seals' chains. */
  readonly pdfRoots: readonly Uint8Array[]
  /** The same of keys somebody else had: such a file proves nothing by itself, the issuer must be asked. */
  readonly pdfCompromised: readonly Uint8Array[]
  readonly ledger: {
    readonly origin: string
    /** Of the key in use. */
    readonly vkey: string
    /** Keys of the past: proofs made under them stay proofs. */
    readonly past?: readonly PastLedgerKey[]
    /** How keys were handed over, oldest first: who trusts an older one can follow. */
    readonly successions?: readonly LedgerSuccession[]
  }
  /** The latest checkpoint as a signed note; null before the first. */
  readonly checkpoint: string | null
  /** Signed status lists by their address. */
  readonly statusLists: ReadonlyMap<string, string>
  /** ISO instant. */
  readonly made: string
}

const SHANGHAI_MIDNIGHT = -8 * 3600
const MAX_LENGTH = 64 * 1024 * 1024

/** A key as JWKS shows it. `nbf` and `exp` are seconds, `exp` exclusive; `state` is ours. */
export function jwkOf(key: TrustedKey): JsonObject {
  return {
    kty: 'OKP',
    crv: 'Ed25519',
    x: base64url(key.publicKey),
    kid: key.kid,
    use: 'sig',
    alg: 'EdDSA',
    nbf: startOf(key.from),
    ...(key.until === null ? {} : { exp: startOf(dayFromNumber(dayNumber(key.until) + 1)) }),
    state: key.state,
    ...(key.cutOff === undefined ? {} : { cutOff: key.cutOff }),
  }
}

/** The key of a JWK; refuses one on which verifiers disagree, one named for another, and a private one. */
export function keyOfJwk(jwk: unknown): TrustedKey {
  if (!isObject(jwk) || jwk['kty'] !== 'OKP' || jwk['crv'] !== 'Ed25519')
    throw badTrustBundle('密钥不是 Ed25519 公钥')
  if ('d' in jwk) throw badTrustBundle('密钥中含有私钥')
  const { x, kid, use, nbf, exp, state, cutOff } = jwk
  const publicKey = bytesOf(x, fromBase64url, '公钥')
  if (publicKey.length !== 32 || isSmallOrder(publicKey)) throw badTrustBundle('公钥不是可用的 Ed25519 公钥')
  if (typeof kid !== 'string' || kid !== keyId(publicKey)) throw badTrustBundle('密钥编号与公钥不符')
  if (use !== 'sig') throw badTrustBundle(`密钥 ${kid} 不是签名用途`)
  if (state !== 'active' && state !== 'retired' && state !== 'compromised')
    throw badTrustBundle(`密钥 ${kid} 状态不明`)
  const from = dayAt(nbf, kid)
  const until = exp === undefined ? null : dayFromNumber(dayNumber(dayAt(exp, kid)) - 1)
  if (cutOff === undefined) return { kid, publicKey, from, until, state }
  if (state !== 'compromised' || !Number.isSafeInteger(cutOff) || (cutOff as number) < 0)
    throw badTrustBundle(`密钥 ${kid} 的失密界限有误`)
  return { kid, publicKey, from, until, state, cutOff: cutOff as number }
}

/** The bundle as published: signed by the certificate key in use and by the ledger's (bundle-signature.ts). */
export function writeTrustBundle(
  bundle: TrustBundle,
  signers: { readonly certificates: Signer; readonly ledger: Signer },
): string {
  const json = {
    v: 1,
    version: bundle.version,
    origin: bundle.origin,
    origins: bundle.origins,
    issuers: bundle.issuers,
    jwks: { keys: bundle.keys.map(jwkOf) },
    pdf: {
      roots: bundle.pdfRoots.map(base64),
      ...(bundle.pdfCompromised.length === 0 ? {} : { compromised: bundle.pdfCompromised.map(base64) }),
    },
    ledger: bundle.ledger,
    checkpoint: bundle.checkpoint,
    statusLists: Object.fromEntries(bundle.statusLists),
    made: bundle.made,
  }
  return JSON.stringify({ ...json, signatures: signBundle(json, signers) })
}

/**
 * The bundle in a text, or a Refusal that says what is wrong with it. Its signatures prove that it is whole and made by
 * the holder of the keys it names; that these are the issuer's, the first one is trusted for, and each later one only
 * by the one before (newer-bundle.ts).
 */
export function readTrustBundle(text: string, verify: VerifyEd25519): TrustBundle {
  const json = parse(text)
  if (json['v'] !== 1) throw badTrustBundle('版本不是 1')
  const { version, origin, origins, issuers, jwks, pdf, ledger, checkpoint, statusLists, made } = json
  if (!isOrigin(origin)) throw badTrustBundle('origin 不是网站地址')
  if (!Number.isSafeInteger(version) || (version as number) < 0) throw badTrustBundle('version 不是序号')
  const addresses = listOf(origins, 'origins')
  if (addresses[0] !== origin || !addresses.every(isOrigin)) throw badTrustBundle('origins 不是网站地址')
  if (!isObject(ledger)) throw badTrustBundle('缺少 ledger')
  if (typeof made !== 'string' || Number.isNaN(Date.parse(made))) throw badTrustBundle('made 不是时间')
  const bundle: TrustBundle = {
    version: version as number,
    origin,
    origins: addresses,
    issuers: listOf(issuers, 'issuers').map(issuerOf),
    keys: keysOf(jwks),
    pdfRoots: rootsOf(isObject(pdf) ? pdf['roots'] : null, 'pdf.roots'),
    pdfCompromised: rootsOf(isObject(pdf) ? (pdf['compromised'] ?? []) : null, 'pdf.compromised'),
    ledger: {
      origin: textOf(ledger['origin'], 'ledger.origin'),
      vkey: textOf(ledger['vkey'], 'ledger.vkey'),
      ...(ledger['past'] === undefined ? {} : { past: pastKeysOf(ledger['past']) }),
      ...(ledger['successions'] === undefined ? {} : { successions: successionsOf(ledger['successions']) }),
    },
    checkpoint: checkpoint === null ? null : textOf(checkpoint, 'checkpoint'),
    statusLists: statusListsOf(statusLists),
    made,
  }
  const problem = bundleProblem(json, bundle, verify)
  if (problem) throw badTrustBundle(problem)
  return bundle
}

function parse(text: string): JsonObject {
  if (text.length > MAX_LENGTH) throw badTrustBundle('文件过大')
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Said below, as for any other JSON.
  }
  throw badTrustBundle('不是 JSON 对象')
}

function keysOf(jwks: unknown): readonly TrustedKey[] {
  const keys = listOf(isObject(jwks) ? jwks['keys'] : null, 'jwks.keys').map(keyOfJwk)
  if (new Set(keys.map(({ kid }) => kid)).size !== keys.length) throw badTrustBundle('密钥重复')
  return keys
}

function issuerOf(issuer: unknown): { name: string; creditCode: string } {
  if (!isObject(issuer)) throw badTrustBundle('issuers 中有不是发证机关的内容')
  return {
    name: textOf(issuer['name'], 'issuers.name'),
    creditCode: textOf(issuer['creditCode'], 'issuers.creditCode'),
  }
}

function statusListsOf(lists: unknown): ReadonlyMap<string, string> {
  if (!isObject(lists)) throw badTrustBundle('缺少 statusLists')
  return new Map(Object.entries(lists).map(([uri, token]) => [uri, textOf(token, 'statusLists')]))
}

/** `https://<host>` in lower case, without a path or a port that goes without saying. */
function isOrigin(value: unknown): value is string {
  try {
    return typeof value === 'string' && /^https?:/.test(value) && new URL(value).origin === value
  } catch {
    return false
  }
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw badTrustBundle(`缺少 ${what}`)
  return value as readonly unknown[]
}

const rootsOf = (value: unknown, what: string): readonly Uint8Array[] =>
  listOf(value, what).map((der) => bytesOf(der, fromBase64, 'PDF 根证书'))

function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '') throw badTrustBundle(`缺少 ${what}`)
  return value
}

function bytesOf(value: unknown, decode: (text: string) => Uint8Array, what: string): Uint8Array {
  try {
    return decode(value as string)
  } catch {
    throw badTrustBundle(`${what}编码有误`)
  }
}

const startOf = (day: Day): number => dayNumber(day) * 86_400 + SHANGHAI_MIDNIGHT

/** The day in China an instant falls on. */
function dayAt(second: unknown, kid: string): Day {
  const day = typeof second === 'number' && Math.abs(second) < 1e11 ? dayOf(new Date(second * 1000)) : ''
  if (!isDay(day)) throw badTrustBundle(`密钥 ${kid} 的有效期有误`)
  return day
}
