import { describe, expect, it } from 'vitest'
import { markup } from '../../src/web/markup.ts'
import { EmptyState, ErrorState, ProgressState, VerdictBanner, verdictWord } from '../../src/web/states.tsx'

describe('states', () => {
  it.each([
    ['valid', '有效', 'Valid'],
    ['not-valid', '无效', 'Not valid'],
    ['cannot-tell', '无法判定', 'Cannot tell'],
  ] as const)('%s has its one word and its own shape', (verdict, zh, en) => {
    expect(verdictWord(verdict, 'zh')).toBe(zh)
    expect(verdictWord(verdict, 'en')).toBe(en)
    const html = markup(<VerdictBanner verdict={verdict} language="zh" line="一句话。" />)
    expect(html).toMatch(new RegExp(`<h1[^>]*>${zh}</h1>`))
    expect(html).toContain(`class="verdict ${verdict}"`)
  })

  it('tells the verdicts apart by shape, not by colour alone', () => {
    const shapes = (['valid', 'not-valid', 'cannot-tell'] as const).map(
      (verdict) =>
        /<svg.*<\/svg>/.exec(markup(<VerdictBanner verdict={verdict} language="zh" line="" />))?.[0],
    )
    expect(new Set(shapes).size).toBe(3)
  })

  it('puts a note inside the banner, beside the word', () => {
    const html = markup(<VerdictBanner verdict="valid" language="zh" note="基层有效" line="" />)
    expect(html.indexOf('基层有效')).toBeGreaterThan(html.indexOf('<section'))
    expect(html.indexOf('基层有效')).toBeLessThan(html.indexOf('</section>'))
  })

  it('shows progress in words as well as in a bar', () => {
    const html = markup(<ProgressState label="正在签发" done={40} total={200} />)
    expect(html).toContain('40 / 200')
    expect(html).toMatch(/<progress max="200" value="40"/)
  })

  it('shows emptiness and errors with their text', () => {
    expect(markup(<EmptyState>还没有证书</EmptyState>)).toContain('还没有证书')
    expect(markup(<ErrorState title="出错了">请重试</ErrorState>)).toMatch(/<h1>出错了<\/h1>.*请重试/)
  })
})
