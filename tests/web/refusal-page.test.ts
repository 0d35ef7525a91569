import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/platform/refusal.ts'
import { brokenPage, notFoundPage, refusalPage } from '../../src/web/refusal-page.tsx'
import { SITE } from '../verification/answers.ts'

const refusal = new Refusal('unavailable', 'ledger/behind', '账本落后，请联系管理员。', { secret: 'facts' })

describe('refusal page', () => {
  it('says what is wrong and its code, and keeps the facts for programs', () => {
    const html = refusalPage(SITE, 'zh', refusal)
    expect(html).toContain('<h1>服务暂时不可用</h1>')
    expect(html).toContain('账本落后，请联系管理员。')
    expect(html).toContain('ledger/behind')
    expect(html).not.toContain('secret')
  })

  it('marks a Chinese message as Chinese on an English page', () =>
    expect(refusalPage(SITE, 'en', refusal)).toContain('<p lang="zh-CN">账本落后，请联系管理员。</p>'))

  it('escapes the message', () =>
    expect(refusalPage(SITE, 'zh', new Refusal('invalid', 'a/b', '<b>坏</b>'))).toContain(
      '&lt;b&gt;坏&lt;/b&gt;',
    ))

  it('gives a missing page and a fault of ours a way back', () => {
    for (const html of [notFoundPage(SITE, 'zh'), brokenPage(SITE, 'zh')])
      expect(html).toContain('href="/verify"')
  })
})
