// Bundled into pages: no node modules here.
import { compareBytes, concat, equalBytes, fromHex } from './bytes.ts'
import {
  der,
  elementsOf,
  octets,
  oid,
  readElement,
  sequence,
  setOf,
  TAG,
  unsigned,
  type DerElement,
} from './der.ts'
import { derScalars, fixedScalars } from './ecdsa-signature.ts'
import { verifyP256 } from './p256.ts'
import { sha256 } from './sha256.ts'
import { chainProblem, commonNameOf, publicKeyOf, type ChainProblem } from './x509.ts'

export type CmsProblem = 'malformed' | 'digest-mismatch' | 'bad-signature' | ChainProblem

export type CmsVerdict =
  | {
      readonly ok: true
      readonly signer: { readonly certificate: Uint8Array; readonly subject: string }
      /** The end of its chain, one of the roots asked for. */
      readonly root: Uint8Array
    }
  | { readonly ok: false; readonly reason: CmsProblem }

const SIGNED_DATA = oid('1.2.840.113549.1.7.2')
const DATA = oid('1.2.840.113549.1.7.1')
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4')
const SIGNING_CERTIFICATE_V2 = oid('1.2.840.113549.1.9.16.2.47')
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'))
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const CONTENT_TYPE_DATA = sequence(oid('1.2.840.113549.1.9.3'), setOf(DATA))
const DATA_CONTENT = sequence(DATA)
const DIGEST_ALGORITHMS = setOf(SHA256)
const VERSION_1 = unsigned(Uint8Array.of(1))
const EXPLICIT_0 = 0xa0

/** Half the order of P-256: of the two signatures (r, s) and (r, n−s) that verify, only the lower is ours. */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const P256_HALF_ORDER = fromHex((P256_ORDER >> 1n).toString(16).padStart(64, '0'))

/**
 * Whether `cms` signs `digest`, by a chain that leads to one of `roots` and held at `at`. Strict: what it was built
 * from is read out and built again, and any difference of a single bit is refused. Never throws on bad bytes.
 */
export function verifyCms(
  cms: Uint8Array,
  digest: Uint8Array,
  roots: readonly Uint8Array[],
  at: Date,
): CmsVerdict {
  const parts = readCms(cms)
  const key = parts && publicKeyOf(parts.certificates[0]!)
  if (!parts || !key) return { ok: false, reason: 'malformed' }
  const { certificates, signature } = parts
  const frame = makeFrame(certificates)
  const attributes = signedAttributes(parts.digest, frame)
  if (!equalBytes(encodeCms(attributes, frame, signature), cms)) return { ok: false, reason: 'malformed' }
  if (!equalBytes(parts.digest, digest)) return { ok: false, reason: 'digest-mismatch' }

  const problem = chainProblem(certificates, roots, at)
  if (problem) return { ok: false, reason: problem }
  if (!isLower(signature) || !verifyP256(key, attributes, signature)) {
    return { ok: false, reason: 'bad-signature' }
  }
  return {
    ok: true,
    signer: { certificate: certificates[0]!, subject: commonNameOf(certificates[0]!) },
    root: certificates.at(-1)!,
  }
}

/** The parts of a SignedData that depend on the certificates alone. */
export interface Frame {
  readonly certificateSet: Uint8Array
  readonly signingCertificate: Uint8Array
  readonly signerId: Uint8Array
}

export function makeFrame(certificates: readonly Uint8Array[]): Frame {
  // RFC 5035: every certificate of the chain is bound, so that none can be swapped for a twin.
  const ids = certificates.map((certificate) => sequence(octets(sha256(certificate))))
  return {
    // DER sorts the set, so the order of the chain is told by the signed identifiers alone.
    certificateSet: concat(Uint8Array.of(EXPLICIT_0), setOf(...certificates).subarray(1)),
    signingCertificate: sequence(SIGNING_CERTIFICATE_V2, setOf(sequence(sequence(...ids)))),
    signerId: issuerAndSerial(certificates[0]!),
  }
}

