// Bundled into pages: no node modules here.
import { dayNumber, type Day } from '../calendar/day.ts'
import { base64url, fromBase64url, utf8 } from '../signing/bytes.ts'
import { openJws, readJson, unsignedJws, type JsonObject } from '../signing/jws.ts'
import { sha256 } from '../signing/sha256.ts'
import { signNow, type Signer, type Unsigned, type VerifyEd25519 } from '../signing/signer.ts'
import type { LevelCode } from '../titles/level.ts'
import type { Route } from '../titles/route.ts'
import type { ValidityScope } from '../titles/validity-scope.ts'
import type { ReasonCode } from './reason.ts'
import { isSound, MAX_TOKEN_LENGTH, statusUri, type CarriedRecord, type CertificateRecord } from './record.ts'
import { accept, reasonForFault, signedBy, type TrustedKeys, type Verified } from './trusted-key.ts'

const TYPE = 'dc+sd-jwt'
/** What kind of credential this is, with its version; the issuer's address may change, this may not. */
export const TITLE_CERTIFICATE = 'urn:zhengxin:title-certificate:1'
const SHANGHAI_MIDNIGHT = -8 * 3600
const SALT_BYTES = 16

/** The two claims a holder may withhold, in the order their disclosures stand. */
const DISCLOSABLE = ['name', 'number'] as const
type Disclosable = (typeof DISCLOSABLE)[number]

export interface SdJwtSetting {
  /** `https://<host>` of the issuer. */
  readonly origin: string
  /** 16 random bytes for each disclosable claim. */
  readonly salts: Readonly<Record<Disclosable, Uint8Array>>
}

/** The certificate for wallets and programs: SD-JWT VC (RFC 9901), `<jwt>~name~number~`, no key binding. */
export const signSdJwt = (signer: Signer, record: CertificateRecord, setting: SdJwtSetting): string =>
  signNow(signer, unsignedSdJwt(signer, record, setting))

export function unsignedSdJwt(
  signer: Signer,
  record: CertificateRecord,
  { origin, salts }: SdJwtSetting,
): Unsigned<string> {
  if (!isSound(record)) throw new RangeError('not a sound record')
  const disclosures = DISCLOSABLE.map((claim) => disclosureOf(claim, record[claim], salts[claim]))
  // Sorted, so that their order tells nothing of the claims (RFC 9901 §4.2.4.1).
  const payload = { ...claimsOf(record, origin), _sd: disclosures.map(digestOf).sort(), _sd_alg: 'sha-256' }
  const { signed, complete } = unsignedJws(signer, TYPE, payload)
  return { signed, complete: (signature) => `${complete(signature)}~${disclosures.join('~')}~` }
}

/**
 * What an SD-JWT VC proves. Each set of disclosures has one spelling. `iss` is not compared: the key is the issuer,
 * and addresses move in thirty years.
 */
export function verifySdJwt(token: string, keys: TrustedKeys, verify: VerifyEd25519): Verified {
  if (token.length > MAX_TOKEN_LENGTH) return { ok: false, code: 'malformed' }
  const [jws = '', ...rest] = token.split('~')
  const envelope = openJws(jws, TYPE)
  if (typeof envelope === 'string') return { ok: false, code: reasonForFault(envelope) }
  // No final ~ means a key-binding JWT follows, which we never ask for.
  if (rest.pop() !== '') return { ok: false, code: 'malformed' }
  const key = signedBy(envelope, keys, verify)
  if (typeof key === 'string') return { ok: false, code: key }
  const record = recordFrom(envelope.payload, rest)
  return typeof record === 'string' ? { ok: false, code: record } : accept(record, key)
}

