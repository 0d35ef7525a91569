import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isReceipt, RECEIPT_FAULTS, verifyReceipt } from '../../src/credentials/receipt.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { verifyEd25519 as verifyInPage } from '../../src/signing/ed25519-page.ts'
import { alteredReceipts } from './altered-receipt.ts'
import { bundle, keys } from './fixtures.ts'

const trust = { keys, origins: new Set(bundle.origins) }
const folder = new URL('../vectors/receipts/', import.meta.url)
const published = ['valid', 'invalid'].flatMap((kind) =>
  readdirSync(new URL(kind, folder)).map((file) => ({ kind, rule: file.replace('.json', '') })),
)

describe('published receipts', () => {
  it.each(published)('$kind: $rule', ({ kind, rule }) => {
    const text = readFileSync(new URL(`${kind}/${rule}.json`, folder), 'utf8')
    const vector = JSON.parse(text) as { receipt: string; reason: string | null }
    const expected = alteredReceipts.find((each) => each.rule === rule)
    expect(vector).toMatchObject({ receipt: expected?.text, reason: expected?.reason })
    for (const verify of [verifyEd25519, verifyInPage]) {
      const answer = verifyReceipt(vector.receipt, trust, verify)
      expect(answer.reasons.map(({ code }) => code)).toEqual(vector.reason === null ? [] : [vector.reason])
      expect([answer.verdict === 'valid', answer.receipt !== null]).toEqual([
        kind === 'valid',
        kind === 'valid',
      ])
    }
  })

  it('hold every rule there is, and every fault', () => {
    expect(published.map(({ rule }) => rule).sort()).toEqual(alteredReceipts.map(({ rule }) => rule).sort())
    const faults = new Set(alteredReceipts.flatMap(({ reason }) => reason ?? []))
    expect([...faults].sort()).toEqual([...RECEIPT_FAULTS].sort())
  })
})

describe('any text', () => {
  it('is judged without a throw', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(verifyReceipt(text, trust, verifyEd25519).verdict).not.toBe('valid')
      }),
    ))

  it('is known for a receipt by its beginning', () => {
    expect(alteredReceipts.filter(({ text, rule }) => isReceipt(text) !== (rule !== 'empty'))).toEqual([])
    expect(isReceipt('{"v":1,"version":3}')).toBe(false)
  })
})
