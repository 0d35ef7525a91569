import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromBase64, fromHex, fromUtf8, hex, utf8 } from '../../src/signing/bytes.ts'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import { encodeVkey, noteKey, parseNote, parseVkey, signNote } from '../../src/signing/note.ts'
import { openCheckpoint, signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { emptyTree, growTree, partialTiles, rootOf } from '../../src/ledger/growing-tree.ts'
import { leafHash } from '../../src/ledger/hash.ts'
import { encodeTlogProof, parseTlogProof, verifyTlogProof } from '../../src/ledger/proof.ts'
import { decodeBundle, encodeBundle } from '../../src/ledger/tile.ts'

const file = (path: string) =>
  new Uint8Array(readFileSync(new URL(`../vectors/ledger/golden-3/${path}`, import.meta.url)))
const worked = JSON.parse(fromUtf8(file('worked.json'))) as Record<
  'origin' | 'seed' | 'vkey' | 'root' | 'wline',
  string
> & {
  readonly mldsa44: { readonly line: string }
}

const entries = ['alpha', 'beta', 'gamma'].map(utf8)
const leaves = entries.map(leafHash)
const signer = ed25519Signer(fromHex(worked.seed))
const key = noteKey(worked.origin, signer.publicKey)
const checkpoint = fromUtf8(file('log/checkpoint'))
const proof = fromUtf8(file('proofs/1.tlog-proof'))
const tree = emptyTree()
for (const leaf of leaves) growTree(tree, leaf, () => {})

describe('the worked example of three entries, byte for byte', () => {
  it('tile', () =>
    expect(partialTiles(tree)).toEqual([{ level: 0, index: 0n, hashes: file('log/tile/0/000.p/3') }]))
  it('entry bundle', () => expect(encodeBundle(entries)).toEqual(file('log/tile/entries/000.p/3')))
  it('entry bundle read back', () => expect(decodeBundle(file('log/tile/entries/000.p/3'))).toEqual(entries))
  it('root', () => expect(hex(rootOf(tree))).toBe(worked.root))
  it('verifier key', () => expect(encodeVkey(key)).toBe(worked.vkey))
  it('checkpoint, before its witness', () =>
    expect(
      `${signCheckpoint({ origin: worked.origin, size: 3n, root: rootOf(tree) }, signer)}${worked.wline}`,
    ).toBe(checkpoint))

  it('the checkpoint opens', () =>
    expect(openCheckpoint(checkpoint, [key], verifyEd25519)).toEqual({
      kind: 'signed',
      origin: worked.origin,
      size: 3n,
      root: rootOf(tree),
      signers: [key],
    }))

  it('a post-quantum cosignature of 3 kB beside ours changes nothing', () => {
    expect(openCheckpoint(`${checkpoint}${worked.mldsa44.line}`, [key], verifyEd25519).kind).toBe('signed')
  })

  it('proof of "beta"', () => {
    const hashes = [leaves[0], leaves[2]] as Uint8Array[]
    expect(encodeTlogProof({ index: 1n, hashes, checkpoint })).toBe(proof)
    expect(parseTlogProof(proof)).toEqual({ index: 1n, hashes, checkpoint })
    expect(verifyTlogProof(proof, leaves[1] as Uint8Array, key, verifyEd25519)).toEqual({
      kind: 'included',
      origin: worked.origin,
      index: 1n,
      size: 3n,
    })
  })
})

describe('a proof', () => {
  const verdict = (text: string, leaf = leaves[1] as Uint8Array, by = key) =>
    verifyTlogProof(text, leaf, by, verifyEd25519).kind
  const [hash] = /^.{44}$/m.exec(proof) as unknown as [string]

  it.each([
    ['of another entry', proof, 'not-included', leaves[0] as Uint8Array],
    ['at another index', proof.replace('index 1', 'index 0'), 'not-included'],
    ['beyond the tree', proof.replace('index 1', 'index 3'), 'not-included'],
    ['with a hash too few', proof.replace(`${hash}\n`, ''), 'not-included'],
    ['with a hash too many', proof.replace(hash, `${hash}\n${hash}`), 'not-included'],
    ['with another size in its checkpoint', proof.replace('\n3\n', '\n2\n'), 'forged'],
    ['without the log’s signature', proof.replace(/— ledger.*\n/, ''), 'unsigned'],
    ['with a leading zero', proof.replace('index 1', 'index 01'), 'malformed'],
    ['with a negative index', proof.replace('index 1', 'index -1'), 'malformed'],
    ['with a short hash', proof.replace(hash, hash.slice(4)), 'malformed'],
    ['with 65 hashes', proof.replace(hash, Array.from({ length: 64 }, () => hash).join('\n')), 'malformed'],
    ['with carriage returns', proof.replaceAll('\n', '\r\n'), 'malformed'],
    ['of another version', proof.replace('@v1', '@v2'), 'malformed'],
    ['without a checkpoint', proof.slice(0, proof.indexOf('\n\n') + 2), 'malformed'],
    ['that is empty', '', 'malformed'],
  ])('%s', (_, text, kind, leaf?: Uint8Array) => expect(verdict(text, leaf)).toBe(kind))

  it('of another log is not ours', () =>
    expect(verdict(proof, leaves[1], noteKey('other.example', signer.publicKey))).toBe('unsigned'))

  it('may carry an extra, which nothing vouches for', () => {
    const text = encodeTlogProof({ extra: utf8('beta'), index: 1n, hashes: [], checkpoint })
    expect(parseTlogProof(text)?.extra).toEqual(utf8('beta'))
    expect(verdict(proof.replace('@v1\n', '@v1\nextra YmV0YQ==\n'))).toBe('included')
    expect(verdict(proof.replace('@v1\n', '@v1\nextra YmV0YQ\n'))).toBe('malformed')
  })
})

describe('a checkpoint', () => {
  const open = (note: string) => openCheckpoint(note, [key], verifyEd25519).kind
  const text = (parseNote(checkpoint)?.text ?? '').split('\n')

  it('for another origin, signed by our key, is foreign', () => {
    const other = { origin: 'other.example', size: 3n, root: rootOf(tree) }
    const signed = signCheckpoint(other, signer).replace(
      '— other.example ',
      '— ledger.example.org/certs/2026 ',
    )
    expect(open(signed)).toBe('unsigned')
    expect(parseVkey(worked.vkey)).toEqual(key)
  })

  it.each([
    ['a size with a leading zero', [text[0], '03', text[2], '']],
    ['a size past 2^64', [text[0], '18446744073709551616', text[2], '']],
    ['a short root', [text[0], '3', 'AAAA', '']],
    ['no root', [text[0], '3', '']],
    ['an empty origin', ['', '3', text[2], '']],
    ['an empty extension line', [text[0], '3', text[2], '', '']],
  ])('with %s is malformed though signed', (_, lines) => {
    expect(open(signNote(lines.join('\n'), worked.origin, signer))).toBe('malformed')
  })

  it('may have extension lines, which are read over', () => {
    expect(open(signNote([text[0], '3', text[2], 'time 1', ''].join('\n'), worked.origin, signer))).toBe(
      'signed',
    )
    expect(fromBase64(text[2] ?? '').length).toBe(32)
  })
})
