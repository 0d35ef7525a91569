import { describe, expect, it } from 'vitest'
import { foldNumber } from '../../src/titles/past-title.ts'

describe('a number on paper', () => {
  it.each([
    [' yn2026 000001z ', 'YN2026000001Z'],
    ['ＹＮ２０２６０００００１Ｚ', 'YN2026000001Z'],
    ['YN-2026-000001-Z', 'YN2026000001Z'],
    ['滇职证字 第0001号', '滇职证字第0001号'],
  ])('is found however it is typed: %s', (typed, number) => {
    expect(foldNumber(typed)).toBe(number)
  })
})
