import type { Child } from 'hono/jsx'
import { escapeHtml } from './draw.ts'
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
export function document({ children, scripts, ...page }: Page): string {
  return documentAround(page, markup(<>{children}</>), scripts ? markup(<>{scripts}</>) : '')
}

/** The same around markup drawn already: `main` and `scripts` stand in the page as they are. */
export function documentAround(
  { site, language, title, indexable = false }: Omit<Page, 'children' | 'scripts'>,
  main: string,
  scripts: string,
): string {
  const { head, top, foot } = surround(site, language)
  const robots = indexable ? '' : '<meta name="robots" content="noindex"/>'
  return `${head}${robots}<title>${escapeHtml(title)} · ${language === 'en' ? 'Zhengxin' : '证信'}</title></head>${top}${main}${foot}${scripts}</body></html>`
}

/** What is the same on every page of one start, in the order it stands. */
interface Surround {
  readonly head: string
  readonly top: string
  readonly foot: string
}

const surrounds = new WeakMap<Site, Map<Language, Surround>>()

// Drawn once for each language: it was a third of the work of a verdict page.
function surround(site: Site, language: Language): Surround {
  const drawn = surrounds.get(site) ?? new Map<Language, Surround>()
  surrounds.set(site, drawn)
  const known = drawn.get(language) ?? drawSurround(site, language)
  drawn.set(language, known)
  return known
}

function drawSurround(site: Site, language: Language): Surround {
  const t = say(language)
  const { icon, style, touchIcon } = site.assets
  const head = markup(
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="format-detection" content="telephone=no" />
      <meta name="theme-color" content="#0f3460" />
      <link rel="icon" href={icon} type="image/svg+xml" />
      <link rel="apple-touch-icon" href={touchIcon} />
      <link rel="manifest" href="/manifest.webmanifest" />
      <link rel="stylesheet" href={style} />
    </>,
  )
  const skip = markup(
    <a class="skip" href="#main">
      {t('跳到正文', 'Skip to content')}
    </a>,
  )
  return {
    head: `<!doctype html><html lang="${languageTag(language)}"><head>${head}`,
    top: `<body>${skip}${markup(<Header site={site} language={language} />)}<main id="main" class="wide" tabindex="-1">`,
    foot: `</main>${markup(<Footer site={site} language={language} />)}`,
  }
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
          <li>
            <a href={localHref(language, '/genuine')}>
              {t('全部密钥、曾用网址和核对办法', 'All keys, earlier addresses and how to compare them')}
            </a>
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
