import { beforeAll, describe, expect, it } from 'vitest'
import { signCwt } from '../../src/credentials/cwt.ts'
import { toDigits } from '../../src/credentials/digits.ts'
import { pageTrustOf } from '../../src/credentials/page-trust.ts'
import { bundleForPage } from '../../src/web/page-bundle.ts'
import { attacker, compromisedSigner, keys, record, signer } from './fixtures.ts'

let script: string
beforeAll(async () => {
  script = await bundleForPage(new URL('../../src/credentials/in-page.ts', import.meta.url).pathname)
})

interface Shown {
  readonly number?: string
  readonly name?: string
}

/** Runs the script as a page would, over the few parts of a document it touches. */
function page(
  hash: string,
  shown: Shown = record,
  serverVerdict: 'valid' | 'not-valid' = 'valid',
  lang = 'zh-CN',
) {
  const { number, name } = shown
  const dataset: Record<string, string> = { ...(number && { number }), ...(name && { name }), state: 'none' }
  const place = { dataset, textContent: '' }
  const data = { textContent: JSON.stringify(pageTrustOf([...keys.values()], serverVerdict)) }
  const document = {
    documentElement: { lang },
    getElementById: (id: string) => ({ 'in-page-check': place, 'zhengxin-trust': data })[id] ?? null,
  }
  const location = { hash }
  let again = () => {}
  // oxlint-disable-next-line typescript/no-implied-eval -- the bundle under test
  new Function('document', 'location', 'addEventListener', script)(
    document,
    location,
    (_: string, run: () => void) => {
      again = run
    },
  )
  return { place, rescan: (hash: string) => ((location.hash = hash), again()) }
}

const genuine = `#${toDigits(signCwt(signer, record))}`
const stateAndText = (...args: Parameters<typeof page>) => {
  const { place } = page(...args)
  return [place.dataset['state'], place.textContent]
}

describe('the script of the verification page', () => {
  it('confirms a genuine code that agrees with the page', () => {
    expect(stateAndText(genuine)).toEqual(['ok', '本机核验：二维码内的签名真实，与本页内容一致。'])
    expect(stateAndText(genuine, record, 'valid', 'en')[1]).toMatch(
      /^Checked on this device: .* genuine and agrees/,
    )
  })

  it('says so when the page shows another name or another number', () => {
    for (const shown of [
      { ...record, name: '张三' },
      { ...record, number: 'YN2023000013B' },
    ])
      expect(stateAndText(genuine, shown)).toEqual(['bad', '本机核验：二维码与本页内容不一致——请勿采信。'])
  })

  it.each([
    ['one digit altered', genuine.replace(/.$/, (d) => String((Number(d) + 1) % 10))],
    ['cut short', genuine.slice(0, -20)],
    ['signed by a stranger', `#${toDigits(signCwt(attacker, record))}`],
    ['issued outside the key’s days', `#${toDigits(signCwt(signer, { ...record, issuedOn: '2026-01-01' }))}`],
    ['no digits', '#x1'],
  ])('warns of a code %s', (_, hash) => {
    expect(stateAndText(hash)[0]).toBe('bad')
  })

  it('never reassures where the server did not call the certificate valid', () => {
    expect(stateAndText(genuine, record, 'not-valid')[0]).toBe('none')
    expect(stateAndText(genuine, {})[0]).toBe('none')
  })

  it('leaves to the server what a stolen key has signed', () => {
    expect(stateAndText(`#${toDigits(signCwt(compromisedSigner, record))}`)[0]).toBe('none')
  })

  it('stays neutral without a code', () => {
    for (const hash of ['', '#', '#main']) expect(stateAndText(hash)[0]).toBe('none')
  })

  it('checks again when another code of the same page is scanned', () => {
    const { place, rescan } = page(genuine)
    rescan(genuine.slice(0, -1))
    expect(place.dataset['state']).toBe('bad')
  })

  it('stays small enough for a slow phone', () => {
    expect(script.length).toBeLessThan(30_000)
  })
})
