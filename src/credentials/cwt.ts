// Bundled into pages: no node modules here.
import { dayFromNumber, dayNumber, type Day } from '../calendar/day.ts'
import { decodeCbor, encodeCbor, type CborMap, type CborValue } from '../signing/cbor.ts'
import { openCose, unsignedCose } from '../signing/cose.ts'
import { signNow, type Signer, type Unsigned, type VerifyEd25519 } from '../signing/signer.ts'
import type { LevelCode } from '../titles/level.ts'
import type { ValidityScope } from '../titles/validity-scope.ts'
import { CODE_TABLE_VERSION, routeClaim, routeFromClaim, seriesClaim, seriesFromClaim } from './code-table.ts'
import type { ReasonCode } from './reason.ts'
import { isSound, type CarriedRecord, type CertificateRecord } from './record.ts'
import { accept, reasonForFault, signedBy, type TrustedKeys, type Verified } from './trusted-key.ts'

// RFC 8392 §4: 1 is iss. Everything of ours sits under one private-use key, and there under small integers.
const ISSUER = 1
const CERTIFICATE = -65537
const VERSION = 0
const NUMBER = 1
const NAME = 2
const SERIES = 3
const SPECIALTY = 4
const TITLE = 5
const LEVEL = 6
const ROUTE = 7
const OBTAINED_ON = 8
const DOCUMENT = 9
const ISSUED_ON = 10
const STATUS = 11
const SCOPE = 12

const GRASSROOTS = 1

/**
 * The certificate as the QR carries it: a signed CWT without the committee and the issuer's name. Throws RangeError
 * on a record that is not sound (record.ts): that must have been refused long before.
 */
export const signCwt = (signer: Signer, record: CertificateRecord): Uint8Array =>
  signNow(signer, unsignedCwt(signer, record))

export function unsignedCwt(signer: Signer, record: CertificateRecord): Unsigned<Uint8Array> {
  if (!isSound(record)) throw new RangeError('not a sound record')
  return unsignedCose(signer, encodeCbor(claimsOf(record)))
}

/** What a CWT proves. `keys` are the issuer's; one byte string per certificate verifies. */
export function verifyCwt(bytes: Uint8Array, keys: TrustedKeys, verify: VerifyEd25519): Verified {
  const envelope = openCose(bytes)
  if (typeof envelope === 'string') return { ok: false, code: reasonForFault(envelope) }
  const key = signedBy(envelope, keys, verify)
  if (typeof key === 'string') return { ok: false, code: key }
  const record = recordFromCwt(envelope.payload)
  return typeof record === 'string' ? { ok: false, code: record } : accept(record, key)
}

function claimsOf(record: CertificateRecord): CborMap {
  const claims = new Map<number, CborValue>([
    [VERSION, CODE_TABLE_VERSION],
    [NUMBER, record.number],
    [NAME, record.name],
    [SERIES, seriesClaim(record.series)],
    [SPECIALTY, record.specialty],
    [TITLE, record.title],
    [LEVEL, Number(record.level)],
    [ROUTE, routeClaim(record.route)],
    [OBTAINED_ON, dayNumber(record.obtainedOn)],
    [DOCUMENT, record.document],
    [ISSUED_ON, dayNumber(record.issuedOn)],
    [STATUS, [record.status.list, record.status.index]],
  ])
  if (record.scope.kind === 'grassroots') claims.set(SCOPE, GRASSROOTS)
  if (record.scope.kind === 'targeted') claims.set(SCOPE, record.scope.places)
  return new Map<number, CborValue>([
    [ISSUER, record.issuer.creditCode],
    [CERTIFICATE, claims],
  ])
}

/** The record in a CWT's payload, which nobody has verified yet. */
export function recordFromCwt(payload: Uint8Array): CarriedRecord | ReasonCode {
  try {
    const claims = decodeCbor(payload)
    const certificate = isMap(claims) ? claims.get(CERTIFICATE) : undefined
    if (!isMap(claims) || !isMap(certificate)) return 'not-a-certificate'
    const version = certificate.get(VERSION)
    if (typeof version === 'number' && version > CODE_TABLE_VERSION) return 'version-unknown'
    const known = certificate.has(SCOPE) ? 13 : 12
    if (version !== CODE_TABLE_VERSION || claims.size !== 2 || certificate.size !== known) return 'malformed'
    const record = recordFrom(claims.get(ISSUER), certificate)
    return isSound(record) ? record : 'malformed'
  } catch {
    return 'malformed'
  }
}

// The casts are checked together by `isSound` above.
function recordFrom(issuer: CborValue | undefined, certificate: CborMap): CarriedRecord {
  const [list, index, ...more] = certificate.get(STATUS) as number[]
  if (more.length > 0) throw new RangeError('a place in a status list is two numbers')
  return {
    number: certificate.get(NUMBER) as string,
    name: certificate.get(NAME) as string,
    series: seriesFromClaim(certificate.get(SERIES)) as string,
    specialty: certificate.get(SPECIALTY) as string,
    title: certificate.get(TITLE) as string,
    level: levelFrom(certificate.get(LEVEL)),
    route: routeFromClaim(certificate.get(ROUTE))!,
    obtainedOn: dayFrom(certificate.get(OBTAINED_ON)),
    committee: null,
    document: certificate.get(DOCUMENT) as string,
    scope: scopeFrom(certificate.get(SCOPE)),
    issuer: { name: null, creditCode: issuer as string },
    issuedOn: dayFrom(certificate.get(ISSUED_ON)),
    status: { list: list as number, index: index as number },
  }
}

function levelFrom(claim: CborValue | undefined): LevelCode {
  if (typeof claim !== 'number') throw new RangeError('a level is a number')
  return String(claim) as LevelCode
}

function dayFrom(claim: CborValue | undefined): Day {
  if (typeof claim !== 'number') throw new RangeError('a day is a number')
  return dayFromNumber(claim)
}

// Absent, never 0, for everywhere: one certificate has one spelling.
function scopeFrom(claim: CborValue | undefined): ValidityScope {
  if (claim === undefined) return { kind: 'everywhere' }
  if (claim === GRASSROOTS) return { kind: 'grassroots' }
  if (!Array.isArray(claim)) throw new RangeError('no such scope')
  return { kind: 'targeted', places: claim as string[] }
}

const isMap = (value: CborValue | undefined): value is CborMap => value instanceof Map
