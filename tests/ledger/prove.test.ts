import { asc } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { noteKey } from '../../src/signing/note.ts'
import { treeRoot, verifyConsistency, verifyInclusion } from '../../src/ledger/merkle.ts'
import { verifyTlogProof } from '../../src/ledger/proof.ts'
import { proveConsistency, proveEntries, proveEntry, proveInclusion } from '../../src/ledger/prove.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { append, ledgerOf, memoryOf, ORIGIN } from './ledger-at-work.ts'

describe('proofs from tiles', () => {
  it('prove every entry and every earlier tree, whatever has grown since', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 700)
    const { read } = database
    const leaves = (await read.select().from(ledgerEntries).orderBy(asc(ledgerEntries.index))).map(
      ({ leaf }) => leaf,
    )
    const rootAt = (size: bigint) => treeRoot(leaves.slice(0, Number(size)))
    const places = [0n, 1n, 254n, 255n, 256n, 257n, 511n, 512n, 640n, 698n]
    for (const size of [1n, 2n, 255n, 256n, 257n, 513n, 699n, 700n]) {
      const root = rootAt(size)
      for (const index of places.filter((place) => place < size)) {
        const proof = await proveInclusion(read, index, size)
        expect(verifyInclusion({ leaf: leaves[Number(index)] as Uint8Array, index, size, proof, root })).toBe(
          true,
        )
      }
      for (const oldSize of places.filter((place) => place > 0n && place <= size)) {
        const proof = await proveConsistency(read, oldSize, size)
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
    const proofs = await proveEntries(database.read, [2n, 0n, 1n])
    for (const [i, index] of [2, 0, 1].entries()) {
      const leaf = entries[index]?.leaf ?? new Uint8Array()
      expect(verifyTlogProof(proofs[i] ?? '', leaf, key, verifyEd25519)).toEqual({
        kind: 'included',
        origin: ORIGIN,
        index: BigInt(index),
        size: 3n,
      })
    }
  })
})
