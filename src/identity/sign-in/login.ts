import { halfWidth } from '../../spreadsheets/full-width.ts'

/** Letters of ASCII only: no letter of another script can look like one of these. */
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9._-]{2,31}$/
const ID_NUMBER = /^(\d{15}|\d{17}[\dx])$/

/**
 * The one spelling of a login name however it is typed: half width, small letters, no blanks around. Null when it
 * can be nobody's; an identity number is nobody's login name.
 */
export function readLogin(text: string): string | null {
  if (text.length > 64) return null
  const login = halfWidth(text).trim()
  // Judged before it is made small: U+212A KELVIN SIGN would become a k.
  if (!LOGIN.test(login)) return null
  const small = login.toLowerCase()
  return ID_NUMBER.test(small) ? null : small
}
