import { document } from '../web/layout.tsx'
import { say } from '../web/language.ts'
import type { Language } from '../web/language.ts'
import type { Site } from '../web/site.ts'
import { FileCard, TextCard } from './check-cards.tsx'
import type { CheckForm } from './check-form.ts'

const EMPTY: CheckForm = { values: {}, errors: [] }

/** What stands where a page cannot be had: the worker keeps it, and its script judges the scanned address by itself. */
export function offlinePage({ site, language }: { site: Site; language: Language }): string {
  const t = say(language)
  return document({
    site,
    language,
    title: t('没有网络', 'No network'),
    scripts: <script src={site.assets.check} defer />,
    children: (
      <>
        <section id="result" aria-live="polite" hidden></section>
        <h1 data-offline>{t('现在连不上网', 'There is no network')}</h1>
        <div class="note">
          <p>
            {t(
              '二维码和 PDF 证书仍可在本机核验：签名真伪说得准；证书现在是否有效，要看本机信任包是否够新，不够新时会写明“签名真实，现状未核”。用编号和姓名查须联网。',
              'Codes and PDF certificates can still be checked on this device: whether they are genuine for certain, whether they are in force only while the trust bundle is fresh. Looking up a number and a name needs a network.',
            )}
          </p>
        </div>
        <p>
          <a class="button" href="/scan">
            {t('扫码', 'Scan')}
          </a>
        </p>
        <FileCard language={language} form={EMPTY} />
        <TextCard language={language} form={EMPTY} />
      </>
    ),
  })
}
