// The script of the verification page: checks the code after `#`, which browsers never send to a server.
import { verifyEd25519 } from '../signing/ed25519.ts'
import { registerWorker } from '../web/register-worker.ts'
import { verifyCwt } from './cwt.ts'
import { fromDigits } from './digits.ts'
import { keysOfPage, type PageTrust } from './page-trust.ts'
import type { ReasonCode } from './reason.ts'

type Finding = 'nothing' | 'agrees' | 'genuine' | 'unclear' | 'differs' | 'false'

const LINES: Readonly<
  Record<Finding, { readonly state: 'ok' | 'bad' | 'none'; readonly zh: string; readonly en: string }>
> = {
  nothing: {
    state: 'none',
    zh: '网址中没有带签名内容，以上结论由发证机关的服务器查得。',
    en: 'The address carries no signed content; the verdict above was looked up by the issuer’s server.',
  },
  agrees: {
    state: 'ok',
    zh: '本机核验：二维码内的签名真实，与本页内容一致。',
    en: 'Checked on this device: the signature in the code is genuine and agrees with this page.',
  },
  genuine: {
    state: 'none',
    zh: '本机核验：二维码内的签名真实；证书现在是否有效，以上方结论为准。',
    en: 'Checked on this device: the signature in the code is genuine; whether the certificate is in force is said above.',
  },
  unclear: {
    state: 'none',
    zh: '本机不能确认二维码内的签名，请以上方结论为准。',
    en: 'This device cannot confirm the signature in the code; rely on the verdict above.',
  },
  differs: {
    state: 'bad',
    zh: '本机核验：二维码与本页内容不一致——请勿采信。',
    en: 'Checked on this device: the code does not agree with this page. Do not rely on it.',
  },
  false: {
    state: 'bad',
    zh: '本机核验：二维码签名不真实或内容不完整——请勿采信。',
    en: 'Checked on this device: the signature in the code is not genuine, or the code is cut. Do not rely on it.',
  },
}

const UNCLEAR: ReadonlySet<ReasonCode> = new Set(['version-unknown', 'key-compromised'])

function run(): void {
  const place = document.getElementById('in-page-check')
  const data = document.getElementById('zhengxin-trust')?.textContent
  if (!place || !data) return
  const { state, zh, en } = LINES[find(location.hash.slice(1), JSON.parse(data) as PageTrust, place)]
  place.dataset['state'] = state
  place.textContent = document.documentElement.lang.startsWith('zh') ? zh : en
}

/** Compares what was signed with what the page says of it, in `data-number` and `data-name`. */
function find(fragment: string, trust: PageTrust, place: HTMLElement): Finding {
  // Letters alone are a place on the page.
  if (/^[a-z-]*$/.test(fragment)) return 'nothing'
  const cwt = fromDigits(fragment)
  const verified = cwt && verifyCwt(cwt, keysOfPage(trust), verifyEd25519)
  if (!verified) return 'false'
  if (!verified.ok) return UNCLEAR.has(verified.code) ? 'unclear' : 'false'
  const { number, name } = place.dataset
  // The page shows no certificate: there is nothing to agree with.
  if (number === undefined || name === undefined) return 'genuine'
  if (number !== verified.record.number || name !== verified.record.name) return 'differs'
  return trust.serverVerdict === 'valid' ? 'agrees' : 'genuine'
}

run()
registerWorker()
// Scanning a second code of the same page changes only the fragment, and loads nothing.
addEventListener('hashchange', run)
