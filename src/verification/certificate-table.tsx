import { chineseDay } from '../calendar/day.ts'
import type { Day } from '../calendar/day.ts'
import { say } from '../web/language.ts'
import type { Language, Say } from '../web/language.ts'
import { FactTable } from '../web/table.tsx'
import type { Fact } from '../web/table.tsx'
import { LEVEL_CODES, levelNameEn } from '../titles/level.ts'
import { ROUTES, routeNameEn } from '../titles/route.ts'
import { scopeText, stateName } from './public-wording.ts'
import type { ShownCertificate, VerificationAnswer } from './verification-answer.ts'

/** What the certificate says, line by line, as it is printed on its face. */
export function CertificateTable(props: {
  certificate: ShownCertificate
  answer: VerificationAnswer
  language: Language
}) {
  const { certificate, answer, language } = props
  const t = say(language)
  const day = (on: Day) => (language === 'en' ? on : chineseDay(on))
  const zh = (text: string) => <span lang="zh-CN">{text}</span>
  const facts: (Fact | null)[] = [
    { label: t('姓名', 'Name'), value: <HolderName name={certificate.name} t={t} /> },
    { label: t('职称', 'Title'), value: <b lang="zh-CN">{certificate.title}</b> },
    {
      label: t('级别', 'Level'),
      value: t(certificate.level.name, levelEn(certificate.level)),
    },
    {
      label: t('系列 / 专业', 'Series / specialty'),
      value: zh(`${certificate.series} / ${certificate.specialty}`),
    },
    {
      label: t('取得方式', 'Obtained by'),
      value: t(certificate.route.name, routeEn(certificate.route)),
    },
    { label: t('取得时间', 'Obtained on'), value: day(certificate.obtainedOn) },
    certificate.committee === null
      ? null
      : { label: t('评审机构', 'Committee'), value: zh(certificate.committee) },
    { label: t('批准文号', 'Approval document'), value: zh(certificate.document) },
    {
      label: t('适用范围', 'Valid where'),
      value: <b>{scopeText(certificate.scope, t) ?? t('未限定', 'not restricted')}</b>,
    },
    { label: t('证书编号', 'Number'), value: <span class="mono">{certificate.number}</span> },
    { label: t('发证机关', 'Issued by'), value: zh(certificate.issuer.name ?? t('未载明', 'not stated')) },
    { label: t('信用代码', 'Credit code'), value: <span class="mono">{certificate.issuer.creditCode}</span> },
    { label: t('发证日期', 'Issued on'), value: day(certificate.issuedOn) },
    {
      label: t('证书状态', 'State'),
      value: <b>{stateName(answer.status, t) ?? t('未核', 'not checked')}</b>,
    },
  ]
  return (
    <FactTable caption={t('证书内容', 'The certificate')} facts={facts.filter((fact) => fact !== null)} />
  )
}

function levelEn({ code, name }: ShownCertificate['level']): string {
  const known = LEVEL_CODES.find((each) => each === code)
  return known ? levelNameEn(known) : name
}

function routeEn({ code, name }: ShownCertificate['route']): string {
  const known = ROUTES.find((each) => each === code)
  return known ? routeNameEn(known) : name
}

// Phones without the font draw rare characters as boxes; the code point can still be compared.
function HolderName({ name, t }: { name: string; t: Say }) {
  const rare = Array.from(name).filter((char) => char.codePointAt(0)! > 0xffff)
  const codes = rare.map((char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase()}`).join(t('、', ', '))
  return (
    <>
      <b class="name" lang="zh-CN">
        {name}
      </b>
      {rare.length > 0 && (
        <span class="soft small">
          <br />
          {t(
            `含生僻字 ${codes}，如显示为方框，请按此编码核对`,
            `Rare character ${codes}: compare the code if you see a box`,
          )}
        </span>
      )}
    </>
  )
}
