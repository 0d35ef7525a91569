import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWitnessed, parsePolicy } from '../../src/ledger/witness-policy.ts'

interface Vector {
  readonly text: string
  readonly logs: number
  readonly witnesses: number
  readonly met: readonly (readonly string[])[]
  readonly unmet: readonly (readonly string[])[]
  readonly line: number
  readonly rule: string
}

function vectors(kind: 'valid' | 'invalid'): [string, Vector][] {
  const folder = new URL(`../vectors/ledger/policies/${kind}/`, import.meta.url)
  return readdirSync(folder).map((name) => [
    name.replace('.json', '').replaceAll('-', ' '),
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector,
  ])
}

describe('a witness policy', () => {
  it.each(vectors('valid'))('%s', (_, { text, logs, witnesses, met, unmet }) => {
    const parsed = parsePolicy(text)
    if (parsed.kind === 'broken') throw new Error(`line ${parsed.line}: ${parsed.rule}`)
    const { policy } = parsed
    expect([policy.logs.length, policy.witnesses.length]).toEqual([logs, witnesses])
    const keysOf = (names: readonly string[]) =>
      policy.witnesses.filter(({ name }) => names.includes(name)).map(({ key }) => key)
    for (const names of met) expect([names, isWitnessed(policy, keysOf(names))]).toEqual([names, true])
    for (const names of unmet) expect([names, isWitnessed(policy, keysOf(names))]).toEqual([names, false])
  })

  it.each(vectors('invalid'))('is refused: %s', (_, { text, line, rule }) =>
    expect(parsePolicy(text)).toEqual({ kind: 'broken', line, rule }),
  )

  it('keeps addresses, which are optional', () => {
    const [, { text }] = vectors('valid').find(([name]) => name === 'one witness is the quorum') as [
      string,
      Vector,
    ]
    const parsed = parsePolicy(text)
    expect(parsed).toMatchObject({
      policy: { logs: [{ url: null }], witnesses: [{ name: 'A', url: 'https://w.example/' }] },
    })
  })

  it('reads 32 of everything, and never throws', () => {
    const words = fc.constantFrom(
      'log',
      'witness',
      'group',
      'quorum',
      'none',
      'any',
      'all',
      '2',
      'A',
      '\n',
      '\t',
      '#',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 60 }), (items) => {
        expect(() => parsePolicy(items.join(' '))).not.toThrow()
      }),
    )
  })
})
