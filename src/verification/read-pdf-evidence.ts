// Bundled into pages: no node modules here.
import { ATTACHED } from '../certificates/files/attached.ts'
import type { ReasonCode } from '../credentials/reason.ts'
import { readSignedPdf } from '../rendering/read-pdf.ts'
import { fromUtf8, latin1 } from '../signing/bytes.ts'

/** What a certificate's PDF carries. Nothing in it has been believed yet, except that our PDF key signed the whole of it. */
export interface PdfEvidence {
  readonly kind: 'certificate'
  readonly sdJwt: string
  readonly cwt: Uint8Array
  readonly proof: string
  /** Which root its seal leads to. */
  readonly root: Uint8Array
}

export interface Unreadable {
  readonly kind: 'unreadable'
  readonly reason: ReasonCode
}

/** Either end names a PDF: an altered first byte must be told as an alteration, not as a bad picture. */
export const isPdf = (bytes: Uint8Array): boolean =>
  latin1(bytes.subarray(0, 1024)).includes('%PDF-') || latin1(bytes.subarray(-1024)).includes('%%EOF')

/** Reads a certificate's PDF signed by a chain to one of `roots` (DER). Never throws on bad input. */
export function readPdfEvidence(bytes: Uint8Array, roots: readonly Uint8Array[]): PdfEvidence | Unreadable {
  const pdf = readSignedPdf(bytes, roots)
  if (!pdf.ok) return unreadable(pdf.reason)
  const attached = new Map(pdf.attachments.map(({ name, bytes: content }) => [name, content]))
  const [sdJwt, cwt, proof] = [ATTACHED.sdJwt, ATTACHED.cwt, ATTACHED.proof].map((name) => attached.get(name))
  if (!sdJwt || !cwt || !proof) return unreadable('pdf-no-credential')
  try {
    return { kind: 'certificate', sdJwt: fromUtf8(sdJwt), cwt, proof: fromUtf8(proof), root: pdf.root }
  } catch {
    return unreadable('pdf-no-credential')
  }
}

const unreadable = (reason: ReasonCode): Unreadable => ({ kind: 'unreadable', reason })
