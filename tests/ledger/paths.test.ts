import { describe, expect, it } from 'vitest'
import { leafHash } from '../../src/ledger/hash.ts'
import { treeRoot } from '../../src/ledger/merkle.ts'
import { pathsOf, verifyPaths } from '../../src/ledger/paths.ts'
import { utf8 } from '../../src/signing/bytes.ts'

const leaves = Array.from({ length: 37 }, (_, i) => leafHash(utf8(`leaf ${i}`)))

/** The paths of `indexes` in the tree of the first `size` leaves. */
function paths(indexes: readonly number[], size: number) {
  const { nodeOf, siblings } = pathsOf(indexes, size)
  return {
    own: new Map(indexes.map((index) => [nodeOf(index), leaves[index] as Uint8Array])),
    beside: new Map([...siblings].map(([node, { from, to }]) => [node, treeRoot(leaves.slice(from, to))])),
    root: treeRoot(leaves.slice(0, size)),
  }
}

const SETS: readonly (readonly number[])[] = [[0], [1, 0], [0, 4, 6, 2], [3, 4, 5], [12], [7, 7, 11, 12]]

describe('the paths of many leaves', () => {
  it('make the root of every tree that holds them', () => {
    for (const indexes of SETS)
      for (let size = Math.max(...indexes) + 1; size <= leaves.length; size++) {
        const { own, beside, root } = paths(indexes, size)
        expect(verifyPaths(own, beside, root)).toBe(true)
      }
  })

  it('are refused when any one hash is another', () => {
    for (const indexes of SETS) {
      const { own, beside, root } = paths(indexes, 13)
      const other = leaves[36] as Uint8Array
      for (const node of beside.keys())
        expect(verifyPaths(own, new Map([...beside, [node, other]]), root)).toBe(false)
      for (const node of own.keys())
        expect(verifyPaths(new Map([...own, [node, other]]), beside, root)).toBe(false)
      expect(verifyPaths(own, beside, other)).toBe(false)
    }
  })

  it('are refused when what stands beside one of two neighbours is left out', () => {
    const { own, beside, root } = paths([4, 5], 13)
    for (const node of own.keys()) {
      const fewer = new Map(beside)
      fewer.delete(node)
      expect(verifyPaths(own, fewer, root)).toBe(false)
    }
  })
})
