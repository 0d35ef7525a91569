import { document, organisationName } from '../web/layout.tsx'
import { ErrorSummary, Field } from '../web/form.tsx'
import { localHref, say } from '../web/language.ts'
import type { Language } from '../web/language.ts'
import { hostOf } from '../web/site.ts'
import type { Site } from '../web/site.ts'
import type { CheckForm } from './check-form.ts'
import { LIMITS } from './check-form.ts'

interface Props {
  readonly site: Site
  readonly language: Language
}

interface FormProps {
  readonly language: Language
  readonly form: CheckForm
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
                {t('上传电子证书（PDF）', 'Upload the certificate (PDF)')}
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
    children: (
      <>
        <h1>{t('查验职称证书', 'Check a professional title certificate')}</h1>
        <ScanCard site={site} language={language} />
        <NumberCard language={language} form={EMPTY} />
        <FileCard language={language} form={EMPTY} />
        <TextCard language={language} form={EMPTY} />
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

function ScanCard({ site, language }: Props) {
  const t = say(language)
  return (
    <div class="card">
      <h2>{t('扫码查', 'By scanning')}</h2>
      <p>
        {t(
          '用手机相机或微信“扫一扫”对准证书上的二维码。打开的网址应当是 ',
          'Point the camera of a phone at the QR code. The address it opens must be ',
        )}
        <b class="mono">{hostOf(site)}</b>
        {t('；不是这个网址的，请不要相信。', '; trust no other.')}
      </p>
    </div>
  )
}

function NumberCard({ language, form }: FormProps) {
  const t = say(language)
  return (
    <section class="card" id="by-number">
      <h2>{t('用证书编号和姓名查', 'By number and name')}</h2>
      <form method="post" action={localHref(language, '/verify')}>
        <Field
          language={language}
          name="number"
          label={t('证书编号', 'Certificate number')}
          hint={t('印在证书上，字母不分大小写', 'Printed on the certificate; capitals do not matter')}
          error={errorOf(form, 'number', language)}
          value={form.values.number}
          maxLength={LIMITS.number}
          required
        />
        <Field
          language={language}
          name="name"
          label={t('持证人姓名', 'Name of the holder')}
          hint={t('与证书上完全一致，包括间隔号“·”', 'Exactly as on the certificate')}
          error={errorOf(form, 'name', language)}
          value={form.values.name}
          maxLength={LIMITS.name}
          required
        />
        <button type="submit">{t('查验', 'Check')}</button>
      </form>
    </section>
  )
}

function FileCard({ language, form }: FormProps) {
  const t = say(language)
  return (
    <section class="card" id="by-file">
      <h2>{t('上传电子证书查', 'By uploading the certificate')}</h2>
      <form method="post" action={localHref(language, '/verify')} enctype="multipart/form-data">
        <Field
          language={language}
          name="file"
          kind="file"
          label={t('证书文件', 'Certificate file')}
          hint={t(
            `持证人收到的 PDF 原件，或含二维码的 PNG、JPEG 图片；不超过 ${LIMITS.fileMegabytes} MB。文件只用于本次查验，不保存。`,
            `The original PDF, or a PNG or JPEG picture of the QR code; at most ${LIMITS.fileMegabytes} MB. Used for this check only, not kept.`,
          )}
          error={errorOf(form, 'file', language)}
          accept=".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
          required
        />
        <button type="submit">{t('上传并查验', 'Upload and check')}</button>
      </form>
    </section>
  )
}

function TextCard({ language, form }: FormProps) {
  const t = say(language)
  return (
    <section class="card" id="by-text">
      <h2>{t('粘贴二维码内容查', 'By pasting the text of the QR code')}</h2>
      <form method="post" action={localHref(language, '/verify')}>
        <Field
          language={language}
          name="credential"
          kind="lines"
          label={t('二维码内容或证书凭证', 'Text of the QR code, or a credential')}
          hint={t(
            '以 https:// 开头的整段文字，或一串凭证',
            'The whole text beginning with https://, or a token',
          )}
          error={errorOf(form, 'credential', language)}
          value={form.values.credential}
          maxLength={LIMITS.credential}
          required
        />
        <button type="submit">{t('查验', 'Check')}</button>
      </form>
    </section>
  )
}

function errorOf(form: CheckForm, field: string, language: Language): string | undefined {
  const error = form.errors.find((each) => each.field === field)
  return error && say(language)(error.message, error.messageEn)
}
