import { Secret, TOTP } from 'otpauth'
import { compact } from '../../spreadsheets/full-width.ts'

/** RFC 6238 with what every authenticator understands: SHA-1, 6 digits, 30 seconds. */
const STEP_MS = 30_000
const DIGITS = 6
/** RFC 4226 §4: 160 bits. */
export const TOTP_SECRET_BYTES = 20

const totpOf = (secret: Uint8Array, label: string): TOTP =>
  new TOTP({
    issuer: '证信',
    label,
    algorithm: 'SHA1',
    digits: DIGITS,
    period: STEP_MS / 1000,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  })

/** The step whose code this is, among the one now and its two neighbours (RFC 6238 §5.2); null when of none. */
export function stepOf(secret: Uint8Array, code: string, now: Date): number | null {
  const token = compact(code)
  if (!/^\d{6}$/.test(token)) return null
  const delta = totpOf(secret, '').validate({ token, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / STEP_MS) + delta
}

/** What an authenticator is shown: for its camera, and to be typed. */
export interface SecondFactorToEnrol {
  /** otpauth:// address. */
  readonly uri: string
  /** Base 32. */
  readonly secret: string
}

export function toEnrol(secret: Uint8Array, login: string): SecondFactorToEnrol {
  const totp = totpOf(secret, login)
  return { uri: totp.toString(), secret: totp.secret.base32 }
}
