import { sha256 } from '../../ledger/hash.ts'
import { base64url, utf8 } from '../../signing/bytes.ts'
import type { sessions } from './schema.ts'

const MINUTE = 60_000
export const IDLE_MS = 30 * MINUTE
export const ABSOLUTE_MS = 12 * 60 * MINUTE
export const CLIENT_MS = 10 * MINUTE
/** How far the clocks of two instances may lie apart. Whoever's clock goes back further loses their session. */
export const SKEW_MS = MINUTE
export const SLIDE_MS = MINUTE

type Lived = Pick<typeof sessions.$inferSelect, 'createdAt' | 'seenAt' | 'expiresAt' | 'endedAt'>

/** Is it still good? What was seen later than now was seen by a clock that has gone back since: it is over. */
export function isAlive(session: Lived, now: Date): boolean {
  if (session.endedAt !== null || now >= session.expiresAt) return false
  const idle = now.getTime() - session.seenAt.getTime()
  return idle < IDLE_MS && idle >= -SKEW_MS
}

/** 256 bits, base64url, 43 characters. */
export const tokenOf = (random32: Uint8Array): string => base64url(random32)

/** What is stored of a token; null for what cannot be one. */
export const tokenDigest = (token: string): Uint8Array | null =>
  /^[\w-]{43}$/.test(token) ? sha256(utf8(token)) : null
