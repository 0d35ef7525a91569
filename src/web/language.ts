/** What a page speaks: Chinese unless the address asks for English. No cookie: a link says it all. */
export type Language = 'zh' | 'en'

export const languageOf = (query: string | undefined): Language => (query === 'en' ? 'en' : 'zh')

/** The BCP 47 tag of a page in this language. */
export const languageTag = (language: Language): string => (language === 'en' ? 'en' : 'zh-CN')

/** Picks the wording: `const t = say(language)`, then `t('有效', 'Valid')`. */
export type Say = (zh: string, en: string) => string

export const say =
  (language: Language): Say =>
  (zh, en) =>
    language === 'en' ? en : zh

/** A path of our own that stays in the reader's language; a `#fragment` keeps its place at the end. */
export function localHref(language: Language, path: string): string {
  if (language === 'zh') return path
  const [page, fragment] = path.split('#', 2) as [string, string?]
  const href = `${page}${page.includes('?') ? '&' : '?'}lang=en`
  return fragment === undefined ? href : `${href}#${fragment}`
}
