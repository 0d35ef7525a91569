// Bundled into pages: no node modules here.
import { toDigits } from '../credentials/digits.ts'
import { refusalOfNewer, withNewestLists, type BundleRefusal } from '../credentials/newer-bundle.ts'
import { parseScanned } from '../credentials/qr-text.ts'
import { readTrustBundle, type TrustBundle } from '../credentials/trust-bundle.ts'
import { verifyReceipt, type ReceiptAnswer } from '../credentials/receipt.ts'
import { readStatementText, verifyStatementText, type StatementAnswer } from '../credentials/statement.ts'
import type { Asked } from '../credentials/verdict.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { answerPdf, answerText, openBundle, refusedOffline, type OpenedBundle } from './offline-answer.ts'
import { isPdf } from './read-pdf-evidence.ts'
import type { VerificationAnswer } from './verification-answer.ts'

// One site judges many certificates with one bundle.
let last: { readonly text: string; readonly opened: OpenedBundle | null } = { text: '', opened: null }

function opened(text: string): OpenedBundle | null {
  if (last.text !== text) last = { text, opened: tryToOpen(text) }
  return last.opened
}

function tryToOpen(text: string): OpenedBundle | null {
  const bundle = tryToRead(text)
  return bundle && openBundle(bundle)
}

function tryToRead(text: string): TrustBundle | null {
  try {
    return readTrustBundle(text, verifyEd25519)
  } catch {
    return null
  }
}

/** The verdict on a scanned or pasted text, with the text of a trust bundle. Never throws. */
export function answerFor(text: string, bundle: string, now: Date, asked: Asked = {}): VerificationAnswer {
  const trusted = opened(bundle)
  return trusted ? answerText(text, trusted, now, asked) : refusedOffline('bundle-unusable', now)
}

/** The verdict on a certificate's PDF. Never throws; a file that is no PDF is `malformed`. */
export function answerForFile(
  file: Uint8Array,
  bundle: string,
  now: Date,
  asked: Asked = {},
): VerificationAnswer {
  const trusted = opened(bundle)
  if (!trusted) return refusedOffline('bundle-unusable', now)
  return isPdf(file) ? answerPdf(file, trusted, now, asked) : refusedOffline('malformed', now)
}

/** Whether an employer's receipt is genuine; null when the bundle is unusable. Never throws. */
export function answerForReceipt(receipt: string, bundle: string): ReceiptAnswer | null {
  const trusted = opened(bundle)
  return trusted && verifyReceipt(receipt, trusted.trust, verifyEd25519)
}

/** Whether a person's statement is genuine; null when the bundle is unusable. Never throws. */
export function answerForStatement(text: string, bundle: string): StatementAnswer | null {
  const trusted = opened(bundle)
  return trusted && verifyStatementText(text, trusted.trust, verifyEd25519)
}

/** The path of our own page for a scanned text, whichever of our addresses it was printed with; null: not ours. */
export function ownPath(text: string, bundle: string): string | null {
  const statement = readStatementText(text)
  if (statement !== null)
    return opened(bundle)?.trust.origins.has(statement.origin) === true ? `/s/${statement.code}` : null
  const scanned = parseScanned(text)
  if ((scanned.kind !== 'cwt' && scanned.kind !== 'code') || scanned.code === null) return null
  const isOurs = scanned.origin === null || opened(bundle)?.trust.origins.has(scanned.origin) === true
  const digits = scanned.kind === 'cwt' ? `#${toDigits(scanned.cwt)}` : ''
  return isOurs ? `/v/${scanned.code}${digits}` : null
}

export interface KeptBundle {
  /** The text to hold from now on. */
  readonly bundle: string
  /** Why it is still the one held before; null when the fetched one took its place. */
  readonly refused: BundleRefusal | 'unusable' | null
}

/** Which of two bundles to hold: never one that is older, of another ledger, or of another history than the one held. */
export function keepBundle(held: string | null, fetched: string): KeptBundle {
  const next = tryToRead(fetched)
  const before = held === null ? null : tryToRead(held)
  if (!next) return { bundle: held ?? fetched, refused: 'unusable' }
  const refused = before && refusalOfNewer(before, next, verifyEd25519)
  if (refused) return { bundle: held ?? '', refused }
  if (!before) return { bundle: fetched, refused: null }
  const statusLists = Object.fromEntries(withNewestLists(before, next))
  return { bundle: JSON.stringify({ ...(JSON.parse(fetched) as object), statusLists }), refused: null }
}

/** What a page says of the bundle it holds: null when it is unusable. */
export function aboutBundle(
  bundle: string,
): { readonly made: string; readonly origin: string; readonly version: number } | null {
  const trusted = opened(bundle)
  return (
    trusted && { made: trusted.bundle.made, origin: trusted.bundle.origin, version: trusted.bundle.version }
  )
}
