import { asc } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { appendEntries } from '../../src/ledger/append.ts'
import { beginLedger, ledgerOrigin } from '../../src/ledger/begin.ts'
import { decodeEntry, entryRecord } from '../../src/ledger/entry.ts'
import { CHAIN_START, chainHash, leafHash } from '../../src/ledger/hash.ts'
import { treeRoot } from '../../src/ledger/merkle.ts'
import { ledgerEntries, ledgerHead, ledgerTiles } from '../../src/ledger/schema.ts'
import { base64url, concat } from '../../src/signing/bytes.ts'
import type { Handle } from '../../src/platform/database.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { append, drafts, ledgerOf, ORIGIN, tamper } from './ledger-at-work.ts'

const headOf = async (handle: Handle) => (await handle.select().from(ledgerHead))[0]
const entriesOf = (handle: Handle) => handle.select().from(ledgerEntries).orderBy(asc(ledgerEntries.index))

/** Head, chain and every tile, against the tree of all leaves in memory. */
async function expectWholeLedger(handle: Handle): Promise<void> {
  const entries = await entriesOf(handle)
  expect(entries.map(({ index }) => index)).toEqual(entries.map((_, i) => BigInt(i)))
  const leaves = entries.map(({ body }) => leafHash(body))
  let chain = CHAIN_START
  for (const [i, entry] of entries.entries()) {
    expect(entry.leaf).toEqual(leaves[i])
    chain = chainHash(chain, entry.leaf)
    expect(entry.chain).toEqual(chain)
  }
  expect(await headOf(handle)).toEqual({
    id: 1,
    size: BigInt(leaves.length),
    root: treeRoot(leaves),
    chain,
    day: '2026-11-21',
  })

  const tiles = await handle.select().from(ledgerTiles).orderBy(asc(ledgerTiles.level), asc(ledgerTiles.tile))
  const expected = []
  for (let level = 0, nodes = leaves; nodes.length > 0; level++) {
    const above: Uint8Array[] = []
    for (let at = 0; at < nodes.length; at += 256) {
      const hashes = nodes.slice(at, at + 256)
      expected.push({ level, tile: BigInt(at / 256), hashes: concat(...hashes) })
      if (hashes.length === 256) above.push(treeRoot(hashes))
    }
    nodes = above
  }
  expect(tiles).toEqual(expected)
}

describe('beginning the ledger', () => {
  it('writes the genesis entry, which names it for ever', async ({ database }) => {
    const ctx = testContext(database)
    await beginLedger(ctx, ORIGIN)
    const [genesis] = await entriesOf(database.read)
    const decoded = decodeEntry(genesis?.body ?? new Uint8Array())
    expect(decoded).toMatchObject({
      entry: { type: 'ledger.genesis', day: '2026-11-21', facts: { origin: ORIGIN } },
    })
    expect(await ledgerOrigin(database.read)).toBe(ORIGIN)
    await expectWholeLedger(database.read)
  })

  it('again changes nothing, and never its name', async ({ database }) => {
    const ctx = testContext(database)
    await beginLedger(ctx, ORIGIN)
    const before = await entriesOf(database.read)
    await beginLedger(ctx, ORIGIN)
    await expect(beginLedger(ctx, 'other.example/ledger')).rejects.toMatchObject({
      code: 'ledger/another-origin',
    })
    expect(await entriesOf(database.read)).toEqual(before)
  })
})

describe('appending', () => {
  it('is refused before the ledger has begun', async ({ database }) => {
    await expect(append(testContext(database), 1)).rejects.toMatchObject({ code: 'ledger/not-begun' })
  })

  it('of batches of any sizes makes the tree of all entries', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 1)
    let size = 1n
    for (const count of [1, 0, 1, 62, 190, 1, 1, 2, 255, 256, 257, 600]) {
      const appended = await append(ctx, count)
      expect(appended.map(({ index }) => index)).toEqual(
        Array.from({ length: count }, (_, i) => size + BigInt(i)),
      )
      size += BigInt(count)
    }
    await expectWholeLedger(database.read)
  })

  it('puts an anchor of the chain at every 4,096th place', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 4_090)
    const appended = await append(ctx, 10)
    expect(appended.map(({ index }) => Number(index))).toEqual([
      4090, 4091, 4092, 4093, 4094, 4095, 4097, 4098, 4099, 4100,
    ])
    const entries = await entriesOf(database.read)
    expect(decodeEntry(entries[4096]?.body ?? new Uint8Array())).toMatchObject({
      entry: {
        type: 'chain.anchor',
        facts: { size: 4096, chain: base64url(entries[4095]?.chain ?? new Uint8Array()) },
      },
    })
    await expectWholeLedger(database.read)
  })

  it('waits with the anchor for the entry after it', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 4_096)
    expect((await headOf(database.read))?.size).toBe(4_096n)
    expect((await append(ctx, 1)).map(({ index }) => index)).toEqual([4_097n])
  })

  it('leaves no trace when the caller’s transaction fails', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 3)
    const failing = database.transaction(async (tx) => {
      await appendEntries(tx, drafts(ctx, 300))
      throw new Error('the act failed after all')
    })
    await expect(failing).rejects.toThrow('the act failed after all')
    await append(ctx, 1)
    await expectWholeLedger(database.read)
  })

  it('of one record twice is a bug, and changes nothing', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 1)
    const draft = { type: 'key.added', record: entryRecord(new Uint8Array(16)), day: ctx.today() } as const
    await expect(database.transaction((tx) => appendEntries(tx, [draft, draft]))).rejects.toThrow(
      'ledger_entries',
    )
    await expectWholeLedger(database.read)
  })

  it.for([
    ['a head whose root was altered', `update ledger_head set root = decode(repeat('00', 32), 'hex')`],
    ['a tile that was altered', `update ledger_tiles set hashes = decode(repeat('00', 32 * 5), 'hex')`],
    ['a tile that was deleted', 'delete from ledger_tiles'],
  ])('stops at %s', async ([, statement], { database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 5)
    await tamper(database.read, statement as string)
    await expect(append(ctx, 1)).rejects.toMatchObject({ code: 'ledger/altered' })
  })
})
