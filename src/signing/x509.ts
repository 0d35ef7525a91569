import { createPublicKey, webcrypto, X509Certificate, type KeyObject } from 'node:crypto'
import { equalBytes, hex } from './bytes.ts'
import { elementsOf, oid, readElement, TAG } from './der.ts'

/** A P-256 private key and the serial number of its certificate (16 bytes from the caller's source of chance). */
export interface CertifiedKey {
  readonly privateKey: KeyObject
  readonly serial: Uint8Array
}

export interface SigningChainRequest {
  /** The issuing authority's name, at most 64 characters (X.520 ub-organization-name); readers show it as the signer. */
  readonly authority: string
  readonly root: CertifiedKey
  readonly signer: CertifiedKey
  readonly notBefore: Date
  /** The signer's end; the root's comes later. */
  readonly notAfter: Date
}

/** DER. `certificate` is for the signer's key, issued by `root`, which issued itself. */
export interface SigningChain {
  readonly root: Uint8Array
  readonly certificate: Uint8Array
}

export type ChainProblem = 'untrusted' | 'expired' | 'wrong-key-usage'

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** The root outlives its signers, so that one rotation does not change whom readers must trust. */
const ROOT_YEARS = 20

/** Issues the certificate an authority's PDFs are signed with, under a root of its own. */
export async function createSigningChain(request: SigningChainRequest): Promise<SigningChain> {
  // Loaded here: the two libraries take half a second and only `keys init` needs them; verifying never does.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const rootPair = await webKeys(request.root.privateKey)
  const signerPair = await webKeys(request.signer.privateKey)
  const subject = (commonName: string) => [{ C: ['CN'] }, { O: [request.authority] }, { CN: [commonName] }]
  const { notBefore, notAfter } = request
  const rootEnd = new Date(notAfter)
  rootEnd.setUTCFullYear(notBefore.getUTCFullYear() + ROOT_YEARS)

  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: subject('职称电子证书签章根证书'),
    keys: rootPair,
    serialNumber: serialHex(request.root.serial),
    notBefore,
    notAfter: rootEnd,
    signingAlgorithm: P256,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(rootPair.publicKey),
    ],
  })
  const certificate = await x509.X509CertificateGenerator.create({
    subject: subject(request.authority),
    issuer: root.subjectName.toJSON(),
    publicKey: signerPair.publicKey,
    signingKey: rootPair.privateKey,
    serialNumber: serialHex(request.signer.serial),
    notBefore,
    notAfter,
    signingAlgorithm: P256,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation,
        true,
      ),
      await x509.AuthorityKeyIdentifierExtension.create(rootPair.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(signerPair.publicKey),
    ],
  })
  return { root: new Uint8Array(root.rawData), certificate: new Uint8Array(certificate.rawData) }
}

/**
 * What keeps a chain (the signer's certificate first, each next its issuer) from being believed at `at`, or null. The
 * last must be one of `roots` to the byte; all must hold at `at`, be P-256, and be used for what they are for.
 */
export function chainProblem(
  chain: readonly Uint8Array[],
  roots: readonly Uint8Array[],
  at: Date,
): ChainProblem | null {
  const anchor = chain.at(-1)
  if (!anchor || chain.length < 2 || !roots.some((root) => equalBytes(root, anchor))) return 'untrusted'
  const links: X509Certificate[] = []
  for (const certificate of chain) {
    const link = parseCertificate(certificate)
    if (!link) return 'untrusted'
    links.push(link)
  }
  for (const [i, link] of links.entries()) {
    if (!issuedBy(link, links[i + 1] ?? link)) return 'untrusted'
    if (link.ca !== i > 0 || !mayBeUsed(chain[i]!, link.ca)) return 'wrong-key-usage'
  }
  const time = at.getTime()
  const holds = links.every((link) => Date.parse(link.validFrom) <= time && time <= Date.parse(link.validTo))
  return holds ? null : 'expired'
}

/** A certificate's key, or null if it is unreadable or not P-256, the only curve PDFs are signed on. */
export function publicKeyOf(certificate: Uint8Array): KeyObject | null {
  const link = parseCertificate(certificate)
  return link && isP256(link.publicKey) ? link.publicKey : null
}

/** The common name, or the empty string. */
export const commonNameOf = (certificate: Uint8Array): string =>
  /^CN=(.*)$/m.exec(parseCertificate(certificate)?.subject ?? '')?.[1] ?? ''

// Parsing costs more than verifying, and an issuer has few certificates.
const parsed = new Map<string, X509Certificate>()

function parseCertificate(certificate: Uint8Array): X509Certificate | null {
  const name = hex(certificate)
  const known = parsed.get(name)
  if (known) return known
  try {
    const link = new X509Certificate(certificate)
    if (parsed.size >= 64) parsed.clear()
    parsed.set(name, link)
    return link
  } catch {
    return null
  }
}

const isP256 = (key: KeyObject): boolean => key.asymmetricKeyDetails?.namedCurve === 'prime256v1'

function issuedBy(link: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return isP256(issuer.publicKey) && link.checkIssued(issuer) && link.verify(issuer.publicKey)
  } catch {
    return false
  }
}

const KEY_USAGE = oid('2.5.29.15')
const EXTENSIONS = 0xa3
// RFC 5280 §4.2.1.3, first octet of the BIT STRING.
const DIGITAL_SIGNATURE = 0x80
const NON_REPUDIATION = 0x40
const KEY_CERT_SIGN = 0x04

// An absent key usage allows everything (RFC 5280); here it allows nothing.
function mayBeUsed(certificate: Uint8Array, asIssuer: boolean): boolean {
  const usage = keyUsageOf(certificate)
  return asIssuer ? (usage & KEY_CERT_SIGN) !== 0 : (usage & (DIGITAL_SIGNATURE | NON_REPUDIATION)) !== 0
}

function keyUsageOf(certificate: Uint8Array): number {
  try {
    const [tbs] = elementsOf(readElement(certificate), TAG.sequence)
    const wrapper = elementsOf(tbs, TAG.sequence).find((element) => element.tag === EXTENSIONS)
    for (const extension of elementsOf(elementsOf(wrapper, EXTENSIONS)[0], TAG.sequence)) {
      const parts = elementsOf(extension, TAG.sequence)
      const value = parts.at(-1)
      if (!value || !equalBytes(parts[0]!.whole, KEY_USAGE)) continue
      const bits = readElement(value.content)
      return bits.tag === TAG.bits ? (bits.content[1] ?? 0) : 0
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return 0
}

async function webKeys(privateKey: KeyObject): Promise<webcrypto.CryptoKeyPair> {
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return {
    privateKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, P256, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('spki', spki, P256, true, ['verify']),
  }
}

// RFC 5280 §4.1.2.2: positive and not zero, so the top bit is cleared and the lowest set.
function serialHex(serial: Uint8Array): string {
  const bytes = Uint8Array.from(serial)
  bytes[0] = (bytes[0] ?? 0) & 0x7f
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1
  return hex(bytes)
}
