// Bundled into pages: no node modules here.
import { fromDigits, toDigits } from './digits.ts'
import type { ReasonCode } from './reason.ts'
import { MAX_TOKEN_LENGTH } from './record.ts'

// 128 bits in base64url: the last of the 22 characters has only two bits to say.
const CODE = '[A-Za-z0-9_-]{21}[AQgw]'
const ADDRESS = new RegExp(`^(https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?)/v/(${CODE})(?:#(.*))?$`)
const BARE_CODE = new RegExp(`^${CODE}$`)

/** What the code on a certificate says. `origin` is `https://<host>`, `code` the 22 characters of the public page. */
export const qrText = (origin: string, code: string, cwt: Uint8Array): string =>
  `${origin}/v/${code}#${toDigits(cwt)}`

/** What somebody scanned, pasted or typed. `origin` is whatever the text says: compare it before showing it. */
export type Scanned =
  | {
      readonly kind: 'cwt'
      readonly cwt: Uint8Array
      /** Null for digits without an address. */
      readonly origin: string | null
      readonly code: string | null
    }
  | { readonly kind: 'sd-jwt'; readonly token: string }
  /** An address without signed content, or the 22 characters alone. */
  | { readonly kind: 'code'; readonly origin: string | null; readonly code: string }
  /** `origin`: of an address like ours, which leads to somebody's site whatever follows it. */
  | { readonly kind: 'unreadable'; readonly reason: ReasonCode; readonly origin: string | null }

/** Sorts a text by its shape alone; nothing is verified. Blanks around it are forgiven, nothing else is. */
export function parseScanned(text: string): Scanned {
  const trimmed = text.trim()
  if (trimmed.length > MAX_TOKEN_LENGTH) return unreadable('malformed')
  if (BARE_CODE.test(trimmed)) return { kind: 'code', origin: null, code: trimmed }
  if (/^[0-9]+$/.test(trimmed)) return fromFragment(trimmed, null, null)
  const [, address, code, fragment] = ADDRESS.exec(trimmed) ?? []
  if (address && code) {
    const origin = originOf(address)
    if (!origin) return unreadable('malformed')
    return fragment ? fromFragment(fragment, origin, code) : { kind: 'code', origin, code }
  }
  if (/^[\w-]+\.[\w-]+\.[^~]*~/.test(trimmed)) return { kind: 'sd-jwt', token: trimmed }
  const otherwise = /^https?:/i.test(trimmed) || /^[\w-]+\.[\w-]+\.[\w-]*$/.test(trimmed)
  return unreadable(otherwise ? 'not-a-certificate' : 'malformed')
}

function fromFragment(digits: string, origin: string | null, code: string | null): Scanned {
  const cwt = fromDigits(digits)
  return cwt ? { kind: 'cwt', cwt, origin, code } : unreadable('malformed', origin)
}

/** Lower-case host, default port left out; null for a port no host has. */
function originOf(address: string): string | null {
  try {
    return new URL(address).origin
  } catch {
    return null
  }
}

const unreadable = (reason: ReasonCode, origin: string | null = null): Scanned => ({
  kind: 'unreadable',
  reason,
  origin,
})
