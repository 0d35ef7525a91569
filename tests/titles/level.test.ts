import { describe, expect, it } from 'vitest'
import { isSpecified, LEVEL_CODES, levelName, levelNameEn, parseLevel } from '../../src/titles/level.ts'

describe('levels of GB/T 12407', () => {
  it.each(LEVEL_CODES)('reads its own name of %s back', (code) => {
    expect(parseLevel(levelName(code))).toBe(code)
    expect(levelNameEn(code)).toMatch(/^[A-Z]/)
  })

  it.each([
    ['正高级', '411'],
    ['副高级', '412'],
    ['中级', '420'],
    ['助理级', '434'],
    ['员级', '435'],
    [' 副　高级 ', '412'],
  ])('reads %s as %s', (text, code) => expect(parseLevel(text)).toBe(code))

  it('reads 高级 and 初级 as levels that do not say which, for history only', () => {
    expect(parseLevel('高级')).toBe('410')
    expect(parseLevel('初级')).toBe('430')
    expect(LEVEL_CODES.filter((code) => !isSpecified(code))).toEqual(['410', '430'])
  })

  it.each(['', '正高', '副高', '高级工程师', '412', '特级'])('does not guess %j', (text) =>
    expect(parseLevel(text)).toBeNull(),
  )
})
