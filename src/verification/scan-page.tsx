import { Field } from '../web/form.tsx'
import { document } from '../web/layout.tsx'
import { localHref, say } from '../web/language.ts'
import type { Language } from '../web/language.ts'
import { hostOf } from '../web/site.ts'
import type { Site } from '../web/site.ts'
import { LIMITS } from './check-form.ts'

/** The scanner: camera, or a photograph read in the page; without a script, the photograph is sent to the server. */
export function scanPage({ site, language }: { site: Site; language: Language }): string {
  const t = say(language)
  return document({
    site,
    language,
    title: t('扫码查验', 'Scan a code'),
    scripts: <script src={site.assets.scan} defer />,
    children: (
      <>
        <section id="result" aria-live="polite" hidden></section>
        <h1>{t('扫码查验', 'Scan a code')}</h1>
        <section class="card" id="scanner" data-decoder={site.assets.decoder} hidden>
          <video id="video" class="viewfinder" muted playsinline hidden></video>
          <p id="scan-told" class="lead" role="status"></p>
          <button type="button" id="camera" hidden>
            {t('打开摄像头', 'Open the camera')}
          </button>
          <label class="button plain" for="photo">
            {t('拍照或选择图片', 'Take or choose a picture')}
          </label>
          <input id="photo" class="unseen" type="file" accept="image/*" />
          <p class="hint">
            {t('图片在本机识别，不上传。', 'Pictures are read on this device, not uploaded.')}
          </p>
        </section>
        <section class="card">
          <h2>{t('扫不出来？', 'Does it not work?')}</h2>
          <p>
            {t('也可以用微信“扫一扫”。打开的网址应当是 ', 'Your phone’s own scanner will do. It must open ')}
            <b class="mono">{hostOf(site)}</b>
            {t('；不是这个网址的，请不要相信。', '; trust no other.')}
          </p>
          <form method="post" action={localHref(language, '/verify')} enctype="multipart/form-data">
            <Field
              language={language}
              name="file"
              kind="file"
              label={t('二维码照片', 'A picture of the code')}
              hint={t(
                `PNG 或 JPEG，不超过 ${LIMITS.fileMegabytes} MB；上传后只用于本次查验，不保存。`,
                `PNG or JPEG, at most ${LIMITS.fileMegabytes} MB; used for this check only, not kept.`,
              )}
              accept="image/png,image/jpeg"
              required
            />
            <button type="submit">{t('上传图片查验', 'Upload and check')}</button>
          </form>
        </section>
        <p>
          <a href={localHref(language, '/verify')}>{t('换一种查验方式', 'Check in another way')}</a>
        </p>
      </>
    ),
  })
}