export const signedAttributes = (digest: Uint8Array, frame: Frame): Uint8Array =>
  setOf(CONTENT_TYPE_DATA, sequence(MESSAGE_DIGEST, setOf(octets(digest))), frame.signingCertificate)

/** RFC 5652 §5: everything but the three arguments is constant. */
export function encodeCms(attributes: Uint8Array, frame: Frame, signature: Uint8Array): Uint8Array {
  // RFC 5652 §5.4: signed as a SET OF, carried under [0] IMPLICIT.
  const carried = concat(Uint8Array.of(EXPLICIT_0), attributes.subarray(1))
  const signerInfo = sequence(
    VERSION_1,
    frame.signerId,
    SHA256,
    carried,
    ECDSA_SHA256,
    octets(derScalars(signature)),
  )
  const signedData = sequence(
    VERSION_1,
    DIGEST_ALGORITHMS,
    DATA_CONTENT,
    frame.certificateSet,
    der(TAG.set, signerInfo),
  )
  return sequence(SIGNED_DATA, der(EXPLICIT_0, signedData))
}

interface CmsParts {
  readonly certificates: readonly Uint8Array[]
  readonly digest: Uint8Array
  readonly signature: Uint8Array
}

// Reads only what the rebuilding in verifyCms needs; whatever it passes over, the rebuilding catches.
function readCms(cms: Uint8Array): CmsParts | null {
  try {
    const [, content] = elementsOf(readElement(cms), TAG.sequence)
    const [signedData] = elementsOf(content, EXPLICIT_0)
    const [, , , carried, signerInfos] = elementsOf(signedData, TAG.sequence)
    const [signerInfo] = elementsOf(signerInfos, TAG.set)
    const [, , , attributes, , signature] = elementsOf(signerInfo, TAG.sequence)
    const certificates = inChainOrder(elementsOf(carried, EXPLICIT_0), attributes)
    return {
      certificates,
      digest: digestIn(attributes),
      signature: fixedScalars(signature?.content ?? new Uint8Array()),
    }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function digestIn(attributes: DerElement | undefined): Uint8Array {
  const value = attributeValue(attributes, MESSAGE_DIGEST)
  if (value.tag !== TAG.octets || value.content.length !== 32) throw new RangeError('not a SHA-256 digest')
  return value.content
}

function inChainOrder(carried: readonly DerElement[], attributes: DerElement | undefined): Uint8Array[] {
  const [ids] = elementsOf(attributeValue(attributes, SIGNING_CERTIFICATE_V2), TAG.sequence)
  return elementsOf(ids, TAG.sequence).map((id) => {
    const [hash] = elementsOf(id, TAG.sequence)
    const found = carried.find((certificate) => hash && equalBytes(sha256(certificate.whole), hash.content))
    if (!found || carried.length > 4) throw new RangeError('certificate missing')
    issuerAndSerial(found.whole)
    return found.whole
  })
}

function attributeValue(attributes: DerElement | undefined, wanted: Uint8Array): DerElement {
  for (const attribute of elementsOf(attributes, EXPLICIT_0)) {
    const [type, values] = elementsOf(attribute, TAG.sequence)
    const [value] = elementsOf(values, TAG.set)
    if (type && value && equalBytes(type.whole, wanted)) return value
  }
  throw new RangeError('signed attribute missing')
}

function issuerAndSerial(certificate: Uint8Array): Uint8Array {
  const [tbs] = elementsOf(readElement(certificate), TAG.sequence)
  const [, serial, , issuer] = elementsOf(tbs, TAG.sequence)
  if (!serial || !issuer) throw new RangeError('not a certificate')
  return sequence(issuer.whole, serial.whole)
}

/** Whether s is the lower of the two that verify. */
export const isLower = (signature: Uint8Array): boolean =>
  compareBytes(signature.subarray(32), P256_HALF_ORDER) <= 0
