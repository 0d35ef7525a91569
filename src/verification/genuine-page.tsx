import { chineseDay } from '../calendar/day.ts'
import type { TrustBundle } from '../credentials/trust-bundle.ts'
import type { TrustedKey } from '../credentials/trusted-key.ts'
import { hex } from '../signing/bytes.ts'
import { sha256 } from '../signing/sha256.ts'
import { document, organisationName } from '../web/layout.tsx'
import { localHref, say } from '../web/language.ts'
import type { Language, Say } from '../web/language.ts'
import { groupedHex, hostOf } from '../web/site.ts'
import type { Site } from '../web/site.ts'
import { FactTable, RowTable } from '../web/table.tsx'

interface Props {
  readonly site: Site
  readonly language: Language
  readonly bundle: TrustBundle
}

/** How to tell this site from a false one: addresses, keys and ledger, to be compared with what the issuer published. */
export function genuinePage({ site, language, bundle }: Props): string {
  const t = say(language)
  const earlier = bundle.origins.slice(1)
  const mono = (text: string) => <span class="mono">{text}</span>
  return document({
    site,
    language,
    title: t('怎样确认本站是真的', 'How to know this site is genuine'),
    indexable: true,
    children: (
      <>
        <h1>{t('怎样确认本站是真的', 'How to know this site is genuine')}</h1>
        <ol>
          <li>
            {t('看地址栏：网址必须是 ', 'Look at the address bar: it must show ')}
            <b class="mono">{hostOf(site)}</b>
            {t('，多一个、少一个字符都不是。', ', not one character more or less.')}
          </li>
          <li>
            {t(
              `从别的渠道问：向${organisationName(site, language)}索取密钥指纹（文件、公告或电话），与下表逐组核对。`,
              `Ask elsewhere: get the fingerprints from ${organisationName(site, language)} by letter, notice or telephone, and compare them group by group.`,
            )}
          </li>
          <li>
            {t(
              '把网页装到桌面或保存信任包：以后网站给出的信任包若变旧或换了存证链，本机会拒绝并告诉您。',
              'Install the page or keep the trust bundle: this device will refuse an older bundle, or one of another ledger, and say so.',
            )}
          </li>
        </ol>
        <RowTable
          caption={t('签发密钥（指纹为 SHA-256）', 'Issuing keys (fingerprints by SHA-256)')}
          columns={[t('编号', 'Key'), t('使用期', 'In use'), t('指纹', 'Fingerprint')]}
          rows={bundle.keys.map((key) => [
            mono(key.kid),
            `${spanOf(key, t)}${t('，', ', ')}${stateOf(key, t)}`,
            mono(groupedHex(hex(sha256(key.publicKey)))),
          ])}
        />
        <FactTable
          caption={t('网址与存证链', 'Addresses and ledger')}
          facts={[
            { label: t('现用网址', 'Address'), value: mono(bundle.origin) },
            {
              label: t('曾用网址', 'Earlier addresses'),
              value: earlier.length === 0 ? t('没有', 'none') : mono(earlier.join(' ')),
            },
            {
              label: t('存证链', 'Ledger'),
              value: <a href={localHref(language, '/ledger')}>{bundle.ledger.origin}</a>,
            },
            { label: t('存证公钥', 'Ledger key'), value: mono(bundle.ledger.vkey) },
            {
              label: t('信任包', 'Trust bundle'),
              value: <a href="/.well-known/zhengxin-trust.json">zhengxin-trust.json</a>,
            },
          ]}
        />
        <p class="soft">
          {t(
            '二维码指向其他网址的证书，本站一律答“不是发证机关的网站”。',
            'A code that leads to any other address is never ours, and this site says so.',
          )}
        </p>
        <p>
          <a href={localHref(language, '/embed')}>
            {t('怎样在你的网站里核验', 'How to verify on your own site')}
          </a>
        </p>
      </>
    ),
  })
}

function spanOf({ from, until }: TrustedKey, t: Say): string {
  if (until === null) return t(`${chineseDay(from)}起`, `since ${from}`)
  return t(`${chineseDay(from)}至${chineseDay(until)}`, `${from} to ${until}`)
}

function stateOf({ state }: TrustedKey, t: Say): string {
  switch (state) {
    case 'active':
      return t('在用', 'in use')
    case 'retired':
      return t('已停用，所签仍有效', 'retired; what it signed stands')
    case 'compromised':
      return t('已公告失密', 'announced as compromised')
  }
}
