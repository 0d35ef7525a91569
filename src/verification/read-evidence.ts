import { ATTACHED } from '../certificates/attached.ts'
import type { ReasonCode } from '../credentials/reason.ts'
import { readSignedPdf } from '../rendering/read-pdf.ts'
import { fromUtf8 } from '../signing/bytes.ts'
import { readQrPicture } from './read-qr-picture.ts'

/** What a file lets us check. Nothing in it has been believed yet, except that our PDF key signed the whole of it. */
export type Evidence =
  | { readonly kind: 'certificate'; readonly sdJwt: string; readonly cwt: Uint8Array; readonly proof: string }
  /** The text of a QR code in a picture. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: ReasonCode }

// Either end names it: an altered first byte must be told as an alteration, not as a bad picture.
function isPdf(bytes: Uint8Array): boolean {
  const ends = [bytes.subarray(0, 1024), bytes.subarray(-1024)].map((end) =>
    Buffer.from(end).toString('latin1'),
  )
  return ends[0]?.includes('%PDF-') === true || ends[1]?.includes('%%EOF') === true
}

/** Reads a certificate's PDF, or a picture (PNG, JPEG) of its QR code. Never throws on bad input. */
export async function readEvidence(bytes: Uint8Array, roots: readonly Uint8Array[]): Promise<Evidence> {
  if (!isPdf(bytes)) {
    const text = await readQrPicture(bytes)
    return text === null ? unreadable('no-code') : { kind: 'text', text }
  }
  const pdf = readSignedPdf(bytes, roots)
  if (!pdf.ok) return unreadable(pdf.reason)
  const attached = new Map(pdf.attachments.map(({ name, bytes: content }) => [name, content]))
  const [sdJwt, cwt, proof] = [ATTACHED.sdJwt, ATTACHED.cwt, ATTACHED.proof].map((name) => attached.get(name))
  if (!sdJwt || !cwt || !proof) return unreadable('pdf-no-credential')
  try {
    return { kind: 'certificate', sdJwt: fromUtf8(sdJwt), cwt, proof: fromUtf8(proof) }
  } catch {
    return unreadable('pdf-no-credential')
  }
}

const unreadable = (reason: ReasonCode): Evidence => ({ kind: 'unreadable', reason })
