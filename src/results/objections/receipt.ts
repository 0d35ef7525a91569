import { sha256 } from '../../ledger/hash.ts'
import { utf8 } from '../../signing/bytes.ts'

// No letter or digit that reads like another: a receipt is copied by hand.
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** What an objector is given once: which objection, and what opens its state. */
export interface ObjectionReceipt {
  /** 8 letters and digits. */
  readonly reference: string
  /** 12 letters and digits: 60 bits. */
  readonly secret: string
}

/** From 20 fresh random bytes. */
export const newReceipt = (random20: Uint8Array): ObjectionReceipt => ({
  reference: spelled(random20.subarray(0, 8)),
  secret: spelled(random20.subarray(8, 20)),
})

const spelled = (bytes: Uint8Array): string => Array.from(bytes, (byte) => ALPHABET[byte & 31]).join('')

/** As typed by hand: blanks, strokes and small letters do not matter. */
export const foldReceipt = (typed: string): string => typed.replaceAll(/[\s-]/g, '').toUpperCase()

export const secretDigest = (secret: string): Uint8Array => sha256(utf8(`zhengxin/v1|objection|${secret}`))

/** ABCD-EFGH-JKMN, as it is shown. */
export const grouped = (text: string): string => text.replaceAll(/(.{4})(?=.)/g, '$1-')
