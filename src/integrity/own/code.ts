import { createHmac } from 'node:crypto'
import type { Context } from '../../platform/context.ts'
import { compact } from '../../spreadsheets/full-width.ts'

// Crockford's base 32: nothing in it is taken for something else when read from paper or told by telephone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** So many letters and digits, five bits each, from as many random bytes. */
export const spelled = (random: Uint8Array): string =>
  Array.from(random, (byte) => ALPHABET[byte & 31] as string).join('')

/** ABCDE-FGHJK, as it is shown. */
export const grouped = (text: string): string => text.replaceAll(/(.{5})(?=.)/g, '$1-')

/**
 * What is kept of a code or token, however it is typed: an HMAC by a key that is not in the database, or fifty bits
 * could be tried out there. `use` keeps the codes of one door from opening another.
 */
export function codeDigest({ keyring }: Context, use: 'own' | 'consent', typed: string): Uint8Array {
  const folded = compact(typed.slice(0, 100)).replaceAll('-', '').toUpperCase()
  const read = folded.replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return new Uint8Array(
    createHmac('sha256', keyring.sessions).update(`zhengxin/v1|integrity|${use}|${read}`, 'utf8').digest(),
  )
}
