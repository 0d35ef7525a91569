import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { base64url, fromHex, hex, utf8 } from '../../src/signing/bytes.ts'
import { anchorDraft, isAnchorIndex, isInPlace } from '../../src/ledger/chain-anchor.ts'
import { commitment } from '../../src/ledger/commitment.ts'
import {
  decodeEntry,
  encodeEntry,
  entryRecord,
  entryRef,
  type Entry,
  type EntryDraft,
} from '../../src/ledger/entry.ts'
import { CHAIN_START, leafHash } from '../../src/ledger/hash.ts'
import commitments from '../vectors/ledger/commitments.json' with { type: 'json' }

function vectors<T>(folder: 'valid' | 'invalid'): (T & { name: string })[] {
  const home = new URL(`../vectors/ledger/entries/${folder}/`, import.meta.url)
  return readdirSync(home).map((name) => ({
    ...(JSON.parse(readFileSync(new URL(name, home), 'utf8')) as T),
    name: name.replace('.json', '').replaceAll('-', ' '),
  }))
}

describe('an entry of version 1', () => {
  it.each(vectors<{ body: string; leaf: string }>('valid'))('$name', ({ body, leaf }) => {
    const decoded = decodeEntry(utf8(body))
    if (decoded.kind === 'broken') throw new Error(decoded.rule)
    const { v, ...draft } = decoded.entry
    expect(v).toBe(1)
    expect(encodeEntry(draft)).toEqual(utf8(body))
    expect(hex(leafHash(utf8(body)))).toBe(leaf)
  })

  it.each(vectors<{ body: string; rule: string }>('invalid'))('is not one: $name', ({ body, rule }) =>
    expect(decodeEntry(utf8(body))).toEqual({ kind: 'broken', rule }),
  )

  const draft: EntryDraft = {
    type: 'list.imported',
    record: entryRecord(new Uint8Array(16)),
    day: '2026-11-21',
  }
  const filler = (length: number) => ({ ...draft, facts: { text: 'x'.repeat(length) } })
  const room = 65_535 - encodeEntry(filler(0)).length

  it('may have 65,535 bytes and no more', () => {
    const longest = encodeEntry(filler(room))
    expect(longest.length).toBe(65_535)
    expect(decodeEntry(longest).kind).toBe('entry')
    expect(() => encodeEntry(filler(room + 1))).toThrow(RangeError)
    expect(decodeEntry(new Uint8Array(65_536))).toEqual({ kind: 'broken', rule: 'length' })
  })

  it.each([
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
    ['lists nested beyond the stack', utf8('['.repeat(30_000) + ']'.repeat(30_000))],
  ])('is not %s', (_, body) => expect(decodeEntry(body)).toEqual({ kind: 'broken', rule: 'canonical-json' }))

  it.each<[string, Partial<Record<keyof Entry, unknown>>]>([
    ['a made-up type', { type: 'certificate.forged' }],
    ['a day that does not exist', { day: '2025-02-29' }],
    ['an empty map', { facts: {} }],
    ['a name in plain text among the commitments', { commitments: { name: '张三' } }],
    ['a member no entry has', { name: '张三' } as object],
  ])('is never written with %s', (_, member) =>
    expect(() => encodeEntry({ ...draft, ...member } as EntryDraft)).toThrow(RangeError),
  )

  it('refers to another by index and leaf hash', () =>
    expect(entryRef(7n, new Uint8Array(32))).toEqual({ index: 7, leaf: base64url(new Uint8Array(32)) }))
})

describe('a commitment', () => {
  it.each(commitments)('of $value as $domain|$field', ({ salt, commitment: expected, value, ...about }) =>
    expect(hex(commitment(fromHex(salt), about, utf8(value)))).toBe(expected),
  )

  const salt = new Uint8Array(32)
  it.each([
    ['a separator in a name', salt, 'a|b'],
    ['an empty name', salt, ''],
    ['a Chinese name', salt, '姓名'],
    ['a short salt', salt.subarray(1), 'name'],
  ])('is refused with %s', (_, salt, field) =>
    expect(() => commitment(salt, { domain: 'certificate', field, record: 'r' }, salt)).toThrow(RangeError),
  )
})

describe('a chain anchor', () => {
  const entryOf = (draft: EntryDraft): Entry => ({ v: 1, ...draft })
  const chain = new Uint8Array(32).fill(9)
  const anchor = entryOf(anchorDraft(4096, chain, '2026-11-21'))

  it.each([
    [0, false],
    [4095, false],
    [4096, true],
    [4097, false],
    [8192, true],
  ])('belongs at index %i: %s', (index, belongs) => expect(isAnchorIndex(index)).toBe(belongs))

  it('is right at its own place only', () => {
    expect(isInPlace(anchor, 4096, chain)).toBe(true)
    expect(isInPlace(anchor, 8192, chain)).toBe(false)
    expect(isInPlace(anchor, 4095, chain)).toBe(false)
    expect(isInPlace(anchor, 4096, CHAIN_START)).toBe(false)
  })

  it('cannot be missing from its place', () =>
    expect(isInPlace(entryOf({ ...anchor, type: 'list.imported' }), 4096, chain)).toBe(false))

  it('and the genesis is the first entry and no other', () => {
    const genesis = entryOf({
      type: 'ledger.genesis',
      record: anchor.record,
      day: anchor.day,
      facts: { origin: 'a' },
    })
    expect(isInPlace(genesis, 0, CHAIN_START)).toBe(true)
    expect(isInPlace(genesis, 1, CHAIN_START)).toBe(false)
    expect(isInPlace({ ...genesis, type: 'key.added' }, 0, CHAIN_START)).toBe(false)
  })
})
