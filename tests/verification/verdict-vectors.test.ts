import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { verifyOffline } from '../../src/verification/verify-offline.ts'
import { VERDICT_CASES, type VerdictVector } from './verdict-cases.ts'

const folder = new URL('../vectors/verdicts/', import.meta.url)
const published = (['valid', 'not-valid', 'cannot-tell'] as const).flatMap((kind) =>
  readdirSync(new URL(kind, folder)).map((file) => ({
    kind,
    rule: file.replace('.json', ''),
    vector: JSON.parse(readFileSync(new URL(`${kind}/${file}`, folder), 'utf8')) as VerdictVector,
  })),
)

describe('published verdicts', () => {
  it.each(published)('$kind: $rule', async ({ kind, vector }) => {
    const { credential, bundle, at, asOf = null } = vector
    const trust = readTrustBundle(bundle, verifyEd25519)
    const answer = await verifyOffline({ credential }, trust, new Date(at), asOf)
    expect(vector.expect.verdict).toBe(kind)
    expect({
      verdict: answer.verdict,
      status: answer.status,
      reason: answer.reasons[0]?.code ?? null,
    }).toEqual(vector.expect)
  })

  it('there is one for every rule, and no other', () => {
    const rules = VERDICT_CASES.map(({ rule }) => rule)
    expect(published.map(({ rule }) => rule).sort()).toEqual(rules.sort())
  })
})
