import { textFault } from '../people/name.ts'

/** Longest purpose, in characters as people count them. */
export const PURPOSE_LIMIT = 200

/**
 * Why a purpose in the actor's own words cannot be kept, in Chinese; null when it can. It is kept for ever and read by
 * others, so it must not hold anybody's number.
 */
export function purposeFault(purpose: string): string | null {
  if (purpose.trim() === '') return '没有写事由'
  if (Array.from(purpose).length > PURPOSE_LIMIT) return `超过 ${PURPOSE_LIMIT} 个字`
  if (textFault(purpose) !== null) return '含有不能保存的字符'
  if (/(?:[0-9０-９][\s-]?){15}/.test(purpose)) return '不要填写证件号码'
  return null
}
