import type { PageTrust } from '../credentials/page-trust.ts'
import { say } from '../web/language.ts'
import type { Language } from '../web/language.ts'
import type { Site } from '../web/site.ts'
import type { ShownCertificate } from './verification-answer.ts'

/**
 * Where the page tells what the reader's own device found in the code after `#`, compared with what the page shows. The
 * server never sees that code; the script (credentials/in-page.ts) writes here. Without scripts the sentence stands.
 */
export function InPageCheck(props: { language: Language; certificate: ShownCertificate | null }) {
  const { language, certificate } = props
  return (
    <p
      id="in-page-check"
      class="in-page"
      role="status"
      data-state="none"
      data-number={certificate?.number}
      data-name={certificate?.name}
    >
      {say(language)(
        '本页结论由发证机关的服务器查得。',
        'The verdict was looked up by the server of the issuer.',
      )}
    </p>
  )
}

/** The script and its trust: public keys only, as data, so that no inline script is needed. */
export function InPageScripts({ site, trust }: { site: Site; trust: PageTrust }) {
  // `<` is the only character that could end the element early.
  const json = JSON.stringify(trust).replaceAll('<', '\\u003c')
  return (
    <>
      <script id="zhengxin-trust" type="application/json" dangerouslySetInnerHTML={{ __html: json }} />
      <script src={site.assets.script} defer />
    </>
  )
}
