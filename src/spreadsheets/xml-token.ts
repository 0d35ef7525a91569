import { damagedWorkbook, forbiddenContent } from './refusals.ts'

export const LT = 0x3c
const GT = 0x3e
export const BANG = 0x21
const DASH = 0x2d
export const BRACKET = 0x5b
export const QUESTION = 0x3f
export const QUOTE = 0x22
export const APOSTROPHE = 0x27

/** Where the token that begins at `at` ends, exclusive; -1 while it is unfinished. */
export function tokenEnd(bytes: Buffer, at: number): number {
  const kind = bytes[at + 1]
  if (kind === BANG) {
    if (at + 9 > bytes.length && bytes.indexOf(GT, at) === -1) return -1
    if (bytes[at + 2] === DASH) return after(bytes, '-->', at + 4)
    if (bytes[at + 2] === BRACKET) return after(bytes, ']]>', at + 9)
    throw forbiddenContent('document-type')
  }
  if (kind === QUESTION) return after(bytes, '?>', at + 2)
  let quote = 0
  for (let i = at + 1; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte === LT) throw damagedWorkbook('标签没有写完')
    if (quote !== 0) {
      if (byte === quote) quote = 0
    } else if (byte === GT) return i + 1
    else if (byte === QUOTE || byte === APOSTROPHE) quote = byte
  }
  return -1
}

function after(bytes: Buffer, ending: string, from: number): number {
  const at = bytes.indexOf(ending, from)
  return at === -1 ? -1 : at + ending.length
}

/** A run of one to nine digits as a number, -1 for anything else. */
export function integerOf(bytes: Buffer, from: number, to: number): number {
  if (to === from || to - from > 9) return -1
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

export const isBlank = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** Whether these bytes stand at `at`, whole. */
export function begins(bytes: Buffer, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false
  return true
}
