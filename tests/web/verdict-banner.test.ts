import { describe, expect, it } from 'vitest'
import { verdictBanner, verdictWord } from '../../src/web/verdict-banner.ts'

const ALL = ['valid', 'not-valid', 'cannot-tell', 'historical'] as const
const drawn = (verdict: (typeof ALL)[number], note?: string) =>
  verdictBanner({ verdict, language: 'zh', line: '一句话。', note }).markup

describe('the banner', () => {
  it.each([
    ['valid', '有效', 'Valid'],
    ['not-valid', '无效', 'Not valid'],
    ['cannot-tell', '无法判定', 'Cannot tell'],
    ['historical', '历史信息', 'On record'],
  ] as const)('%s has its one word', (verdict, zh, en) => {
    expect(verdictWord(verdict, 'zh')).toBe(zh)
    expect(verdictWord(verdict, 'en')).toBe(en)
    expect(drawn(verdict)).toMatch(new RegExp(`<h1[^>]*>${zh}</h1>`))
    expect(drawn(verdict)).toContain(`class="verdict ${verdict}"`)
  })

  it('tells the verdicts apart by shape, not by colour alone', () => {
    expect(new Set(ALL.map((verdict) => /<svg.*<\/svg>/.exec(drawn(verdict))?.[0])).size).toBe(ALL.length)
  })

  it('puts a note inside, beside the word', () => {
    const html = drawn('valid', '基层有效')
    expect(html.indexOf('基层有效')).toBeGreaterThan(html.indexOf('<section'))
    expect(html.indexOf('基层有效')).toBeLessThan(html.indexOf('</section>'))
  })
})
