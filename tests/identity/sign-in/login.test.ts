import { describe, expect, it } from 'vitest'
import { readLogin } from '../../../src/identity/sign-in/login.ts'

describe('a login name', () => {
  it.each([
    ['yang.xy', 'yang.xy'],
    ['  Yang.XY ', 'yang.xy'],
    ['ｙａｎｇ．ｘｙ', 'yang.xy'],
    ['0531-clerk', '0531-clerk'],
  ])('%j is spelled %j', (typed, login) => expect(readLogin(typed)).toBe(login))

  it.each([
    ['Cyrillic а among Latin letters', 'yаng.xy'],
    ['KELVIN SIGN, which would become a k', '\u212Aunming'],
    ['LATIN CAPITAL I WITH DOT', 'l\u0130jiang'],
    ['a zero-width space', 'yang\u200B.xy'],
    ['a blank inside', 'yang xy'],
    ['a combining mark', 'yáng'],
    ['NUL', 'yang\0xy'],
    ['two characters', 'yx'],
    ['33 characters', 'a'.repeat(33)],
    ['a leading dot', '.yang'],
    ['Chinese', '杨晓芸'],
    ['an identity number', '530102199001011012'],
    ['an identity number with x', '53010219900101101X'],
    ['an old identity number', '530102900101101'],
    ['nothing', ''],
    ['a book', 'a'.repeat(100_000)],
  ])('%s is nobody’s', (_, typed) => expect(readLogin(typed)).toBeNull())
})
