import { readFileSync } from 'node:fs'
import type { PlacePolicy } from '../../src/policy/place-policy.ts'

/** Blanks and line breaks are an accident of how the notice came to us. */
export const plain = (text: string) => text.replace(/\s+/g, '')

export const noticeText = (file: string) =>
  plain(readFileSync(`tests/vectors/policy/notices/${file}.txt`, 'utf8')).replaceAll(/#+|---/g, '')

/** The words of one clause: 二（一） is section （一） of part 二、, in brackets of either width; null if there is none. */
export function clauseText(policy: PlacePolicy, clause: string): string | null {
  if (policy.notice.text === 'digest')
    return noticeText(clause.includes('云南省2020年通知') ? 'yunnan-2020' : `${policy.id}-digest`)
  const [, part, section] = /^([一二三四五六七])(?:（([一二三四五六七八九十])）\d?|末段)?$/.exec(clause) ?? []
  if (part === undefined) return null
  const own = between(noticeText(policy.id), PARTS, part)
  return section === undefined ? own : between(own ?? '', SECTIONS, section)
}

const PARTS = (number: string) => new RegExp(`(?<![一二三四五六七八九十（(])${number}、`)
const SECTIONS = (number: string) => new RegExp(`[（(]${number}[）)]`)
const NUMBERS = Array.from('一二三四五六七八九十')

/** From one number's mark to the next number's. */
function between(text: string, mark: (number: string) => RegExp, number: string): string | null {
  const start = text.search(mark(number))
  const next = NUMBERS[NUMBERS.indexOf(number) + 1]
  const length = next === undefined ? -1 : text.slice(start).search(mark(next))
  if (start < 0) return null
  return length < 0 ? text.slice(start) : text.slice(start, start + length)
}
