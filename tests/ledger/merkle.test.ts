import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalBytes, fromBase64, fromHex, hex, utf8 } from '../../src/signing/bytes.ts'
import { leafHash, nodeHash, sha256 } from '../../src/ledger/hash.ts'
import {
  consistencyRanges,
  EMPTY_ROOT,
  inclusionRanges,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
  type Range,
} from '../../src/ledger/merkle.ts'

// Sizes in the vectors reach 2^64-1, past what JSON.parse keeps exact.
function vectors(path: string, ...integers: string[]): unknown {
  const text = readFileSync(new URL(`../vectors/ledger/${path}`, import.meta.url), 'utf8')
  return JSON.parse(text.replace(new RegExp(`("(?:${integers.join('|')})": )(\\d+)`, 'g'), '$1"$2"'))
}
const hashes = (proof: readonly string[] | null): Uint8Array[] => (proof ?? []).map(fromBase64)

describe('published proofs (transparency-dev/merkle)', () => {
  const { vectors: inclusion } = vectors('transparency-dev-merkle/inclusion.json', 'leafIdx', 'treeSize') as {
    vectors: {
      file: string
      leafIdx: string
      treeSize: string
      root: string
      leafHash: string
      proof: string[] | null
      wantErr: boolean
    }[]
  }

  it.each(inclusion)('$file', ({ leafIdx, treeSize, root, leafHash, proof, wantErr }) => {
    const claim = {
      leaf: fromBase64(leafHash),
      index: BigInt(leafIdx),
      size: BigInt(treeSize),
      root: fromBase64(root),
    }
    expect(verifyInclusion({ ...claim, proof: hashes(proof) })).toBe(!wantErr)
  })

  const { vectors: consistency } = vectors('transparency-dev-merkle/consistency.json', 'size1', 'size2') as {
    vectors: {
      file: string
      size1: string
      size2: string
      root1: string
      root2: string
      proof: string[] | null
      wantErr: boolean
    }[]
  }

  it.each(consistency)('$file', ({ size1, size2, root1, root2, proof, wantErr }) => {
    const claim = {
      oldSize: BigInt(size1),
      newSize: BigInt(size2),
      oldRoot: fromBase64(root1),
      newRoot: fromBase64(root2),
    }
    expect(verifyConsistency({ ...claim, proof: hashes(proof) })).toBe(!wantErr)
  })

  it('there are 98 of each', () => expect([inclusion.length, consistency.length]).toEqual([98, 98]))
})

describe('the reference tree of RFC 6962', () => {
  const hasher = vectors('rfc6962-hasher.json') as {
    empty: string
    leaf: { in: string; out: string }[]
    node: { l: string; r: string; out: string }[]
  }
  it('empty root', () => expect(hex(EMPTY_ROOT)).toBe(hasher.empty))
  it.each(hasher.leaf)('leaf of "$in"', (leaf) => expect(hex(leafHash(fromHex(leaf.in)))).toBe(leaf.out))
  it.each(hasher.node)('node', ({ l, r, out }) => expect(hex(nodeHash(fromHex(l), fromHex(r)))).toBe(out))

  const reference = vectors('rfc6962-reference-tree.json') as {
    leaf_inputs_hex: string[]
    root_by_size_hex: string[]
    ct_repo_paths: { paths: { leaf_1based: number; size: number; path: string[] }[] }
    ct_repo_consistency: { proofs: { size1: number; size2: number; proof: string[] }[] }
  }
  const leaves = reference.leaf_inputs_hex.map((input) => leafHash(fromHex(input)))

  it('the roots of its first 0 … 8 leaves', () =>
    expect(reference.root_by_size_hex.map((_, size) => hex(treeRoot(leaves.slice(0, size))))).toEqual(
      reference.root_by_size_hex,
    ))

  it.each(reference.ct_repo_paths.paths)(
    'path of leaf $leaf_1based of $size',
    ({ leaf_1based, size, path }) =>
      expect(roots(leaves, inclusionRanges(leaf_1based - 1, size)).map(hex)).toEqual(path),
  )

  it.each(reference.ct_repo_consistency.proofs)(
    'consistency of $size1 and $size2',
    ({ size1, size2, proof }) =>
      expect(roots(leaves, consistencyRanges(size1, size2)).map(hex)).toEqual(proof),
  )
})

const roots = (leaves: readonly Uint8Array[], ranges: readonly Range[]): Uint8Array[] =>
  ranges.map(({ from, to }) => treeRoot(leaves.slice(from, to)))

describe('every tree', () => {
  const all = Array.from({ length: 70 }, (_, i) => leafHash(utf8(`leaf ${i}`)))
  const sizes = all.map((_, i) => i + 1)

  it('proves every leaf', () => {
    for (const size of sizes) {
      const leaves = all.slice(0, size)
      const root = treeRoot(leaves)
      for (const [i, leaf] of leaves.entries()) {
        const proof = roots(leaves, inclusionRanges(i, size))
        expect(verifyInclusion({ leaf, index: BigInt(i), size: BigInt(size), proof, root })).toBe(true)
      }
    }
  })

  it('proves every smaller tree', () => {
    for (const newSize of sizes) {
      const newRoot = treeRoot(all.slice(0, newSize))
      for (const oldSize of sizes.slice(0, newSize)) {
        const proof = roots(all, consistencyRanges(oldSize, newSize))
        const oldRoot = treeRoot(all.slice(0, oldSize))
        expect(
          verifyConsistency({ oldSize: BigInt(oldSize), newSize: BigInt(newSize), oldRoot, newRoot, proof }),
        ).toBe(true)
      }
    }
  })

  const tree = fc
    .integer({ min: 1, max: 70 })
    .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1), fc.nat(1 << 20)))

  it('refuses a proof with any one bit changed, a hash more or a hash less', () => {
    fc.assert(
      fc.property(tree, ([size, i, chance]) => {
        const leaf = all[i] as Uint8Array
        const root = treeRoot(all.slice(0, size))
        const proof = roots(all, inclusionRanges(i, size))
        const claim = { leaf, index: BigInt(i), size: BigInt(size), root }
        const flipped = proof.map((hash, n) =>
          n === chance % proof.length ? flip(hash, chance % 256) : hash,
        )
        expect(proof.length > 0 && verifyInclusion({ ...claim, proof: flipped })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: [...proof, sha256(leaf)] })).toBe(false)
        expect(proof.length > 0 && verifyInclusion({ ...claim, proof: proof.slice(0, -1) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof, leaf: flip(leaf, chance % 256) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof, index: claim.size })).toBe(false)
      }),
    )
  })

  it('refuses a consistency proof for another old tree', () => {
    fc.assert(
      fc.property(tree, ([newSize, i, chance]) => {
        const oldSize = i + 1
        const proof = roots(all, consistencyRanges(oldSize, newSize))
        const claim = {
          oldSize: BigInt(oldSize),
          newSize: BigInt(newSize),
          newRoot: treeRoot(all.slice(0, newSize)),
          proof,
        }
        const oldRoot = treeRoot(all.slice(0, oldSize))
        expect(verifyConsistency({ ...claim, oldRoot: flip(oldRoot, chance % 256) })).toBe(false)
        expect(verifyConsistency({ ...claim, oldRoot, proof: [...proof, oldRoot] })).toBe(false)
        expect(verifyConsistency({ ...claim, oldRoot, oldSize: BigInt(newSize) + 1n })).toBe(false)
      }),
    )
  })
})

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes)
  flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
  expect(equalBytes(flipped, bytes)).toBe(false)
  return flipped
}
