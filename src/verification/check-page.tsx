import { document, organisationName } from '../web/layout.tsx'
import { ErrorSummary } from '../web/form.tsx'
import { localHref, say } from '../web/language.ts'
import type { Language } from '../web/language.ts'
import type { Site } from '../web/site.ts'
import { FileCard, NumberCard, ScanCard, TextCard } from './check-cards.tsx'
import type { FormProps } from './check-cards.tsx'
import type { CheckForm } from './check-form.ts'

interface Props {
  readonly site: Site
  readonly language: Language
}

const EMPTY: CheckForm = { values: {}, errors: [] }

/** The front door: what this is, and the three ways to check. */
export function homePage({ site, language }: Props): string {
  const t = say(language)
  return document({
    site,
    language,
    title: t('查验职称证书', 'Check a professional title certificate'),
    indexable: true,
    scripts: <script src={site.assets.check} defer />,
    children: (
      <>
        <h1>{t('查验职称证书', 'Check a professional title certificate')}</h1>
        <p class="lead">
          {t(
            `${organisationName(site, language)}签发的职称电子证书，任何人都可以在这里查验真伪和现状。`,
            `Anyone can check here whether a certificate issued by ${organisationName(site, language)} is genuine and in force.`,
          )}
        </p>
        <ScanCard site={site} language={language} />
        <NumberCard language={language} form={EMPTY} />
        <div class="card">
          <h2>{t('用电子文件查', 'By file')}</h2>
          <ul class="ways">
            <li>
              <a href={localHref(language, '/verify#by-file')}>
                {t('核验电子证书（PDF），可不上传', 'Check the certificate (PDF), without uploading it')}
              </a>
            </li>
            <li>
              <a href={localHref(language, '/verify#by-text')}>
                {t('粘贴二维码内容', 'Paste the text of the QR code')}
              </a>
            </li>
          </ul>
        </div>
        <p>
          <a href={localHref(language, '/publicity')}>
            {t('公示：正在公示的名单，提出异议', 'Publicity: lists now open to objection')}
          </a>
          <br />
          <a href={localHref(language, '/policies')}>
            {t('各地评审规定：公示、期限与备案', 'Rules of each place: publicity, deadlines, filing')}
          </a>
          <br />
          <a href={localHref(language, '/ledger')}>
            {t('存证链：怎样自行审计', 'The ledger, and how to audit it yourself')}
          </a>
        </p>
      </>
    ),
  })
}

/** Every way to check that needs typing, pasting or a file. */
export function checkPage({ site, language }: Props): string {
  const t = say(language)
  return document({
    site,
    language,
    title: t('查验', 'Check'),
    indexable: true,
    scripts: <script src={site.assets.check} defer />,
    children: (
      <>
        <section id="result" aria-live="polite" hidden></section>
        <h1>{t('查验职称证书', 'Check a professional title certificate')}</h1>
        <ScanCard site={site} language={language} />
        <NumberCard language={language} form={EMPTY} />
        <FileCard language={language} form={EMPTY} />
        <TextCard language={language} form={EMPTY} />
        <p>
          <a href="/desk/verifications">
            {t(
              '单位核验一份名单，出具回执（须登录）',
              'Employers: check a whole list, with a receipt (sign in)',
            )}
          </a>
          <br />
          <a href={localHref(language, '/embed')}>
            {t(
              '在自己的网站或程序里核验：格式和样例',
              'Verify on your own site or program: formats and samples',
            )}
          </a>
        </p>
      </>
    ),
  })
}

/** The one form that could not be taken, with what was typed and what is wrong; the other ways are a link away. */
export function checkAgainPage({ site, language, form }: Props & FormProps): string {
  const t = say(language)
  return document({
    site,
    language,
    title: t('还不能查验', 'Not checked yet'),
    children: (
      <>
        <ErrorSummary
          language={language}
          errors={form.errors.map(({ field, message, messageEn }) => ({
            field,
            message: t(message, messageEn),
          }))}
        />
        <FaultyCard language={language} form={form} />
        <p>
          <a href={localHref(language, '/verify')}>{t('换一种查验方式', 'Check in another way')}</a>
        </p>
      </>
    ),
  })
}

function FaultyCard({ language, form }: FormProps) {
  switch (form.errors[0]?.field) {
    case 'file':
      return <FileCard language={language} form={form} />
    case 'credential':
      return <TextCard language={language} form={form} />
    default:
      return <NumberCard language={language} form={form} />
  }
}
