// Bundled into pages: no node modules here.
import { equalBytes, fromUtf8 } from './bytes.ts'
import { elementsOf, oid, readElement, sequence, TAG, type DerElement } from './der.ts'
import { fixedScalars } from './ecdsa-signature.ts'
import { verifyP256 } from './p256.ts'

export type ChainProblem = 'untrusted' | 'expired' | 'wrong-key-usage'

/** What we look at of an X.509 certificate (RFC 5280 §4.1). Its extensions beyond these two have no say. */
interface Certificate {
  /** The bytes its issuer signed. */
  readonly signed: Uint8Array
  /** 64 bytes, r ‖ s. */
  readonly signature: Uint8Array
  /** Names in DER. */
  readonly issuer: Uint8Array
  readonly subject: Uint8Array
  readonly notBefore: number
  readonly notAfter: number
  /** 65 bytes, uncompressed; null when it is not on P-256, the only curve PDFs are signed on. */
  readonly publicKey: Uint8Array | null
  readonly isAuthority: boolean
  /** First octet of the key usage; 0 when there is none. */
  readonly keyUsage: number
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const P256_KEY = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'))
const COMMON_NAME = oid('2.5.4.3')
const BASIC_CONSTRAINTS = oid('2.5.29.19')
const KEY_USAGE = oid('2.5.29.15')
const VERSION = 0xa0
const EXTENSIONS = 0xa3
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18
// RFC 5280 §4.2.1.3, first octet of the BIT STRING.
const DIGITAL_SIGNATURE = 0x80
const NON_REPUDIATION = 0x40
const KEY_CERT_SIGN = 0x04

/**
 * What keeps a chain (the signer's certificate first, each next its issuer) from being believed at `at`, or null. The
 * last must be one of `roots` to the byte; all must hold at `at`, be P-256, and be used for what they are for.
 */
export function chainProblem(
  chain: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  at: Date,
): ChainProblem | null {
  const anchor = chain[chain.length - 1]
  if (!anchor || chain.length < 2 || !roots.some((root) => equalBytes(root, anchor))) return 'untrusted'
  const links = chain.map(readCertificate)
  for (const [i, link] of links.entries()) {
    const issuer = i + 1 < links.length ? links[i + 1] : link
    if (!link || !issuer || !issuedBy(link, issuer)) return 'untrusted'
    if (link.isAuthority !== i > 0 || !mayBeUsed(link)) return 'wrong-key-usage'
  }
  const time = at.getTime()
  return links.every((link) => link && link.notBefore <= time && time <= link.notAfter) ? null : 'expired'
}

/** A certificate's key (65 bytes, uncompressed), or null if it is unreadable or not P-256. */
export const publicKeyOf = (certificate: Uint8Array): Uint8Array | null =>
  readCertificate(certificate)?.publicKey ?? null

/** The common name, or the empty string. */
export function commonNameOf(certificate: Uint8Array): string {
  const subject = readCertificate(certificate)?.subject
  if (!subject) return ''
  for (const set of elementsOf(readElement(subject), TAG.sequence)) {
    const [type, value] = elementsOf(elementsOf(set, TAG.set)[0], TAG.sequence)
    if (type && value && equalBytes(type.whole, COMMON_NAME)) return fromUtf8(value.content)
  }
  return ''
}

// An absent key usage allows everything (RFC 5280); here it allows nothing.
const mayBeUsed = ({ keyUsage, isAuthority }: Certificate): boolean =>
  (keyUsage & (isAuthority ? KEY_CERT_SIGN : DIGITAL_SIGNATURE | NON_REPUDIATION)) !== 0

const issuedBy = (link: Certificate, issuer: Certificate): boolean =>
  equalBytes(link.issuer, issuer.subject) &&
  issuer.publicKey !== null &&
  verifyP256(issuer.publicKey, link.signed, link.signature)

// An issuer has few certificates, and every file carries them.
const known = new Map<string, Certificate>()

function readCertificate(bytes: Uint8Array): Certificate | null {
  const name = String.fromCharCode(...bytes.subarray(0, 4096))
  const certificate = known.get(name) ?? parse(bytes)
  if (!certificate || bytes.length > 4096) return certificate
  if (known.size >= 64) known.clear()
  known.set(name, certificate)
  return certificate
}

function parse(bytes: Uint8Array): Certificate | null {
  try {
    const whole = readElement(bytes)
    if (whole.whole.length !== bytes.length) return null
    const [tbs, algorithm, signature] = elementsOf(whole, TAG.sequence)
    const [version, , inner, issuer, validity, subject, key, ...more] = elementsOf(tbs, TAG.sequence)
    if (version?.tag !== VERSION || !algorithm || !inner || !issuer || !subject || !key || !tbs) return null
    // RFC 5280 §4.1.1.2: the same algorithm inside the signature as outside.
    if (![algorithm, inner].every((each) => equalBytes(each.whole, ECDSA_SHA256))) return null
    const [notBefore, notAfter] = elementsOf(validity, TAG.sequence).map(timeOf)
    const extensions = elementsOf(
      elementsOf(
        more.find(({ tag }) => tag === EXTENSIONS),
        EXTENSIONS,
      )[0],
      TAG.sequence,
    )
    return {
      signed: tbs.whole,
      signature: fixedScalars(bitsOf(signature)),
      issuer: issuer.whole,
      subject: subject.whole,
      notBefore: notBefore ?? Number.NaN,
      notAfter: notAfter ?? Number.NaN,
      publicKey: pointOf(key),
      isAuthority: isAuthority(extension(extensions, BASIC_CONSTRAINTS)),
      keyUsage: firstOctet(extension(extensions, KEY_USAGE)),
    }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null
    throw error
  }
}

function pointOf(key: DerElement): Uint8Array | null {
  const [algorithm, point] = elementsOf(key, TAG.sequence)
  if (!algorithm || !equalBytes(algorithm.whole, P256_KEY)) return null
  const bytes = bitsOf(point)
  return bytes.length === 65 && bytes[0] === 4 ? bytes : null
}

/** A BIT STRING of whole octets. */
function bitsOf(element: DerElement | undefined): Uint8Array {
  if (element?.tag !== TAG.bits || element.content[0] !== 0) throw new RangeError('not whole octets')
  return element.content.subarray(1)
}

/** What is inside an extension's OCTET STRING, or undefined. */
function extension(extensions: readonly DerElement[], wanted: Uint8Array): DerElement | undefined {
  for (const each of extensions) {
    const parts = elementsOf(each, TAG.sequence)
    const value = parts[parts.length - 1]
    if (value && parts[0] && equalBytes(parts[0].whole, wanted)) return readElement(value.content)
  }
  return undefined
}

function isAuthority(constraints: DerElement | undefined): boolean {
  if (!constraints) return false
  const [ca] = elementsOf(constraints, TAG.sequence)
  return ca?.tag === TAG.boolean && ca.content[0] === 0xff
}

const firstOctet = (bits: DerElement | undefined): number =>
  bits?.tag === TAG.bits ? (bits.content[1] ?? 0) : 0

/** RFC 5280 §4.1.2.5: two digits of the year until 2049, in UTC, whole seconds. */
function timeOf(element: DerElement): number {
  const text = fromUtf8(element.content)
  const digits = element.tag === UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits) ?? []
  if (year === undefined || (element.tag !== UTC_TIME && element.tag !== GENERALIZED_TIME))
    throw new RangeError('not a time')
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}
