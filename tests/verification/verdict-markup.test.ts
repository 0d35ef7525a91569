import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reasonOf, type ReasonCode } from '../../src/credentials/reason.ts'
import { verdictMarkup } from '../../src/verification/verdict-markup.ts'
import type { VerificationAnswer } from '../../src/verification/verification-answer.ts'
import { draw } from '../../src/web/draw.ts'
import { ANSWERS, CERTIFICATE, UNKNOWN, VALID } from './answers.ts'

/** Every text of an answer put through `change`; numbers, days and codes that pages act upon stay. */
function changed<T>(value: T, change: (text: string) => string, name = ''): T {
  if (typeof value === 'string') return (FIXED.has(name) ? value : change(value)) as T
  if (Array.isArray(value)) return value.map((each: unknown) => changed(each, change, name)) as T
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([key, member]) => [key, changed(member as unknown, change, key)])
  return Object.fromEntries(members) as T
}
const FIXED = new Set(['verdict', 'status', 'code', 'kind', 'asOf', 'since'])

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</table></main><h1>有效</h1>',
  '&lt;b&gt;&amp;&#60;',
  '<!--',
  '${7*7}',
  ']]>',
]

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** The elements and attributes of a page, its texts and values left out. */
const skeleton = (markup: string): string =>
  markup
    .replaceAll(/>[^<]+</g, '><')
    .replaceAll(/="[^"]*"/g, '=""')
    .replaceAll(/>[^<]*$/g, '>')

const past = { ...CERTIFICATE, issuer: '某局', provenance: '来源', number: 'A', obtainedOn: '1998-12' }
const answers: readonly VerificationAnswer[] = [
  ...Object.values(ANSWERS),
  UNKNOWN,
  {
    ...VALID,
    asOf: '2024-01-01',
    notes: [{ code: 'signed-before-compromise', message: '甲', messageEn: 'a' }],
  },
  { ...ANSWERS['revoked']!, since: '2024-03-01' },
  { ...UNKNOWN, status: 'historical', pastTitle: past },
  {
    ...UNKNOWN,
    coverage: {
      year: 1998,
      level: { code: '412', name: '副高级' },
      collected: [],
      ask: null,
      message: '尚未归集',
      messageEn: 'nothing',
    },
  },
]

describe('a verdict drawn', () => {
  it('is the same elements whatever its texts say, and every text is readable in it', () => {
    const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ minLength: 1, unit: 'grapheme' }))
    fc.assert(
      fc.property(
        fc.constantFrom(...answers),
        fc.constantFrom('zh', 'en'),
        text,
        (answer, language, hostile) => {
          const drawn = (change: (of: string) => string) =>
            verdictMarkup(changed(answer, change), language, draw`<p>x</p>`).markup
          const markup = drawn((of) => of + hostile)
          // A plain letter of the same kind: what a rare character adds of its own is on both sides.
          const rare = /[\ud800-\udbff]/.test(hostile) ? '𪚥' : '甲'
          expect(skeleton(markup)).toBe(skeleton(drawn((of) => of + rare)))
          const named = changed(answer, (of) => of + hostile)
          const name = (named.certificate ?? named.pastTitle)?.name
          if (name !== undefined) expect(unescaped(markup)).toContain(name)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('says since when a state stands, and of which day it speaks', () => {
    const of = (answer: VerificationAnswer) => verdictMarkup(answer, 'zh', null).markup
    expect(of({ ...ANSWERS['revoked']!, since: '2024-03-01' })).toContain(
      '已撤销<b class="whole">（2024年3月1日起）</b>',
    )
    expect(of({ ...VALID, asOf: '2024-01-05' })).toMatch(/以2024年1月5日为准：.*当日有效/)
  })

  it('calls a collected title neither valid nor forged', () => {
    const markup = verdictMarkup({ ...UNKNOWN, status: 'historical', pastTitle: past }, 'zh', null).markup
    expect(markup).toContain('class="verdict historical"')
    expect(markup).toMatch(/<h1[^>]*>历史信息<\/h1>/)
    expect(markup).toContain('1998年12月')
    expect(/<section.*<\/section>/.exec(markup)?.[0]).not.toMatch(/有效|无效/)
    // The paper may know better than what was collected decades later.
    expect(markup).not.toContain('以本页为准')
    expect(markup).toContain('不一致的，请向原发证单位确认')
  })

  it('advises another way only where another way may help', () => {
    const of = (code: ReasonCode) =>
      verdictMarkup({ ...UNKNOWN, reasons: [reasonOf(code)] }, 'zh', null).markup
    expect(of('not-found')).toContain('也可以换一种方式再查')
    expect(of('as-of-future')).not.toContain('也可以换一种方式再查')
  })
})
