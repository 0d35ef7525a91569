// Bundled into pages: no node modules here. Server and page draw a verdict with the same hand.
import { chineseDay } from '../calendar/day.ts'
import { draw, trusted, type Html } from '../web/draw.ts'
import { localHref, say } from '../web/language.ts'
import type { Language, Say } from '../web/language.ts'
import { verdictBanner, type Verdict } from '../web/verdict-banner.ts'
import { certificateFacts, pastTitleFacts } from './certificate-facts.ts'
import { scopeText, stateName } from './public-wording.ts'
import { recordFacts } from './record-facts.ts'
import type { ShownCertificate, VerificationAnswer } from './verification-answer.ts'

/** Everything of a verdict that depends on the answer. `inPage` stands above the banner for a script to speak in. */
export const verdictMarkup = (answer: VerificationAnswer, language: Language, inPage: Html | null): Html =>
  draw`${findings(answer, language, inPage)}${recordFacts(answer, language)}${closing(language)}`

interface Drawn {
  readonly answer: VerificationAnswer
  readonly language: Language
  readonly inPage: string | undefined
  readonly html: Html
}

// What is said again of a code differs in its time and in the ledger's size (answer-by-code.ts): the rest is drawn once.
const drawn = new WeakMap<ShownCertificate, Drawn>()
const SAME = ['verdict', 'status', 'since', 'asOf', 'reasons', 'notes', 'pastTitle', 'coverage'] as const

function findings(answer: VerificationAnswer, language: Language, inPage: Html | null): Html {
  const { certificate } = answer
  if (!certificate) return drawFindings(answer, language, inPage)
  const before = drawn.get(certificate)
  const isAgain =
    before?.language === language &&
    before.inPage === inPage?.markup &&
    SAME.every((member) => before.answer[member] === answer[member])
  if (isAgain) return before.html
  const html = drawFindings(answer, language, inPage)
  drawn.set(certificate, { answer, language, inPage: inPage?.markup, html })
  return html
}

function drawFindings(answer: VerificationAnswer, language: Language, inPage: Html | null): Html {
  const t = say(language)
  const { certificate, pastTitle } = answer
  // Drawn below the banner by the style sheet, but above it, and greying it, when this device says no.
  return draw`<div class="judged">${inPage}${banner(answer, language, t)}</div>${moreToSay(answer, t)}${advice(
    answer,
    t,
  )}${certificate && certificateFacts(certificate, answer, language)}${
    pastTitle && pastTitleFacts(pastTitle, language)
  }`
}

/** The verdict as readers see it: a collected record is a kind of its own. */
export const shownVerdict = ({ verdict, status }: VerificationAnswer): Verdict =>
  status === 'historical' ? 'historical' : verdict

function banner(answer: VerificationAnswer, language: Language, t: Say): Html {
  const { certificate, pastTitle, verdict, status, since } = answer
  const named = certificate ?? pastTitle
  const [first] = reasonsToTell(answer)
  const state = stateName(status, t)
  return verdictBanner({
    verdict: shownVerdict(answer),
    language,
    note:
      verdict === 'not-valid'
        ? state && since !== null
          ? draw`${state}<b class="whole">${t(`（${chineseDay(since)}起）`, ` since ${since}`)}</b>`
          : state
        : named
          ? scopeText(named.scope, t)
          : undefined,
    who:
      named && draw`<b class="name" lang="zh-CN">${named.name}</b><span lang="zh-CN">${named.title}</span>`,
    line: asOfLine(answer, t) + (first ? t(first.message, first.messageEn) : defaultLine(answer, t)),
  })
}

const asOfLine = ({ asOf }: VerificationAnswer, t: Say): string =>
  asOf === null ? '' : t(`以${chineseDay(asOf)}为准：`, `As of ${asOf}: `)

// The state stands in the banner in large type already.
const reasonsToTell = ({ reasons, status }: VerificationAnswer) =>
  status === 'historical' ? reasons : reasons.filter(({ code }) => code !== status)

function defaultLine({ verdict, certificate, asOf }: VerificationAnswer, t: Say): string {
  const issuer = certificate?.issuer.name
  switch (verdict) {
    case 'valid':
      return t(
        `由${issuer ?? '发证机关'}签发，签名真实，${asOf === null ? '现行有效' : '当日有效'}。`,
        `Issued by ${issuer ?? 'the authority'}; the signature is genuine and the certificate ${asOf === null ? 'is' : 'was'} in force.`,
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

function moreToSay(answer: VerificationAnswer, t: Say): Html | null {
  const said = [...reasonsToTell(answer).slice(1), ...answer.notes]
  if (said.length === 0) return null
  return draw`<ul>${said.map(({ message, messageEn }) => draw`<li>${t(message, messageEn)}</li>`)}</ul>`
}

/** What to do next, told by the verdict and by whether there is anything to compare with. */
function advice(answer: VerificationAnswer, t: Say): Html | null {
  if (answer.verdict === 'not-valid') return null
  if (answer.certificate || answer.pastTitle) return compare(answer, t)
  return answer.reasons[0]?.code === 'as-of-future' ? null : nothingFound(answer, t)
}

// A real certificate shown by another person is the attack no signature stops (trust.md, attack 7).
const compare = ({ pastTitle }: VerificationAnswer, t: Say): Html =>
  draw`<div class="note"><p><b>${t('请再核对两点：', 'Please compare two things: ')}</b>${t(
    '出示证书的人是否就是下列姓名的本人；手中证书所印的各项是否与下表完全一致。',
    'is the person before you the person named below, and does every line printed on the certificate agree with this table? ',
  )}${
    // What was collected decades later does not prevail over the paper.
    pastTitle
      ? t('不一致的，请向原发证单位确认。', 'If not, ask the authority that issued it.')
      : t('以本页为准。', 'This page prevails.')
  }</p></div>`

// Genuine old paper that was never collected must not look forged.
const nothingFound = ({ coverage }: VerificationAnswer, t: Say): Html =>
  draw`<div class="note"><p><b>${t('无法判定不等于证书是假的。', 'This does not mean that the certificate is forged.')}</b></p>${coverage && draw`<p>${t(coverage.message, coverage.messageEn)}</p>`}<p>${t(
    '也可以换一种方式再查：扫码、编号加姓名，或上传电子证书。',
    'You may also try another way: scan the code, enter number and name, or upload the certificate.',
  )}</p></div>`

const closings = { zh: drawClosing('zh'), en: drawClosing('en') }
const closing = (language: Language): Html => closings[language]

function drawClosing(language: Language): Html {
  const t = say(language)
  return trusted(
    draw`<p class="printed">${t(
      '本页的打印件不能证明证书有效，请以扫码或上网查验的结果为准。',
      'A printout of this page proves nothing: scan the code or check online.',
    )}</p><p class="screen"><a class="button" href="${localHref(language, '/verify')}">${t('查验另一本证书', 'Check another certificate')}</a></p>`
      .markup,
  )
}
