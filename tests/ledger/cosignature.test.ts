import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cosign, cosignaturesOf } from '../../src/ledger/cosignature.ts'
import { fromHex } from '../../src/signing/bytes.ts'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import { COSIGNATURE, encodeVkey, noteKey, parseVkey, type NoteKey } from '../../src/signing/note.ts'

const file = (path: string) =>
  readFileSync(new URL(`../vectors/ledger/golden-3/${path}`, import.meta.url), 'utf8')
const worked = JSON.parse(file('worked.json')) as Record<
  'wname' | 'wseed' | 'wvkey' | 'wline' | 'body' | 'line' | 'vkey',
  string
>
const signer = ed25519Signer(fromHex(worked.wseed))
const key = parseVkey(worked.wvkey, COSIGNATURE) as NoteKey
const checkpoint = file('log/checkpoint')
const TIME = 1_767_225_600

describe('a cosignature', () => {
  const found = (note: string, keys = [key]) => cosignaturesOf(note, keys, verifyEd25519)

  it('is byte for byte that of the worked example', () =>
    expect(cosign(worked.body, TIME, worked.wname, signer)).toBe(worked.wline))

  it('is found in the checkpoint, with its time', () =>
    expect(found(checkpoint)).toEqual([{ key, time: TIME }]))

  it('is of a key that is spelled as the worked example spells it', () => {
    expect(encodeVkey(noteKey(worked.wname, signer.publicKey, COSIGNATURE), COSIGNATURE)).toBe(worked.wvkey)
    expect(parseVkey(worked.wvkey)).toBeNull()
    expect(parseVkey(worked.vkey, COSIGNATURE)).toBeNull()
  })

  it('counts once, at its latest', () =>
    expect(found(checkpoint + cosign(worked.body, TIME + 60, worked.wname, signer))).toEqual([
      { key, time: TIME + 60 },
    ]))

  it('of a day no page could show does not count', () => {
    for (const time of [7_258_118_400, 9_000_000_000_000])
      expect(found(checkpoint + cosign(worked.body, time, worked.wname, signer))).toEqual([
        { key, time: TIME },
      ])
  })

  it.each([
    ['over another text', checkpoint.replace('\n3\n', '\n2\n')],
    ['of another time', checkpoint.replace('ZpvilAAAAABpVbkA', 'ZpvilAAAAABpVbkB')],
    ['of a time beyond every calendar', checkpoint.replace('ZpvilAAAAABpVbkA', 'ZpvilP////9pVbkA')],
    ['cut short', checkpoint.replace('W2MRDQ==', '')],
    ['without its note', worked.wline],
    ['of somebody else', checkpoint.replace('— witness.example.net/w1', '— witness.example.net/w2')],
  ])('%s does not count', (_, note) => expect(found(note)).toEqual([]))

  it('of the log is none, whatever key it is taken for', () =>
    expect(found(checkpoint, [parseVkey(worked.vkey) as NoteKey])).toEqual([]))
})
