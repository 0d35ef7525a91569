import type { PageTrust } from '../credentials/page-trust.ts'
import { draw, trusted, type Html } from '../web/draw.ts'
import { documentAround } from '../web/layout.tsx'
import { say } from '../web/language.ts'
import type { Language } from '../web/language.ts'
import type { Site } from '../web/site.ts'
import { verdictWord } from '../web/verdict-banner.ts'
import { shownVerdict, verdictMarkup } from './verdict-markup.ts'
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
  const word = verdictWord(shownVerdict(answer), language)
  const title = `${word} · ${say(language)('职称证书查验', 'Professional title certificate')}`
  const inPage = keys ? inPageCheck(answer, language) : null
  return documentAround(
    { site, language, title },
    verdictMarkup(answer, language, inPage).markup,
    keys ? scripts(site, keys, answer) : '',
  )
}

/**
 * Where the page tells what the reader's own device found in the code after `#`, compared with what the page shows. The
 * server never sees that code; the script (credentials/in-page.ts) writes here. Without scripts the sentence stands.
 */
function inPageCheck({ certificate }: VerificationAnswer, language: Language): Html {
  const shown = certificate && draw`data-number="${certificate.number}" data-name="${certificate.name}"`
  return draw`<p id="in-page-check" class="in-page" role="status" data-state="none" ${shown}>${say(language)(
    '本页结论由发证机关的服务器查得。',
    'The verdict was looked up by the server of the issuer.',
  )}</p>`
}

// By the keys trusted, which change once a year.
const keysWritten = new WeakMap<PageTrust['keys'], string>()

/** The script and its trust: public keys only, as data, so that no inline script is needed. */
function scripts(site: Site, keys: PageTrust['keys'], { verdict }: VerificationAnswer): string {
  let written = keysWritten.get(keys)
  // `<` is the only character that could end the element early.
  if (written === undefined)
    keysWritten.set(keys, (written = JSON.stringify(keys).replaceAll('<', '\\u003c')))
  const data = trusted(`{"keys":${written},"serverVerdict":"${verdict}"}`)
  return draw`<script id="zhengxin-trust" type="application/json">${data}</script><script src="${site.assets.script}" defer></script>`
    .markup
}
