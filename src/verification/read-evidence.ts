import { isPdf, readPdfEvidence, type PdfEvidence, type Unreadable } from './read-pdf-evidence.ts'
import { readQrPicture } from './read-qr-picture.ts'

/** What a file lets us check. */
export type Evidence =
  | PdfEvidence
  /** The text of a QR code in a picture. */
  | { readonly kind: 'text'; readonly text: string }
  | Unreadable

/** Reads a certificate's PDF, or a picture (PNG, JPEG) of its QR code. Never throws on bad input. */
export async function readEvidence(bytes: Uint8Array, roots: readonly Uint8Array[]): Promise<Evidence> {
  if (isPdf(bytes)) return readPdfEvidence(bytes, roots)
  const text = await readQrPicture(bytes)
  return text === null ? { kind: 'unreadable', reason: 'no-code' } : { kind: 'text', text }
}
