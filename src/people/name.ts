import { halfWidth } from '../spreadsheets/full-width.ts'

/** 民委发〔2016〕33号 asks for at least 50 characters; counted in code points, as people count them. */
export const NAME_LIMIT = 100

/** Why a text cannot stand on a certificate; `people/<fault>` is the public code. */
export type TextFault =
  | 'control-character'
  | 'invisible-character'
  | 'direction-control'
  | 'private-use-character'
  | 'lost-character'
  | 'formula-like'

export type NameFault = TextFault | 'empty-name' | 'not-a-name' | 'name-too-long' | 'blank-in-name'

/** Worth a second look, but kept exactly as given. */
export type NameWarning = 'interpunct-variant' | 'radical-for-hanzi' | 'digit-in-name'

export interface Name {
  /** Exactly as given: never normalised, folded or trimmed. */
  readonly name: string
  readonly warnings: readonly NameWarning[]
}

// Private use is where GBK kept characters that had no Unicode place yet: a person must say which one is meant.
const PRIVATE_USE = /\p{Co}/u
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
// What conversions and hasty typists leave where a character was: U+FFFD, half a surrogate pair, ? □ 〓 *
const LOST = /[\ufffd\p{Cs}?？□■〓*＊]/u
const RADICAL = /[\u2e80-\u2fd5]/u

/** Interpuncts seen for · U+00B7. */
const VARIANTS = '\u2022\u30fb\uff65\u2027\uff0e\ufe52\u2219\u22c5.'
const VARIANT = new RegExp(`[${VARIANTS}]`, 'gu')

/**
 * The first ground on which a text may not be printed or exported as it stands, or null. Any character of GB 18030
 * passes, and so does one that is newer than this program.
 */
export function textFault(text: string): TextFault | null {
  if (/^\s*[=+@＝＋＠]/.test(text) || /^\s*[-－]\s*[^\s\-－]/.test(text)) return 'formula-like'
  if (/\p{Cc}/u.test(text)) return 'control-character'
  if (DIRECTION.test(text)) return 'direction-control'
  if (/\p{Default_Ignorable_Code_Point}/u.test(text)) return 'invisible-character'
  if (PRIVATE_USE.test(text)) return 'private-use-character'
  return /[\ufffd\p{Cs}\p{Noncharacter_Code_Point}]/u.test(text) ? 'lost-character' : null
}

/** Judges a person's name and keeps it as given. Latin names may hold single blanks; others none. */
export function checkName(text: string): Name | { readonly fault: NameFault } {
  if (text.trim() === '') return { fault: 'empty-name' }
  const fault = textFault(text)
  if (fault !== null) return { fault }
  const blanks = /\p{Script=Latin}/u.test(text) ? /^\s|\s\s|\s$/ : /\s/
  if (blanks.test(text)) return { fault: 'blank-in-name' }
  if (LOST.test(text)) return { fault: 'lost-character' }
  if (!/\p{L}/u.test(text)) return { fault: 'not-a-name' }
  if (Array.from(text).length > NAME_LIMIT) return { fault: 'name-too-long' }

  const warnings: NameWarning[] = []
  if (hasVariant(text)) warnings.push('interpunct-variant')
  if (RADICAL.test(text)) warnings.push('radical-for-hanzi')
  if (/\p{Nd}/u.test(text)) warnings.push('digit-in-name')
  return { name: text, warnings }
}

// In a Latin name a full stop is a full stop.
const hasVariant = (text: string): boolean =>
  new RegExp(`[${VARIANTS}]`, 'u').test(/\p{Script=Latin}/u.test(text) ? text.replaceAll('.', '') : text)

/** For finding and comparing only, never shown: one interpunct, half width, no blanks, Latin in capitals. */
export const matchingName = (name: string): string =>
  /^[\u4e00-\u9fff]+$/.test(name)
    ? name
    : halfWidth(name.replace(VARIANT, '·')).replace(/\s+/g, '').toUpperCase()
