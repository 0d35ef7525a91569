// Bundled into pages: no node modules here.
import { chineseDay } from '../calendar/day.ts'
import { LEVEL_CODES, levelNameEn } from '../titles/level.ts'
import { ROUTES, routeNameEn } from '../titles/route.ts'
import { draw, type Html } from '../web/draw.ts'
import { say } from '../web/language.ts'
import type { Language, Say } from '../web/language.ts'
import { factTable, type Fact } from './fact-table.ts'
import { scopeText, stateName } from './public-wording.ts'
import type { ShownCertificate, ShownPastTitle, VerificationAnswer } from './verification-answer.ts'

/** What the certificate says, line by line, as it is printed on its face. */
export function certificateFacts(
  certificate: ShownCertificate,
  { status, since }: VerificationAnswer,
  language: Language,
): Html {
  const t = say(language)
  const day = (on: string) => dayIn(on, t)
  const state = stateName(status, t) ?? t('未核', 'not checked')
  return factTable(t('证书内容', 'The certificate'), [
    ...whoAndWhat(certificate, t),
    [t('取得时间', 'Obtained on'), day(certificate.obtainedOn)],
    certificate.committee !== null && [t('评审机构', 'Committee'), zh(certificate.committee)],
    [t('批准文号', 'Approval document'), zh(certificate.document)],
    [
      t('适用范围', 'Valid where'),
      draw`<b>${scopeText(certificate.scope, t) ?? t('未限定', 'not restricted')}</b>`,
    ],
    [t('证书编号', 'Number'), mono(certificate.number)],
    [t('发证机关', 'Issued by'), zh(certificate.issuer.name ?? t('未载明', 'not stated'))],
    [t('信用代码', 'Credit code'), mono(certificate.issuer.creditCode)],
    [t('发证日期', 'Issued on'), day(certificate.issuedOn)],
    [
      t('证书状态', 'State'),
      since === null
        ? draw`<b>${state}</b>`
        : draw`<b>${state}</b> ${t(`${day(since)}起`, `since ${since}`)}`,
    ],
  ])
}

/** A title collected from the past; what its paper does not tell is left out. */
export function pastTitleFacts(past: ShownPastTitle, language: Language): Html {
  const t = say(language)
  return factTable(t('归集的职称信息', 'The collected record'), [
    ...whoAndWhat(past, t),
    [t('取得时间', 'Obtained on'), dayIn(past.obtainedOn, t)],
    past.committee !== null && [t('评审机构', 'Committee'), zh(past.committee)],
    past.document !== null && [t('批准文号', 'Approval document'), zh(past.document)],
    past.scope.text !== null && [t('适用范围', 'Valid where'), draw`<b>${scopeText(past.scope, t)}</b>`],
    past.number !== null && [t('证书编号', 'Number'), mono(past.number)],
    past.issuer !== null && [t('发证单位', 'Issued by'), zh(past.issuer)],
    [t('信息来源', 'Source'), zh(past.provenance)],
  ])
}

type Titled = Pick<ShownPastTitle, 'name' | 'title' | 'level' | 'series' | 'specialty' | 'route'>

const whoAndWhat = (of: Titled, t: Say): Fact[] => [
  [t('姓名', 'Name'), holderName(of.name, t)],
  [t('职称', 'Title'), draw`<b lang="zh-CN">${of.title}</b>`],
  [t('级别', 'Level'), t(of.level.name, levelEn(of.level))],
  [t('系列 / 专业', 'Series / specialty'), zh(`${of.series} / ${of.specialty}`)],
  [t('取得方式', 'Obtained by'), t(of.route.name, routeEn(of.route))],
]

const zh = (text: string): Html => draw`<span lang="zh-CN">${text}</span>`
const mono = (text: string): Html => draw`<span class="mono">${text}</span>`

/** As much of a day as is known: YYYY, YYYY-MM or YYYY-MM-DD. */
function dayIn(on: string, t: Say): string {
  const [year = '', month, day] = on.split('-')
  if (day !== undefined) return t(chineseDay(on), on)
  return t(month === undefined ? `${year}年` : `${year}年${Number(month)}月`, on)
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
function holderName(name: string, t: Say): Html {
  const shown = draw`<b class="name" lang="zh-CN">${name}</b>`
  if (!/[\ud800-\udbff]/.test(name)) return shown
  const rare = Array.from(name).filter((char) => char.codePointAt(0)! > 0xffff)
  const codes = rare.map((char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase()}`).join(t('、', ', '))
  return draw`${shown}<span class="soft small"><br />${t(
    `含生僻字 ${codes}，如显示为方框，请按此编码核对`,
    `Rare character ${codes}: compare the code if you see a box`,
  )}</span>`
}
