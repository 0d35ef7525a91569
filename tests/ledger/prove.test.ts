import { asc, inArray } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { noteKey } from '../../src/signing/note.ts'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { treeRoot, verifyConsistency, verifyInclusion } from '../../src/ledger/merkle.ts'
import { verifyTlogProof } from '../../src/ledger/proof.ts'
import {
  proveConsistency,
  proveEntries,
  proveEntry,
  proveInclusion,
  type PlacedEntry,
} from '../../src/ledger/prove.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { append, ledgerOf, memoryOf, ORIGIN, tamper } from './ledger-at-work.ts'

describe('proofs from tiles', () => {
  it('prove every entry and every earlier tree, whatever has grown since', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 700)
    const { read } = database
    const leaves = (await read.select().from(ledgerEntries).orderBy(asc(ledgerEntries.index))).map(
      ({ leaf }) => leaf,
    )
    const rootAt = (size: bigint) => treeRoot(leaves.slice(0, Number(size)))
    const noteOf = (size: bigint, root: Uint8Array) =>
      signCheckpoint({ origin: ORIGIN, size, root }, ctx.keyring.ledger)
    const places = [0n, 1n, 254n, 255n, 256n, 257n, 511n, 512n, 640n, 698n]
    for (const size of [1n, 2n, 255n, 256n, 257n, 513n, 699n, 700n]) {
      const root = rootAt(size)
      for (const index of places.filter((place) => place < size)) {
        const leaf = leaves[Number(index)] as Uint8Array
        const proof = await proveInclusion(read, { index, leaf }, noteOf(size, root))
        expect(verifyInclusion({ leaf, index, size, proof, root })).toBe(true)
      }
      for (const oldSize of places.filter((place) => place > 0n && place <= size)) {
        const proof = await proveConsistency(read, oldSize, { size, root })
        const claim = { oldSize, newSize: size, oldRoot: rootAt(oldSize), newRoot: root, proof }
        expect(verifyConsistency(claim)).toBe(true)
      }
    }
  })

  it('come with the latest published checkpoint, and not before', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 3)
    await expect(proveEntry(database.read, 1n)).rejects.toMatchObject({ code: 'ledger/not-published' })
    await publishCheckpoint(ctx, memoryOf())
    const later = await append(ctx, 1)
    expect(later).toMatchObject([{ index: 3n }])
    await expect(proveEntry(database.read, 3n)).rejects.toMatchObject({
      code: 'ledger/not-published',
      kind: 'not-found',
    })

    const key = noteKey(ORIGIN, ctx.keyring.ledger.publicKey)
    const entries = await database.read
      .select()
      .from(ledgerEntries)
      .orderBy(asc(ledgerEntries.index))
      .limit(3)
    const leafOf = (index: number) => entries[index]?.leaf ?? new Uint8Array()
    const asked = [2, 0, 1].map((index) => ({ index: BigInt(index), leaf: leafOf(index) }))
    const proofs = await proveEntries(database.read, asked)
    for (const [i, index] of [2, 0, 1].entries()) {
      const leaf = leafOf(index)
      expect(verifyTlogProof(proofs[i] ?? '', leaf, key, verifyEd25519)).toEqual({
        kind: 'included',
        origin: ORIGIN,
        index: BigInt(index),
        size: 3n,
      })
    }
  })

  it('are verified before they are handed out: none comes from tiles that were altered', async ({
    database,
  }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 600)
    const { note, ...checkpoint } = await publishCheckpoint(ctx, memory)
    const { read } = database
    const [five, six] = (
      await read
        .select()
        .from(ledgerEntries)
        .where(inArray(ledgerEntries.index, [5n, 6n]))
        .orderBy(asc(ledgerEntries.index))
    ).map(({ index, leaf }) => ({ index, leaf })) as [PlacedEntry, PlacedEntry]
    const ways = [
      () => proveEntry(read, 5n),
      () => proveInclusion(read, five, note),
      () => proveEntries(read, [five, six]),
      () => proveConsistency(read, 5n, checkpoint),
    ]
    for (const prove of ways) expect(await prove()).not.toHaveLength(0)
    const swapped = { ...five, leaf: six.leaf }
    await expect(proveInclusion(read, swapped, note)).rejects.toMatchObject({ code: 'ledger/altered' })
    await expect(proveEntries(read, [swapped, six])).rejects.toMatchObject({ code: 'ledger/altered' })
    await tamper(
      database.read,
      `update ledger_tiles set hashes = overlay(hashes placing '\\xabababababababab' from 129) where level = 0 and tile = 0`,
    )
    for (const prove of ways) await expect(prove()).rejects.toMatchObject({ code: 'ledger/altered' })
    expect(await proveEntry(database.read, 300n)).toContain('index 300')
  })

  it('go by the ledger that is there, when another was proven before it', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 600)
    await publishCheckpoint(ctx, memoryOf())
    await proveEntry(database.read, 599n)
    await tamper(
      database.read,
      'delete from ledger_head; delete from ledger_entries; delete from ledger_tiles; delete from ledger_checkpoints',
    )
    await ledgerOf(ctx, 600)
    const { note } = await publishCheckpoint(ctx, memoryOf())
    expect(await proveEntry(database.read, 599n)).toContain(note)
  })
})
