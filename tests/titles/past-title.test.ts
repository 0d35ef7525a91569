import { describe, expect, it } from 'vitest'
import { foldDocument, foldNumber } from '../../src/titles/past-title.ts'

describe('a number on paper', () => {
  it.each([
    [' yn2026 000001z ', 'YN2026000001Z'],
    ['ＹＮ２０２６０００００１Ｚ', 'YN2026000001Z'],
    ['YN-2026-000001-Z', 'YN2026000001Z'],
    ['滇职证字 第0001号', '滇职证字第0001号'],
  ])('is found however it is typed: %s', (typed, number) => {
    expect(foldNumber(typed)).toBe(number)
  })

  it.each([
    '昆职改字(95)12号',
    '昆职改字（95）12号',
    '昆职改字〔95〕12号',
    '昆职改字[95]12号',
    '昆职改字【95】 12 号',
  ])('is found in whichever brackets, as documents of its era have it: %s', (typed) => {
    expect(foldDocument(typed)).toBe('昆职改字(95)12号')
    expect(foldNumber(typed)).toBe(foldDocument(typed))
  })

  it.each(['云人职发〔1998〕31号', '云人职发(1998年)第031号', '云人职发【1998】31号'])(
    'of a document is found in every style of it: %s',
    (typed) => expect(foldDocument(typed)).toBe('云人职发(1998)31号'),
  )
})
