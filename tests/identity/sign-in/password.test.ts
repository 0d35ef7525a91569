import { hash } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import {
  hashPassword,
  isOutdated,
  isPassword,
  passwordFault,
} from '../../../src/identity/sign-in/password.ts'

const SALT = new Uint8Array(16).fill(7)

describe('a password', () => {
  it.each([
    ['eleven characters', 'abcdefghijk', 'too-short'],
    ['eleven characters of two code units each', '𠮷'.repeat(11), 'too-short'],
    ['the login', 'yang.xiaoyun', 'is-login'],
    ['the login in capitals', 'YANG.XIAOYUN', 'is-login'],
    ['one of the commonest', '123456789012', 'too-common'],
    ['one of the commonest in full width', '１２３４５６７８９０１２', 'too-common'],
    ['one of the commonest in capitals', 'PASSWORD1234', 'too-common'],
    ['1025 bytes', 'a'.repeat(1025), 'too-long'],
    ['1026 bytes in 342 characters', '滇'.repeat(342), 'too-long'],
  ])('that is %s is refused', (_, password, fault) =>
    expect(passwordFault(password, 'yang.xiaoyun')).toBe(fault),
  )

  it.each([
    ['twelve letters, nothing else asked', 'correcthorse'],
    ['a sentence in Chinese', '滇池边的海鸥每年十一月回来'],
    ['blanks and emoji', '  🙂 🙂 🙂 🙂  ok '],
    ['1024 bytes', 'x'.repeat(1024)],
  ])('of %s is fine', (_, password) => expect(passwordFault(password, 'yang.xiaoyun')).toBeNull())

  it('is stored as argon2id with its parameters and verified in one spelling of each character', async () => {
    const stored = await hashPassword('ｐａｓｓ word 你好 12', SALT)
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$/)
    expect(await isPassword(stored, 'pass word 你好 12')).toBe(true)
    expect(await isPassword(stored, 'pass word 你好 13')).toBe(false)
    expect(isOutdated(stored)).toBe(false)
  })

  it('hashed with weaker parameters is still right, and known to be outdated', async () => {
    const stored = await hash('correcthorse', { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
    expect(await isPassword(stored, 'correcthorse')).toBe(true)
    expect(isOutdated(stored)).toBe(true)
  })

  it('of nobody is always wrong', async () => {
    expect(await isPassword(null, '')).toBe(false)
  })
})
