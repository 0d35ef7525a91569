import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../src/signing/bytes.ts'
import {
  decodeBundle,
  edgeTiles,
  encodeBundle,
  parseTilePath,
  tilePath,
  tileSlices,
  tileWidth,
  type Tile,
} from '../../src/ledger/tile.ts'
import tiles from '../vectors/ledger/tiles.json' with { type: 'json' }

describe('a tile path', () => {
  it.each(tiles.paths)('$path', ({ path, level, index, width }) => {
    const tile = { level: level === 'entries' ? level : Number(level), index: BigInt(index), width } as Tile
    expect(tilePath(tile)).toBe(path)
    expect(parseTilePath(path)).toEqual(tile)
  })

  it.each(tiles.refused)('is not $path ($why)', ({ path }) => expect(parseTilePath(path)).toBeNull())

  it('reads back whatever the tile', () => {
    const tile = fc.record({
      level: fc.oneof(fc.constant('entries' as const), fc.nat(63)),
      index: fc.bigInt(0n, (1n << 64n) - 1n),
      width: fc.integer({ min: 1, max: 256 }),
    })
    fc.assert(
      fc.property(tile, (tile) => {
        expect(parseTilePath(tilePath(tile))).toEqual(tile)
      }),
    )
  })
})

describe('the tiles of a tree', () => {
  it.each(tiles.sizes)('of $size leaves end in $edge', ({ size, edge }) =>
    expect(edgeTiles(BigInt(size)).map(tilePath)).toEqual(edge),
  )

  it('hold as many hashes as there are nodes below the edge', () => {
    expect(tileWidth(0, 273n, 70_000n)).toBe(112)
    expect(tileWidth(0, 272n, 70_000n)).toBe(256)
    expect(tileWidth(0, 274n, 70_000n)).toBe(0)
    expect(tileWidth('entries', 273n, 70_000n)).toBe(112)
    expect(tileWidth(1, 1n, 70_000n)).toBe(17)
    expect(tileWidth(2, 0n, 70_000n)).toBe(1)
    expect(tileWidth(3, 0n, 70_000n)).toBe(0)
    expect(tileWidth(63, 0n, (1n << 64n) - 1n)).toBe(0)
  })

  it('hold every subtree of a range in one run each', () => {
    expect(tileSlices({ from: 0, to: 768 })).toEqual([
      { level: 1, index: 0n, start: 0, count: 2 },
      { level: 1, index: 0n, start: 2, count: 1 },
    ])
    expect(tileSlices({ from: 65_536, to: 65_536 + 259 })).toEqual([
      { level: 1, index: 1n, start: 0, count: 1 },
      { level: 0, index: 257n, start: 0, count: 2 },
      { level: 0, index: 257n, start: 2, count: 1 },
    ])
  })
})

describe('an entry bundle', () => {
  it('reads back', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 256 })
    fc.assert(
      fc.property(entries, (entries) => {
        expect(decodeBundle(encodeBundle(entries))).toEqual(entries)
      }),
    )
  })

  it('holds entries of 65,535 bytes', () =>
    expect(decodeBundle(encodeBundle([new Uint8Array(65_535)]))?.[0]?.length).toBe(65_535))

  const whole = encodeBundle([utf8('alpha'), utf8('beta')])
  it.each([
    ['that is cut in an entry', whole.subarray(0, -1)],
    ['that is cut in a length', whole.subarray(0, 8)],
    ['of more than 256 entries', encodeBundle(Array.from({ length: 257 }, () => utf8('x')))],
  ])('is not one %s', (_, bundle) => expect(decodeBundle(bundle)).toBeNull())
})
