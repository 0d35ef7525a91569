import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { base64, fromHex } from '../../src/signing/bytes.ts'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import {
  encodeVkey,
  noteKey,
  parseNote,
  parseVkey,
  signNote,
  verifyNote,
  type NoteKey,
} from '../../src/signing/note.ts'

interface Example {
  readonly vkey: string
  readonly note: string
  readonly bad_vkeys?: readonly { readonly vkey: string; readonly why: string }[]
}
const { notes } = JSON.parse(
  readFileSync(new URL('../vectors/ledger/signed-note-examples.json', import.meta.url), 'utf8'),
) as { notes: readonly Example[] }

const signer = ed25519Signer(new Uint8Array(32).fill(7))
const key = noteKey('ledger.example.cn', signer.publicKey)
const note = signNote('one\ntwo\n', 'ledger.example.cn', signer)
const [text, line] = note.split('\n\n') as [string, string]
const open = (note: string, keys: readonly NoteKey[] = [key]) => verifyNote(note, keys, verifyEd25519).kind

describe('published notes', () => {
  it.each(notes)('the note of $vkey verifies', ({ vkey, note }) => {
    const key = parseVkey(vkey)
    expect(key && encodeVkey(key)).toBe(vkey)
    expect(key && open(note, [key])).toBe('signed')
  })

  it.each(notes.flatMap(({ bad_vkeys = [] }) => bad_vkeys))('a vkey with $why is refused', ({ vkey }) =>
    expect(parseVkey(vkey)).toBeNull(),
  )
})

describe('a signed note', () => {
  it('verifies, with its text as it was signed', () =>
    expect(verifyNote(note, [key], verifyEd25519)).toEqual({
      kind: 'signed',
      text: 'one\ntwo\n',
      signers: [key],
    }))

  it.each([
    ['another text', note.replace('two', 'tow'), 'forged'],
    [
      'a line of a key nobody knows',
      `${note}— witness.example.net/w1 ${base64(new Uint8Array(76))}\n`,
      'signed',
    ],
    ['a known name under another id', `${note}— ledger.example.cn ${base64(new Uint8Array(68))}\n`, 'signed'],
    ['the same line twice', `${note}${line}`, 'signed'],
    ['only a line of a key nobody knows', `${text}\n\n— other AAAAAAAAAAA=\n`, 'unsigned'],
    [
      'a known key whose signature is cut',
      `${text}\n\n— ${key.name} ${base64(fromHex(`${key.id}00`))}\n`,
      'forged',
    ],
    [
      'a known key without any signature',
      `${text}\n\n— ${key.name} ${base64(fromHex(key.id))}\n`,
      'malformed',
    ],
    ['no signature', `${text}\n\n`, 'malformed'],
    ['no empty line', `${text}\n${line}`, 'malformed'],
    ['no newline at the end', note.slice(0, -1), 'malformed'],
    ['a hyphen instead of the dash', note.replace('—', '-'), 'malformed'],
    ['two spaces before the signature', note.replace('.cn ', '.cn  '), 'malformed'],
    ['a carriage return in its text', note.replace('one', 'one\r'), 'malformed'],
    ['a lone surrogate in its text', note.replace('one', '\ud800'), 'malformed'],
    ['unpadded base64', note.replace(/=+\n$/, '\n'), 'malformed'],
    ['more than a million characters', `${'x'.repeat(1_000_000)}\n\n${line}`, 'malformed'],
  ])('%s', (_, altered, kind) => expect(open(altered)).toBe(kind))

  it('splits at the last empty line, so its text may hold others', () => {
    const signed = signNote('a\n\nb\n\n', 'ledger.example.cn', signer)
    expect(parseNote(signed)?.text).toBe('a\n\nb\n\n')
    expect(open(signed)).toBe('signed')
  })

  it('may carry 100 signatures, not 101', () => {
    const witness = `— w ${base64(new Uint8Array(68))}\n`
    expect(open(note + witness.repeat(99))).toBe('signed')
    expect(open(note + witness.repeat(100))).toBe('malformed')
  })

  it('is never taken for anything else when a character is changed', () => {
    const position = fc.nat({ max: note.length - 1 })
    fc.assert(
      fc.property(position, fc.string({ unit: 'binary', maxLength: 2 }), (at, put) => {
        const altered = note.slice(0, at) + put + note.slice(at + 1)
        expect(altered === note || open(altered) !== 'signed').toBe(true)
      }),
    )
  })
})

describe('a verifier key', () => {
  it.each([
    ['a name with a space', 'a b'],
    ['a name with a plus', 'a+b'],
    ['an empty name', ''],
    ['a name with an ideographic space', 'a\u3000b'],
  ])('cannot have %s', (_, name) => expect(() => noteKey(name, signer.publicKey)).toThrow(RangeError))

  it.each([
    ['another name', encodeVkey(key).replace('.cn', '.com')],
    ['another id', encodeVkey(key).replace(key.id, '00000000')],
    ['another algorithm', 'witness.example.net/w1+669be294+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X'],
    ['no id', `ledger.example.cn+${base64(signer.publicKey)}`],
    ['nothing', ''],
  ])('is refused with %s', (_, vkey) => expect(parseVkey(vkey)).toBeNull())

  it('reads back for any name and key', () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((name) => !/[+\s\p{Cc}]/u.test(name))
    fc.assert(
      fc.property(names, fc.uint8Array({ minLength: 32, maxLength: 32 }), (name, publicKey) => {
        const key = noteKey(name, publicKey)
        expect(parseVkey(encodeVkey(key))).toEqual(key)
      }),
    )
  })
})
