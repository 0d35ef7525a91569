import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { languageTag, localHref, say } from './language.ts'
import type { Language } from './language.ts'
import { markup } from './markup.ts'
import { groupedHex, hostOf } from './site.ts'
import type { Site } from './site.ts'

interface Page {
  readonly site: Site
  readonly language: Language
  readonly title: string
  /** Only for pages a search engine may list; those that show anyone's certificate never are. */
  readonly indexable?: boolean
  /** Elements for the end of the page: the data and script of an in-page check. */
  readonly scripts?: Child
  readonly children?: Child
}

/** A whole page as text, doctype included. Hono's JSX escapes every string put into it. */
export const document = (props: Page): string => `<!doctype html>${markup(<Frame {...props} />)}`

function Frame({ site, language, title, indexable = false, scripts, children }: Page) {
  const t = say(language)
  const { header, footer } = surround(site, language)
  return (
    <html lang={languageTag(language)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {!indexable && <meta name="robots" content="noindex" />}
        <meta name="format-detection" content="telephone=no" />
        <title>{`${title} · ${t('证信', 'Zhengxin')}`}</title>
        <link rel="icon" href={site.assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={site.assets.style} />
      </head>
      <body>
        <a class="skip" href="#main">
          {t('跳到正文', 'Skip to content')}
        </a>
        {header}
        <main id="main" class="wide" tabindex={-1}>
          {children}
        </main>
        {footer}
        {scripts}
      </body>
    </html>
  )
}

type Surround = Readonly<Record<'header' | 'footer', ReturnType<typeof raw>>>
const surrounds = new WeakMap<Site, Map<Language, Surround>>()

// The same on every page of one start, so drawn once for each language: a third of the work of a verdict page.
function surround(site: Site, language: Language): Surround {
  const drawn = surrounds.get(site) ?? new Map<Language, Surround>()
  surrounds.set(site, drawn)
  const known = drawn.get(language)
  if (known) return known
  const header = raw(markup(<Header site={site} language={language} />))
  const footer = raw(markup(<Footer site={site} language={language} />))
  drawn.set(language, { header, footer })
  return { header, footer }
}

function Header({ site, language }: { site: Site; language: Language }) {
  const t = say(language)
  return (
    <header class="top">
      <div class="wide">
        <a class="brand" href={localHref(language, '/')}>
          <Mark />
          <span class="brand-name">{t('证信', 'Zhengxin')}</span>
          <span class="brand-of">{organisationName(site, language)}</span>
        </a>
        {/* Relative to the page it stands on, so that no page repeats the code it was asked for. */}
        {language === 'en' ? (
          <a class="switch" href="?lang=zh" lang="zh-CN" hreflang="zh-CN">
            中文
          </a>
        ) : (
          <a class="switch" href="?lang=en" lang="en" hreflang="en">
            English
          </a>
        )}
      </div>
    </header>
  )
}

// Look-alike sites are the commonest fraud (trust.md 0.9), so every page says how to know the real one.
function Footer({ site, language }: { site: Site; language: Language }) {
  const t = say(language)
  const host = hostOf(site)
  return (
    <footer class="foot">
      <div class="wide">
        <h2>{t('怎样确认本页是真的', 'How to know this page is genuine')}</h2>
        <ul>
          <li>
            {t('浏览器地址栏里的网址必须是 ', 'The address bar of your browser must show exactly ')}
            <b class="mono">{host}</b>
            {t('，多一个、少一个字符都不是。', ', not one character more or less.')}
          </li>
          <li>
            {t('签发密钥指纹（SHA-256）：', 'Fingerprint of the issuing key (SHA-256): ')}
            <span class="mono">{groupedHex(site.fingerprint)}</span>
            {t(
              '。可与发证机关公布的指纹比对。',
              '. Compare it with the one the issuing authority has published.',
            )}
          </li>
        </ul>
        <p class="soft screen">
          {t(
            `本页由${organisationName(site, language)}提供。查验不收费，也不要求登录、付款或下载软件。`,
            `Provided by ${organisationName(site, language)}. Checking is free: no sign-in, no payment, nothing to install.`,
          )}
        </p>
      </div>
    </footer>
  )
}

/** The organisation as the reader's language knows it. */
export const organisationName = (site: Site, language: Language): string =>
  language === 'en' ? (site.organisationEn ?? site.organisation) : site.organisation

// A tree of three leaves: the ledger. No tick, which could be taken for a verdict.
export const Mark = () => (
  <svg viewBox="0 0 28 28" aria-hidden="true" focusable="false">
    <path d="M14 7v6M6 21v-4h16v4M14 13v8" fill="none" stroke="#fff" stroke-width="2" />
    <circle cx="14" cy="6" r="4" fill="#fff" />
    <circle cx="6" cy="22" r="3.5" fill="#fff" />
    <circle cx="14" cy="22" r="3.5" fill="#fff" />
    <circle cx="22" cy="22" r="3.5" fill="#fff" />
  </svg>
)

/** The same mark as a file, for the browser's tab. */
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="5" fill="#0f3460"/>' +
  '<path d="M14 9v5M8 20v-4h12v4M14 14v6" fill="none" stroke="#fff" stroke-width="1.6"/><g fill="#fff">' +
  '<circle cx="14" cy="8" r="3"/><circle cx="8" cy="20.5" r="2.5"/><circle cx="14" cy="20.5" r="2.5"/>' +
  '<circle cx="20" cy="20.5" r="2.5"/></g></svg>'
