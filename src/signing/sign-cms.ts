import { sign } from 'node:crypto'
import { concat, fromHex, hex } from './bytes.ts'
import { encodeCms, isLower, makeFrame, P256_ORDER, signedAttributes, type Frame } from './cms.ts'
import type { PdfSigner } from './keyring.ts'

/**
 * A detached SignedData over a SHA-256 digest (32 bytes), DER, for `ETSI.CAdES.detached`: PAdES baseline B-B
 * (EN 319 142-1 §6.3), whose claimed time is the PDF's /M, so there is no signing-time attribute.
 */
export function signCms(digest: Uint8Array, signer: PdfSigner): Uint8Array {
  const frame = frameOf(signer)
  const attributes = signedAttributes(digest, frame)
  const signature = sign('sha256', attributes, { key: signer.privateKey, dsaEncoding: 'ieee-p1363' })
  return encodeCms(attributes, frame, lowerSignature(signature))
}

const frames = new WeakMap<PdfSigner, Frame>()

function frameOf(signer: PdfSigner): Frame {
  const frame = frames.get(signer) ?? makeFrame([signer.certificate, ...signer.chain])
  frames.set(signer, frame)
  return frame
}

function lowerSignature(signature: Uint8Array): Uint8Array {
  if (isLower(signature)) return signature
  const s = P256_ORDER - BigInt(`0x${hex(signature.subarray(32))}`)
  return concat(signature.subarray(0, 32), fromHex(s.toString(16).padStart(64, '0')))
}
