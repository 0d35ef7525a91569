import { describe, expect, it } from 'vitest'
import { document } from '../../src/web/layout.tsx'
import { groupedHex } from '../../src/web/site.ts'
import { SITE } from '../verification/answers.ts'

const page = (language: 'zh' | 'en') =>
  document({ site: SITE, language, title: '标题', children: <p>{'<script>alert(1)</script>'}</p> })

describe('layout', () => {
  it('is a whole page in the reader’s language', () => {
    expect(page('zh')).toMatch(/^<!doctype html><html lang="zh-CN">/)
    expect(page('en')).toMatch(/^<!doctype html><html lang="en">/)
  })

  it('escapes what it is given', () => {
    expect(page('zh')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page('zh')).not.toContain('<script>')
  })

  it('names service, organisation, host and key, so that a reader can tell a false page', () => {
    for (const shown of ['证信', SITE.organisation, 'rcps.example.gov.cn', groupedHex(SITE.fingerprint)])
      expect(page('zh')).toContain(shown)
    expect(page('en')).toContain(SITE.organisationEn)
  })

  it('falls back to the Chinese name of an organisation that has no English one', () => {
    const site = { ...SITE, organisationEn: null }
    expect(document({ site, language: 'en', title: 't' })).toContain(SITE.organisation)
  })

  it('offers the other language without a cookie', () => {
    expect(page('zh')).toContain('href="?lang=en"')
    expect(page('en')).toContain('href="?lang=zh"')
  })

  it('lets a keyboard skip to the content', () => {
    expect(page('zh')).toMatch(/<body><a class="skip" href="#main">/)
    expect(page('zh')).toContain('<main id="main"')
  })

  it('is listed by search engines only when asked to be', () => {
    expect(page('zh')).toContain('<meta name="robots" content="noindex"/>')
    expect(document({ site: SITE, language: 'zh', title: 't', indexable: true })).not.toContain('robots')
  })

  it('groups a fingerprint as people compare it', () => {
    expect(groupedHex('0123456789ab')).toBe('0123 4567 89ab')
    expect(groupedHex('01234')).toBe('0123 4')
  })
})
