import { compact } from '../spreadsheets/full-width.ts'

/** Why a text is no unified social credit code; `identity/credit-code-<fault>` is the public code. */
export type CreditCodeFault = 'wrong-length' | 'wrong-characters' | 'wrong-check-digit'

export interface CreditCode {
  /** 18 characters, half width, capitals. */
  readonly code: string
  readonly folded: boolean
}

// GB 32100-2015 §5: digits and capitals without I O S V Z; weights 3^i mod 31.
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Reads a unified social credit code. Never throws. */
export function readCreditCode(text: string): CreditCode | { readonly fault: CreditCodeFault } {
  const code = compact(text).toUpperCase()
  if (!/^[0-9A-HJ-NP-RTUWXY]*$/.test(code)) return { fault: 'wrong-characters' }
  if (code.length !== 18) return { fault: 'wrong-length' }
  if (code[17] !== creditCodeCheck(code)) return { fault: 'wrong-check-digit' }
  return { code, folded: code !== text }
}

/** The check character of the first 17 characters. */
export function creditCodeCheck(code: string): string {
  let sum = 0
  let weight = 1
  for (const char of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(char) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31]!
}
