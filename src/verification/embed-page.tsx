import type { Assets } from '../web/assets.ts'
import { document } from '../web/layout.tsx'
import { localHref, say } from '../web/language.ts'
import type { Language } from '../web/language.ts'
import type { Site } from '../web/site.ts'
import { RowTable } from '../web/table.tsx'

interface Props {
  readonly site: Site
  readonly language: Language
  readonly assets: Pick<Assets, 'verifier' | 'verifierModule'>
}

/** As in src/credentials/README.md, “Versions”. */
const FORMATS = [
  ['二维码中的凭证（CWT）', 'Token in the QR code (CWT)', 'claim -65537 / 0', '1'],
  ['可验证凭证（SD-JWT VC）', 'SD-JWT VC', 'vct', 'urn:zhengxin:title-certificate:1'],
  ['状态清单', 'Status list', 'typ', 'statuslist+jwt'],
  ['信任包', 'Trust bundle', 'v, typ', '1, zhengxin-trust+jws'],
  ['核验回执', 'Receipt', 'v, typ', '1, zhengxin-receipt+jws'],
  ['诚信声明', 'Integrity statement', 'typ, claim -65538 / 0', 'zhengxin-statement+cwt, 1'],
  ['证书 PDF', 'Certificate PDF', 'template', '1'],
  ['verifier.js', 'verifier.js', 'Zhengxin.version', '1'],
] as const

/** How any site verifies certificates by itself: one file, one bundle, a handful of functions. */
export function embedPage({ site, language, assets }: Props): string {
  const t = say(language)
  const bundle = `${site.origin}/.well-known/zhengxin-trust.json`
  return document({
    site,
    language,
    title: t('怎样在你的网站里核验', 'How to verify on your own site'),
    indexable: true,
    children: (
      <>
        <h1>{t('怎样在你的网站里核验', 'How to verify on your own site')}</h1>
        <p class="lead">
          {t(
            '一个文件，没有依赖，不联网也能核验：二维码内容和 PDF 证书都不离开你的网页，结论与本站一致。',
            'One file without dependencies that needs no network: neither codes nor PDF certificates leave your page, and the verdicts are ours.',
          )}
        </p>
        <h2>{t('引用', 'Load it')}</h2>
        <pre>
          <code>{`<script src="${site.origin}/verifier.js"
  integrity="${assets.verifier.integrity}"
  crossorigin="anonymous"></script>`}</code>
        </pre>
        <p>
          {t(
            '也可以下载后放在自己的网站上；模块写法用 ',
            'Or download it and serve it yourself. As a module: ',
          )}
          <a href="/verifier.mjs">/verifier.mjs</a>
          {t('，其校验值为 ', ', whose hash is ')}
          <span class="mono">{assets.verifierModule.integrity}</span>
          {t(
            '。系统升级后文件和校验值会变，浏览器会拒绝对不上的文件：请来本页更新。',
            '. An upgrade changes both, and browsers then refuse the old hash: come back here.',
          )}
        </p>
        <h2>{t('核验', 'Verify')}</h2>
        <pre>
          <code>{`const held = localStorage.getItem('zhengxin-trust')
const fetched = await (await fetch('${bundle}')).text()
const { bundle, refused } = Zhengxin.keepBundle(held, fetched)
localStorage.setItem('zhengxin-trust', bundle)

const answer = Zhengxin.verify(qrText, bundle)        // ${t('二维码内容或凭证', 'QR text or token')}
const other = Zhengxin.verifyFile(pdfBytes, bundle)   // ${t('PDF 文件', 'a PDF file')}
const receipt = Zhengxin.verifyReceipt(json, bundle)  // ${t('单位的核验回执', 'an employer’s receipt')}
const statement = Zhengxin.verifyStatement(qrText, bundle)  // ${t('本人的诚信声明', 'a person’s integrity statement')}
// answer.verdict: 'valid' | 'not-valid' | 'cannot-tell'`}</code>
        </pre>
        <RowTable
          caption={t('结论怎么用', 'What the verdicts mean')}
          columns={['verdict', t('意思', 'Meaning'), t('该怎么做', 'What to do')]}
          rows={[
            [
              'valid',
              t('签名真实，状态清单新鲜且在用', 'genuine, and in force by a fresh status list'),
              t('再核对姓名是否本人', 'compare the name with the person'),
            ],
            [
              'not-valid',
              t('被改动、不是发证机关签的，或已撤销等', 'altered, not the issuer’s, or revoked and the like'),
              t('不采信；原因见 reasons', 'do not rely on it; see reasons'),
            ],
            [
              'cannot-tell',
              t('现有材料判断不了，例如信任包过期', 'not enough to judge, e.g. a stale bundle'),
              t(
                '更新信任包后再查，或到本站查验；不要当作有效',
                'renew the bundle or check here; never take it for valid',
              ),
            ],
          ]}
        />
        <h2>{t('信任包', 'The trust bundle')}</h2>
        <ul>
          <li>
            {t('第一次取得时请核对指纹：', 'Compare the fingerprint the first time: ')}
            <a href={localHref(language, '/genuine')}>
              {t('怎样确认本站是真的', 'how to know this site is genuine')}
            </a>
          </li>
          <li>
            {t(
              'keepBundle 拒绝更旧的（older）、别的存证链的（stranger）和同一大小却不同历史的（forked）信任包。',
              'keepBundle refuses bundles that are older, of another ledger (stranger), or of another history of the same size (forked).',
            )}
          </li>
          <li>
            {t(
              '状态清单一天内有效；每次核验前更新，结论最新。过期后只答“签名真实，现状未核”。',
              'Status lists hold for a day; renew the bundle before each check for the newest verdict. A stale one only proves the signature.',
            )}
          </li>
        </ul>
        <h2>{t('自己写一个核验程序', 'Writing a verifier of your own')}</h2>
        <p>
          {t(
            '格式已定为下表各版本，逐字节写在源代码的 src/credentials/README.md。合格与不合格的测试样例，每个以所违反的规则命名，打包在 ',
            'The formats are frozen in the versions below, byte by byte in src/credentials/README.md of the source. Sound and unsound samples, each named for its rule, are packed in ',
          )}
          <a href="/vectors/1.json">/vectors/1.json</a>
          {t(
            '（其中 README.md 说明怎样使用）：样例不认的，你的程序也不能认作有效。',
            ' (its README.md says how to use them): what a sample refuses, your program must never call valid.',
          )}
        </p>
        <RowTable
          caption={t('格式的版本', 'Versions of the formats')}
          columns={[t('格式', 'Format'), t('写在哪里', 'Where it says so'), t('现行', 'Now')]}
          rows={FORMATS.map(([zh, en, place, now]) => [
            t(zh, en),
            <span class="mono">{place}</span>,
            <span class="mono">{now}</span>,
          ])}
        />
        <p>
          {t(
            '含义一变就换新的版本号；旧版签出的永远能核验，样例也一直保留。遇到更新的版本，请答“无法判定”。',
            'A change of any meaning is a new number; what an old one signed verifies for ever and its samples stay. Answer a newer one with cannot-tell.',
          )}
        </p>
      </>
    ),
  })
}
