import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalBytes, utf8 } from '../../src/signing/bytes.ts'
import { canonicalJson, parseCanonicalJson, type JsonValue } from '../../src/signing/canonical-json.ts'
import { encodeVkey, parseNote, parseVkey } from '../../src/signing/note.ts'
import { checkpointText, parseCheckpoint } from '../../src/ledger/checkpoint.ts'
import { decodeEntry, encodeEntry } from '../../src/ledger/entry.ts'
import { parsePlainJson } from '../../src/ledger/plain-json.ts'
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

describe('the quick reader of canonical JSON', () => {
  const quick = (text: string) => parsePlainJson(text)?.value

  // An astral character is rare enough for the slow one.
  const plain = entry.replaceAll(/\\.|[\ud800-\udfff]/g, '')
  it('takes an entry', () => expect(quick(plain)).toEqual(JSON.parse(plain)))

  it('takes nothing the slow one does not, and reads it alike', () => {
    const texts = fc.oneof(
      bent(plain),
      bent('{"1":0,"2":[{},[]],"a":{"b":":","c":-1,"d":"中\u2028","e":true,"f":null}}'),
      fc.json(),
      fc.json().map((text) => canonicalJson(JSON.parse(text) as JsonValue)),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const value = quick(text)
        if (value !== undefined) expect(parseCanonicalJson(text)).toEqual({ value })
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['a repeated name', '{"a":1,"a":2}'],
    ['a repeated name beside a value that begins with a colon', '{"a":":","a":2}'],
    ['members out of order', '{"b":1,"a":2}'],
    ['members JavaScript itself would sort', '{"2":1,"1":2}'],
    ['names that sort otherwise as numbers', '{"9":1,"10":2}'],
    ['white space', '{"a": 1}'],
    ['a negative zero', '[-0]'],
    ['a leading zero', '[01]'],
    ['a fraction', '[1.0]'],
    ['an exponent', '[1e0]'],
    ['an escape', '"\\u0041"'],
    ['a lone surrogate', '"\ud800"'],
    ['half a text', '{"a":'],
    ['two values', '1true'],
    ['nothing', ''],
  ])('leaves %s to the slow one', (_, text) => expect(quick(text)).toBeUndefined())
})

const mapped = <T>(value: T | null, write: (value: T) => string): string | null =>
  value === null ? null : write(value)

// Extension lines of a checkpoint are read over, and not written again.
const hasExtensions = (text: string): boolean => text.split('\n').length > 4 && parseCheckpoint(text) !== null
