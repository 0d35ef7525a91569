import { LEVEL_CODES, levelName, levelNameEn } from '../titles/level.ts'
import { Field } from '../web/form.tsx'
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

export interface FormProps {
  readonly language: Language
  readonly form: CheckForm
}

export function ScanCard({ site, language }: Props) {
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
      <p>
        <a class="button" href={localHref(language, '/scan')}>
          {t('在这里扫码', 'Scan here')}
        </a>
      </p>
    </div>
  )
}

export function NumberCard({ language, form }: FormProps) {
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
        <MoreFields language={language} form={form} />
        <button type="submit">{t('查验', 'Check')}</button>
      </form>
    </section>
  )
}

/** What need not be filled in: to be surer of the person, and to hear what was collected when nothing is found. */
function MoreFields({ language, form }: FormProps) {
  const t = say(language)
  const [year, level] = [errorOf(form, 'year', language), errorOf(form, 'level', language)]
  const isOpen = form.errors.some(({ field }) => ['idNumber', 'year', 'level', 'issuer'].includes(field))
  return (
    <details open={isOpen || (form.values.year ?? '') !== ''}>
      <summary>{t('还可以填（不必填）', 'More, if you like')}</summary>
      <Field
        language={language}
        name="idNumber"
        label={t('持证人证件号码', 'Identity number of the holder')}
        hint={t('只核对是否相符，不显示、不保存', 'Only compared: neither shown nor kept')}
        error={errorOf(form, 'idNumber', language)}
        maxLength={LIMITS.idNumber}
      />
      <p class="soft small">
        {t(
          '较早的纸质证书：填上年度和级别，查不到时会告诉您该年度归集了哪些、该向谁确认。',
          'For old paper: with year and level, “not found” says what has been collected and whom to ask.',
        )}
      </p>
      <Field
        language={language}
        name="year"
        label={t('取得年度', 'Year of the title')}
        error={year}
        value={form.values.year}
        maxLength={4}
      />
      <div class={level ? 'field bad' : 'field'}>
        <label for="level">{t('级别', 'Level')}</label>
        {level && (
          <p class="wrong" id="level-error">
            {t('请改正：', 'Please correct: ')}
            {level}
          </p>
        )}
        <select id="level" name="level" aria-describedby={level ? 'level-error' : undefined}>
          <option value="">{t('不填', 'None')}</option>
          {LEVEL_CODES.map((code) => (
            <option value={code} selected={code === form.values.level}>
              {t(levelName(code), levelNameEn(code))}
            </option>
          ))}
        </select>
      </div>
      <Field
        language={language}
        name="issuer"
        label={t('发证单位（照证书填写）', 'Issued by, as printed')}
        hint={t(
          '原单位已撤并的，告诉您现在该向谁确认',
          'If that office is closed, we say which one to ask today',
        )}
        error={errorOf(form, 'issuer', language)}
        value={form.values.issuer}
        maxLength={LIMITS.issuer}
      />
    </details>
  )
}

export function FileCard({ language, form }: FormProps) {
  const t = say(language)
  return (
    <section class="card" id="by-file">
      <h2>{t('用电子证书查', 'By the electronic certificate')}</h2>
      <button type="button" id="drop" class="drop" hidden>
        <b>{t('把 PDF 证书拖到这里，或点此选择', 'Drop the PDF here, or tap to choose it')}</b>
        <span>{t('在本机核验，不上传', 'Checked on this device, not uploaded')}</span>
      </button>
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
        <p id="upload-hint" class="hint" role="status"></p>
        <button type="submit">{t('上传并查验', 'Upload and check')}</button>
      </form>
    </section>
  )
}

export function TextCard({ language, form }: FormProps) {
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