function claimsOf(record: CertificateRecord, origin: string): JsonObject {
  return {
    iss: origin,
    iat: issuedAt(record),
    vct: TITLE_CERTIFICATE,
    status: { status_list: { idx: record.status.index, uri: statusUri(origin, record.status.list) } },
    series: record.series,
    specialty: record.specialty,
    title: record.title,
    level: record.level,
    route: record.route,
    obtained_on: record.obtainedOn,
    committee: record.committee,
    document: record.document,
    scope: record.scope,
    issuer: { name: record.issuer.name, credit_code: record.issuer.creditCode },
    issued_on: record.issuedOn,
  }
}

/** Midnight of the day of issue: one record makes one set of claims, and holders issued together look alike. */
const issuedAt = (record: CertificateRecord): number =>
  dayNumber(record.issuedOn) * 86_400 + SHANGHAI_MIDNIGHT

function disclosureOf(claim: Disclosable, value: string, salt: Uint8Array): string {
  if (salt.length !== SALT_BYTES) throw new RangeError('a salt is 16 bytes')
  return base64url(utf8(JSON.stringify([base64url(salt), claim, value])))
}

const digestOf = (disclosure: string): string => base64url(sha256(utf8(disclosure)))

function recordFrom(payload: JsonObject, disclosures: readonly string[]): CarriedRecord | ReasonCode {
  if (payload['vct'] !== TITLE_CERTIFICATE) return 'not-a-certificate'
  try {
    const disclosed = readDisclosures(payload, disclosures)
    if (!disclosed) return 'malformed'
    const { _sd, _sd_alg, ...claims } = payload
    const record = recordOf(claims, disclosed)
    // Writing the claims again proves that nothing was added, left out or misspelled.
    const again = JSON.stringify(claimsOf(record, claims['iss'] as string))
    if (again !== JSON.stringify(claims) || !isSound(record)) return 'malformed'
    return disclosed.size === DISCLOSABLE.length ? record : 'withheld'
  } catch {
    return 'malformed'
  }
}

// The casts are checked together by `isSound` above; what is withheld stands in as 〇 until then.
function recordOf(claims: JsonObject, disclosed: ReadonlyMap<string, string>): CertificateRecord {
  const issuer = claims['issuer'] as { name: string; credit_code: string }
  const { status_list: status } = claims['status'] as { status_list: { idx: number; uri: string } }
  return {
    number: disclosed.get('number') ?? '〇',
    name: disclosed.get('name') ?? '〇',
    series: claims['series'] as string,
    specialty: claims['specialty'] as string,
    title: claims['title'] as string,
    level: claims['level'] as LevelCode,
    route: claims['route'] as Route,
    obtainedOn: claims['obtained_on'] as Day,
    committee: claims['committee'] as string | null,
    document: claims['document'] as string,
    scope: claims['scope'] as ValidityScope,
    issuer: { name: issuer.name, creditCode: issuer.credit_code },
    issuedOn: claims['issued_on'] as Day,
    status: { list: Number(status.uri.slice(status.uri.lastIndexOf('/') + 1)), index: status.idx },
  }
}

/** The disclosed claims, or null unless every disclosure is well made, in order, and referenced exactly once. */
function readDisclosures(payload: JsonObject, disclosures: readonly string[]): Map<string, string> | null {
  const digests = payload['_sd']
  if (payload['_sd_alg'] !== 'sha-256' || !Array.isArray(digests)) return null
  if (digests.length !== DISCLOSABLE.length || new Set(digests).size !== digests.length) return null
  const disclosed = new Map<string, string>()
  let next = 0
  for (const disclosure of disclosures) {
    const content = readJson(disclosure)
    if (!Array.isArray(content) || content.length !== 3 || !digests.includes(digestOf(disclosure)))
      return null
    const [salt, claim, value] = content as unknown[]
    const place = DISCLOSABLE.indexOf(claim as Disclosable, next)
    if (place < 0 || typeof value !== 'string' || fromBase64url(salt as string).length !== SALT_BYTES)
      return null
    next = place + 1
    disclosed.set(claim as string, value)
  }
  return disclosed
}
