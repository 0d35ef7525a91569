import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64url, equalBytes, fromUtf8, utf8 } from '../../src/signing/bytes.ts'
import { encodeVkey, parseNote, parseVkey } from '../../src/signing/note.ts'
import { checkpointText, parseCheckpoint } from '../../src/ledger/checkpoint.ts'
import { decodeEntry, encodeEntry, ENTRY_TYPES, type Entry } from '../../src/ledger/entry.ts'
import { readPlainEntry } from '../../src/ledger/plain-entry.ts'
import { encodeTlogProof, parseTlogProof } from '../../src/ledger/proof.ts'
import { decodeBundle, encodeBundle, parseTilePath, tilePath } from '../../src/ledger/tile.ts'

const file = (path: string) => readFileSync(new URL(`../vectors/ledger/${path}`, import.meta.url), 'utf8')
const proof = file('golden-3/proofs/1.tlog-proof')
const entry = (JSON.parse(file('entries/valid/every-member.json')) as { body: string }).body

/** A text with some of it cut out, repeated or replaced: what an attacker sends. */
const bent = (text: string) =>
  fc
    .array(
      fc.tuple(
        fc.nat(text.length),
        fc.nat(12),
        fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constant(text)),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((cuts) =>
      cuts.reduce((bent, [at, length, put]) => bent.slice(0, at) + put + bent.slice(at + length), text),
    )

/** Whatever a reader accepts, it must have understood whole: written again, it is the same text. */
describe.each<[string, string, (text: string) => string | null]>([
  ['proof', proof, (text) => mapped(parseTlogProof(text), encodeTlogProof)],
  [
    'checkpoint',
    checkpointText({ origin: 'a.example/ledger', size: 256n, root: new Uint8Array(32) }),
    (text) => mapped(parseCheckpoint(text), checkpointText),
  ],
  [
    'verifier key',
    'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    (text) => mapped(parseVkey(text), encodeVkey),
  ],
  ['tile path', 'tile/0/x001/x234/067.p/8', (text) => mapped(parseTilePath(text), tilePath)],
])('a reader of a %s', (_, valid, reread) => {
  it('reads it', () => expect(reread(valid)).toBe(valid))
  it('never throws, and takes no second spelling', () => {
    fc.assert(
      fc.property(bent(valid), (text) => {
        const again = reread(text)
        expect(again === null || again === text || hasExtensions(text)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a reader of bytes', () => {
  it('never throws at an entry, and takes no second spelling', () => {
    fc.assert(
      fc.property(bent(entry), (text) => {
        const decoded = decodeEntry(utf8(text))
        expect(decoded.kind === 'broken' || equalBytes(encodeEntry(decoded.entry), utf8(text))).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('never throws at a bundle or a note', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bent(proof), (bytes, text) => {
        const entries = decodeBundle(bytes)
        expect(entries === null || equalBytes(encodeBundle(entries), bytes)).toBe(true)
        expect(() => parseNote(text)).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the quick reader of entries', () => {
  const types = new Set<string>(ENTRY_TYPES)
  const plain = fromUtf8(
    encodeEntry({
      type: 'certificate.issued',
      record: 'AAAAAAAAAAAAAAAAAAAAAA',
      day: '2026-11-21',
      commitments: { cwt: base64url(new Uint8Array(32)), sdJwt: base64url(new Uint8Array(32).fill(7)) },
      facts: { a: -5, b: ['x', 0], c: true, list: 'YN 2026' },
      refs: [{ index: 12, leaf: base64url(new Uint8Array(32)) }],
      seals: {
        certificates: { rows: 3, root: base64url(new Uint8Array(32)) },
        persons: { rows: 1, root: base64url(new Uint8Array(32).fill(9)) },
      },
    }),
  )

  it('takes a plain entry', () => {
    const { type, record, day, seals } = JSON.parse(plain) as Entry
    expect(readPlainEntry(utf8(plain), types)).toEqual({ type, record, day, seals })
  })

  it('takes nothing the rules do not, and reads it alike', () => {
    fc.assert(
      fc.property(fc.oneof(bent(plain), bent(entry), swapped(plain)), (text) => {
        const read = readPlainEntry(utf8(text), types)
        if (!read) return
        const decoded = decodeEntry(utf8(text))
        if (decoded.kind === 'broken') throw new Error(`${decoded.rule}: ${text}`)
        const { type, record, day, seals } = decoded.entry
        expect(read).toEqual({ type, record, day, ...(seals ? { seals } : {}) })
      }),
      { numRuns: 5000 },
    )
  })

  it.each([
    ['members out of order', plain.replace('"cwt"', '"xwt"')],
    ['a fact twice', plain.replace('"b":[', '"a":[')],
    ['a table twice', plain.replace('"persons"', '"certificates"')],
    ['a day there is not', plain.replace('2026-11-21', '2026-02-30')],
    ['a type there is not', plain.replace('certificate.issued', 'certificate.sold')],
    ['minus nothing', plain.replace('-5', '-0')],
    ['a leading zero', plain.replace('-5', '05')],
    ['a number that is not whole', plain.replace('-5', '5.5')],
    ['an empty map', plain.replace(/"facts":\{.*?\},/, '"facts":{},')],
    ['an escape', plain.replace('YN 2026', 'YN\\u0020')],
    ['no rows', plain.replace('"rows":3', '"rows":0')],
    ['white space', plain.replace(',', ', ')],
    ['something after it', `${plain} `],
    ['the genesis entry', plain.replace('certificate.issued', 'ledger.genesis')],
    ['an anchor', plain.replace('certificate.issued', 'chain.anchor')],
  ])('leaves %s to the rules', (_, text) => {
    expect(text).not.toBe(plain)
    expect(readPlainEntry(utf8(text), types)).toBeNull()
  })
})

/** Two tokens of a text changed for one another. */
const swapped = (text: string) => {
  const tokens: string[] = text.match(/"[^"]*"|[^"]/g) ?? []
  const place = fc.nat(tokens.length - 1)
  return fc.tuple(place, place).map(([a, b]) => tokens.with(a, tokens[b]!).with(b, tokens[a]!).join(''))
}
const mapped = <T>(value: T | null, write: (value: T) => string): string | null =>
  value === null ? null : write(value)

// Extension lines of a checkpoint are read over, and not written again.
const hasExtensions = (text: string): boolean => text.split('\n').length > 4 && parseCheckpoint(text) !== null
