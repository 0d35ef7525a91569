// Bundled into pages: no node modules here.
import { chineseDay } from '../calendar/day.ts'
import { draw, type Html } from '../web/draw.ts'
import { say } from '../web/language.ts'
import type { Language, Say } from '../web/language.ts'
import type { Held } from './held-bundle.ts'
import { verdictMarkup } from './verdict-markup.ts'
import type { VerificationAnswer } from './verification-answer.ts'
import { aboutBundle } from './verifier.ts'

/** What a reader must know of a verdict made on their own device: what was not sent, and how old the bundle is. */
export interface Basis extends Held {
  readonly language: Language
  readonly now: Date
}

/** Draws a verdict made in the page, in the same hand as the server's. */
export function showAnswer(place: HTMLElement, answer: VerificationAnswer, basis: Basis): void {
  const t = say(basis.language)
  place.innerHTML = verdictMarkup(answer, basis.language, basisMarkup(basis, t)).markup
  place.hidden = false
  place.scrollIntoView()
}

const basisMarkup = (basis: Basis, t: Say): Html =>
  draw`<p class="in-page" role="status">${t(
    '在本机核验，内容没有上传。',
    'Checked on this device; nothing was uploaded.',
  )}${ageOf(basis, t)}${refusedText(basis, t)}</p>`

function ageOf({ bundle, online, now }: Basis, t: Say): string {
  const made = bundle === null ? null : aboutBundle(bundle)?.made
  if (!made) return t('本机还没有信任包，请联网后再试。', ' There is no trust bundle yet: try again online.')
  const [on, at] = [made.slice(0, 10), made.slice(11, 16)]
  const hours = Math.max(0, Math.floor((now.getTime() - Date.parse(made)) / 3_600_000))
  const age =
    hours < 48
      ? t(`${hours} 小时前`, `${hours} h old`)
      : t(`${Math.floor(hours / 24)} 天前`, `${Math.floor(hours / 24)} days old`)
  const how = online ? '' : t('现在没有网络，', ' No network now:')
  return `${how}${t(`依据的信任包制作于${chineseDay(on)} ${at}（${age}）。`, ` trust bundle of ${on} ${at} (${age}).`)}`
}

function refusedText({ refused }: Basis, t: Say): string {
  switch (refused) {
    case null:
      return ''
    case 'older':
      return t(
        '网站给出的信任包比本机的旧，没有采用。',
        ' The site offered an older bundle; it was not taken.',
      )
    case 'unusable':
      return t(
        '网站给出的信任包不可用，没有采用。',
        ' The site offered an unusable bundle; it was not taken.',
      )
    case 'stranger':
      return t(
        '网站给出的信任包换了存证公钥，或属于另一本存证链，没有采用：请按发证机关另行公布的指纹核对；相符的，清除本网站数据后重新打开本页即可采用，不符的是假网站。',
        ' The site offered the bundle of another ledger key or ledger; it was not taken. Compare its fingerprint with the one the issuer published elsewhere: if they agree, clear this site’s data and open the page again; if not, the site is false.',
      )
    case 'forked':
      return t(
        '网站给出的信任包与本机的不是同一本存证链，没有采用：请向发证机关核实，谨防假网站。',
        ' The site offered the bundle of another ledger; it was not taken: ask the issuer, this may be a false site.',
      )
  }
}
