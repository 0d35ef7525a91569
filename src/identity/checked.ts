import { badAuthority, badGround } from './refusals.ts'

// C0 and C1 controls, line separators, and what turns the direction of text around it.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u

const isPlain = (text: string, most: number): boolean =>
  text !== '' && Array.from(text).length <= most && !UNPRINTABLE.test(text)

/** An office's name, trimmed: 1–40 printable characters; refuses `identity/bad-authority`. */
export function checkedName(name: string): string {
  const trimmed = name.trim()
  if (!isPlain(trimmed, 40)) throw badAuthority('机构名称', '应为 1 到 40 个可见字符')
  return trimmed
}

export function checkedSealName(name: string | null): string | null {
  const trimmed = name === null ? null : name.trim()
  if (trimmed !== null && !isPlain(trimmed, 40)) throw badAuthority('印章名称', '应为 1 到 40 个可见字符')
  return trimmed
}

/** 机关代字: 1–12 characters without brackets or digits, as they stand in a document number. */
export function checkedWord(word: string | null): string | null {
  const trimmed = word === null ? null : word.trim()
  if (trimmed !== null && (!isPlain(trimmed, 12) || /[\d〔〕[\]()（）\s]/.test(trimmed)))
    throw badAuthority('机关代字', '应为 1 到 12 个字，不带括号和数字')
  return trimmed
}

/** The document a decision rests on, trimmed: 2–80 printable characters; refuses `identity/bad-ground`. */
export function checkedGround(ground: string): string {
  const trimmed = ground.trim()
  if (!isPlain(trimmed, 80) || trimmed.length < 2) throw badGround()
  return trimmed
}
