import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { judgeScanned, trustOf } from '../../src/credentials/verdict.ts'
import { verifyEd25519 as verifyEd25519InPage } from '../../src/signing/ed25519-page.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { alteredCwts } from './altered-cwt.ts'
import { alteredSdJwts } from './altered-sd-jwt.ts'
import { alteredStatuses, genuine } from './altered-status.ts'
import type { Vector } from './vector-case.ts'

const folder = new URL('../vectors/credentials/', import.meta.url)

const published = (['valid', 'invalid'] as const).flatMap((kind) =>
  readdirSync(new URL(kind, folder)).map((file) => ({
    kind,
    rule: file.replace('.json', ''),
    vector: JSON.parse(readFileSync(new URL(`${kind}/${file}`, folder), 'utf8')) as Vector,
  })),
)

const trusted = JSON.parse(readFileSync(new URL('trust-bundle.json', folder), 'utf8')) as object

const bundleOf = ({ statusLists }: Vector) =>
  readTrustBundle(JSON.stringify({ ...trusted, statusLists }), verifyEd25519)

describe('published vectors', () => {
  it.each(published)('$kind: $rule', ({ kind, vector }) => {
    expect(vector.expected.verdict === 'valid').toBe(kind === 'valid')
    for (const verify of [verifyEd25519, verifyEd25519InPage]) {
      const answer = judgeScanned(
        vector.credential,
        trustOf(bundleOf(vector), verify),
        new Date(vector.now),
        verify,
      )
      expect({ ...answer, reasons: answer.reasons.map(({ code }) => code) }).toMatchObject({
        verdict: vector.expected.verdict,
        status: vector.expected.status,
        reasons: vector.expected.reason === null ? [] : [vector.expected.reason],
        ...(vector.expected.record ? { record: vector.expected.record } : {}),
      })
    }
  })

  it('there is one for every rule, and no other', () => {
    const rules = [...genuine, ...alteredCwts, ...alteredSdJwts, ...alteredStatuses].map(({ rule }) => rule)
    expect(published.map(({ rule }) => rule).sort()).toEqual(rules.sort())
  })
})
