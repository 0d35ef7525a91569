import type { PageTrust } from '../credentials/page-trust.ts'
import { document } from '../web/layout.tsx'
import { localHref, say } from '../web/language.ts'
import type { Language, Say } from '../web/language.ts'
import type { Site } from '../web/site.ts'
import { VerdictBanner, verdictWord } from '../web/states.tsx'
import { CertificateTable } from './certificate-table.tsx'
import { InPageCheck, InPageScripts } from './in-page-check.tsx'
import { scopeText, stateName } from './public-wording.ts'
import { RecordTable } from './record-table.tsx'
import type { VerificationAnswer } from './verification-answer.ts'

interface Props {
  readonly site: Site
  readonly language: Language
  readonly answer: VerificationAnswer
  /** Only where the address may carry a signed code after `#`: the public keys the page checks it with. */
  readonly keys?: PageTrust['keys']
}

/** The verdict as a whole page. Every code that is unknown gets the very same page at the same moment. */
export function verdictPage({ site, language, answer, keys }: Props): string {
  const t = say(language)
  const title = `${verdictWord(answer.verdict, language)} · ${t('职称证书查验', 'Professional title certificate')}`
  return document({
    site,
    language,
    title,
    scripts: keys && <InPageScripts site={site} trust={{ keys, serverVerdict: answer.verdict }} />,
    children: (
      <>
        {/* Drawn below the banner by the style sheet, but above it, and greying it, when this device says no. */}
        <div class="judged">
          {keys && <InPageCheck language={language} certificate={answer.certificate} />}
          <Banner answer={answer} language={language} />
        </div>
        <MoreReasons answer={answer} t={t} />
        <Advice answer={answer} t={t} />
        {answer.certificate && (
          <CertificateTable certificate={answer.certificate} answer={answer} language={language} />
        )}
        <RecordTable answer={answer} language={language} />
        <p class="printed">
          {t(
            '本页的打印件不能证明证书有效，请以扫码或上网查验的结果为准。',
            'A printout of this page proves nothing: scan the code or check online.',
          )}
        </p>
        <p class="screen">
          <a class="button" href={localHref(language, '/verify')}>
            {t('查验另一本证书', 'Check another certificate')}
          </a>
        </p>
      </>
    ),
  })
}

function Banner({ answer, language }: { answer: VerificationAnswer; language: Language }) {
  const t = say(language)
  const { certificate, verdict, status } = answer
  const [first] = reasonsToTell(answer)
  return (
    <VerdictBanner
      verdict={verdict}
      language={language}
      note={
        verdict === 'not-valid'
          ? stateName(status, t)
          : certificate
            ? scopeText(certificate.scope, t)
            : undefined
      }
      who={
        certificate && (
          <>
            <b class="name" lang="zh-CN">
              {certificate.name}
            </b>
            <span lang="zh-CN">{certificate.title}</span>
          </>
        )
      }
      line={first ? t(first.message, first.messageEn) : defaultLine(answer, t)}
    />
  )
}

// The state stands in the banner in large type already.
const reasonsToTell = (answer: VerificationAnswer) =>
  answer.reasons.filter(({ code }) => code !== answer.status)

function defaultLine({ verdict, certificate }: VerificationAnswer, t: Say): string {
  const issuer = certificate?.issuer.name
  switch (verdict) {
    case 'valid':
      return t(
        `由${issuer ?? '发证机关'}签发，签名真实，现行有效。`,
        `Issued by ${issuer ?? 'the authority'}; the signature is genuine and the certificate is in force.`,
      )
    case 'not-valid':
      return t(
        '请勿采信。如有疑问，请向发证机关核实。',
        'Do not rely on this certificate. If in doubt, ask the issuing authority.',
      )
    case 'cannot-tell':
      return t('现有信息不足以作出判断。', 'What is known is not enough to judge.')
  }
}

const MoreReasons = ({ answer, t }: { answer: VerificationAnswer; t: Say }) => {
  const more = reasonsToTell(answer).slice(1)
  if (more.length === 0) return null
  return (
    <ul>
      {more.map(({ message, messageEn }) => (
        <li>{t(message, messageEn)}</li>
      ))}
    </ul>
  )
}

/** What to do next, told by the verdict and by whether there is a certificate to compare with. */
function Advice({ answer, t }: { answer: VerificationAnswer; t: Say }) {
  if (answer.verdict === 'not-valid') return null
  return answer.certificate ? <Compare t={t} /> : <NothingFound t={t} />
}

// A real certificate shown by another person is the attack no signature stops (trust.md, attack 7).
const Compare = ({ t }: { t: Say }) => (
  <div class="note">
    <p>
      <b>{t('请再核对两点：', 'Please compare two things: ')}</b>
      {t(
        '出示证书的人是否就是下列姓名的本人；手中证书所印的各项是否与下表完全一致。以本页为准。',
        'is the person before you the person named below, and does every line printed on the certificate agree with this table? This page prevails.',
      )}
    </p>
  </div>
)

// Genuine old paper that was never collected must not look forged.
const NothingFound = ({ t }: { t: Say }) => (
  <div class="note">
    <p>
      <b>{t('无法判定不等于证书是假的。', 'This does not mean that the certificate is forged.')}</b>
    </p>
    <p>
      {t(
        '也可以换一种方式再查：扫码、编号加姓名，或上传电子证书。',
        'You may also try another way: scan the code, enter number and name, or upload the certificate.',
      )}
    </p>
  </div>
)
