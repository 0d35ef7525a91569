import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyCwt } from '../../src/credentials/cwt.ts'
import { fromDigits } from '../../src/credentials/digits.ts'
import { STATEMENT_FAULTS, verifyStatement, verifyStatementText } from '../../src/credentials/statement.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { verifyEd25519 as verifyInPage } from '../../src/signing/ed25519-page.ts'
import { alteredStatements } from './altered-statement.ts'
import { bundle, keys } from './fixtures.ts'

const trust = { keys, origins: new Set(bundle.origins) }
const folder = new URL('../vectors/statements/', import.meta.url)
const published = ['valid', 'invalid'].flatMap((kind) =>
  readdirSync(new URL(kind, folder)).map((file) => ({ kind, rule: file.replace('.json', '') })),
)

describe('published statements', () => {
  it.each(published)('$kind: $rule', ({ kind, rule }) => {
    const vector = JSON.parse(readFileSync(new URL(`${kind}/${rule}.json`, folder), 'utf8')) as {
      statement: string
      reason: string | null
    }
    const expected = alteredStatements.find((each) => each.rule === rule)
    expect(vector).toMatchObject({ statement: expected?.text, reason: expected?.reason })
    for (const verify of [verifyEd25519, verifyInPage]) {
      const answer = verifyStatementText(vector.statement, trust, verify)
      expect(answer.reasons.map(({ code }) => code)).toEqual(vector.reason === null ? [] : [vector.reason])
      expect([answer.verdict === 'valid', answer.statement !== null]).toEqual([
        kind === 'valid',
        kind === 'valid',
      ])
    }
  })

  it('hold every rule there is, and every fault that bytes alone can show', () => {
    expect(published.map(({ rule }) => rule).sort()).toEqual(alteredStatements.map(({ rule }) => rule).sort())
    const faults = new Set(alteredStatements.flatMap(({ reason }) => reason ?? []))
    expect([...faults, 'not-found'].sort()).toEqual([...STATEMENT_FAULTS].sort())
  })
})

describe('a statement and a certificate', () => {
  it('are never taken for each other, signed by one key as they are', () => {
    const [statement] = alteredStatements
    const bytes = fromDigits(statement?.text.split('#')[1] ?? '') ?? new Uint8Array()
    expect(verifyStatement(bytes, trust, verifyEd25519).verdict).toBe('valid')
    expect(verifyCwt(bytes, keys, verifyEd25519)).toEqual({ ok: false, code: 'not-a-certificate' })
  })
})

describe('any text', () => {
  it('is judged without a throw', () =>
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.bigInt({ min: 0n }).map(String)), (text) => {
        const genuine = alteredStatements[0]?.text ?? ''
        for (const asked of [text, `${genuine.split('#')[0]}#${text}`])
          expect(verifyStatementText(asked, trust, verifyEd25519).verdict).not.toBe('valid')
      }),
    ))
})
