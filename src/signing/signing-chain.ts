import { createPublicKey, webcrypto, type KeyObject } from 'node:crypto'
import { hex } from './bytes.ts'

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

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

/** The root outlives its signer: readers ask it about files made on the signer's last day. */
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
