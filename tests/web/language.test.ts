import { describe, expect, it } from 'vitest'
import { languageOf, languageTag, localHref, say } from '../../src/web/language.ts'

describe('language', () => {
  it.each([
    ['nothing asked', undefined, 'zh'],
    ['English asked', 'en', 'en'],
    ['Chinese asked', 'zh', 'zh'],
    ['a language we do not speak', 'fr', 'zh'],
    ['another spelling', 'EN', 'zh'],
  ])('%s', (_, query, language) => expect(languageOf(query)).toBe(language))

  it('names the language for the browser', () => {
    expect(languageTag('zh')).toBe('zh-CN')
    expect(languageTag('en')).toBe('en')
  })

  it('says it in the reader’s language', () => {
    expect(say('zh')('有效', 'Valid')).toBe('有效')
    expect(say('en')('有效', 'Valid')).toBe('Valid')
  })

  it.each([
    ['zh', '/verify', '/verify'],
    ['zh', '/verify#by-file', '/verify#by-file'],
    ['en', '/verify', '/verify?lang=en'],
    ['en', '/verify#by-file', '/verify?lang=en#by-file'],
    ['en', '/list?page=2', '/list?page=2&lang=en'],
  ] as const)('keeps %s on the way to %s', (language, path, href) =>
    expect(localHref(language, path)).toBe(href),
  )
})
