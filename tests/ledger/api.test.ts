import { asc } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { fromUtf8 } from '../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { parseVkey, type NoteKey } from '../../src/signing/note.ts'
import type { Context } from '../../src/platform/context.ts'
import { openCheckpoint } from '../../src/ledger/checkpoint.ts'
import { leafHash } from '../../src/ledger/hash.ts'
import { treeRoot } from '../../src/ledger/merkle.ts'
import { verifyTlogProof } from '../../src/ledger/proof.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { decodeBundle, splitHashes } from '../../src/ledger/tile.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { append, ledgerOf, memoryOf, ORIGIN, served, tamper } from './ledger-at-work.ts'

async function bytesOf(response: Response | Promise<Response>): Promise<Uint8Array> {
  const answered = await response
  expect(answered.status).toBe(200)
  return new Uint8Array(await answered.arrayBuffer())
}

/** 600 entries, of which 530 are published. */
async function ledgerServed(ctx: Context) {
  await ledgerOf(ctx, 530)
  await publishCheckpoint(ctx, memoryOf())
  await append(ctx, 70)
  return served(ctx)
}

describe('an outsider', () => {
  it('audits the published log from nothing but what is served', async ({ database }) => {
    const app = await ledgerServed(testContext(database))
    const key = parseVkey(fromUtf8(await bytesOf(app.request('/ledger/vkey'))).trimEnd()) as NoteKey
    expect(key.name).toBe(ORIGIN)
    const checkpoint = openCheckpoint(
      fromUtf8(await bytesOf(app.request('/ledger/checkpoint'))),
      [key],
      verifyEd25519,
    )
    if (checkpoint.kind !== 'signed') throw new Error(checkpoint.kind)
    expect(checkpoint.size).toBe(530n)

    const tiles = ['000', '001', '002.p/18']
    const leaves: Uint8Array[] = []
    for (const tile of tiles) {
      const entries = decodeBundle(await bytesOf(app.request(`/ledger/tile/entries/${tile}`))) ?? []
      const hashes = entries.map(leafHash)
      expect(splitHashes(await bytesOf(app.request(`/ledger/tile/0/${tile}`)))).toEqual(hashes)
      leaves.push(...hashes)
    }
    expect(treeRoot(leaves)).toEqual(checkpoint.root)
    const above = [treeRoot(leaves.slice(0, 256)), treeRoot(leaves.slice(256, 512))]
    expect(splitHashes(await bytesOf(app.request('/ledger/tile/1/000.p/2')))).toEqual(above)

    for (const index of [0, 255, 256, 529]) {
      const proof = fromUtf8(await bytesOf(app.request(`/ledger/proof/${index}`)))
      expect(verifyTlogProof(proof, leaves[index] as Uint8Array, key, verifyEd25519).kind).toBe('included')
    }
  })

  it('gets a partial tile of any earlier checkpoint, the beginning of the later', async ({ database }) => {
    const app = await ledgerServed(testContext(database))
    const full = await bytesOf(app.request('/ledger/tile/0/001'))
    expect(await bytesOf(app.request('/ledger/tile/0/001.p/7'))).toEqual(full.subarray(0, 7 * 32))
    const bundle = decodeBundle(await bytesOf(app.request('/ledger/tile/entries/001')))
    expect(decodeBundle(await bytesOf(app.request('/ledger/tile/entries/001.p/7')))).toEqual(
      bundle?.slice(0, 7),
    )
  })

  it('does not get what does not exist, or not yet', async ({ database }) => {
    const app = await ledgerServed(testContext(database))
    for (const [what, path] of [
      ['a tile wider than what is published', 'tile/0/002.p/19'],
      ['a bundle wider than what is published', 'tile/entries/002.p/19'],
      ['a full tile that is not full yet', 'tile/0/002'],
      ['a tile past the end', 'tile/0/003.p/1'],
      ['a level that has no tile yet', 'tile/2/000.p/1'],
      ['a full tile with its width', 'tile/0/000.p/256'],
      ['an empty tile', 'tile/0/002.p/0'],
      ['a path with more digits than it needs', 'tile/0/x000/001'],
      ['a path with an escaped slash', 'tile/0%2F000'],
      ['no path', 'tile/'],
      ['the old name of bundles', 'tile/data/000'],
      ['a proof of an entry that is not published', 'proof/530'],
      ['a proof of an entry that will never be', 'proof/99999999999999999999'],
      ['a proof of a number with a leading zero', 'proof/01'],
      ['a proof of a negative number', 'proof/-1'],
    ]) {
      const { status, headers } = await app.request(`/ledger/${path}`)
      expect([what, status, headers.get('Cache-Control')]).toEqual([what, 404, 'no-store'])
    }
  })

  it('gets 404 for everything before the first checkpoint', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 300)
    for (const path of ['checkpoint', 'tile/0/000', 'tile/entries/000', 'proof/0'])
      expect((await served(ctx).request(`/ledger/${path}`)).status).toBe(404)
  })

  it('is told how long each thing lasts, and is not sent the same twice', async ({ database }) => {
    const app = await ledgerServed(testContext(database))
    for (const [path, type, caching] of [
      ['checkpoint', 'text/plain; charset=utf-8', 'public, max-age=5'],
      ['vkey', 'text/plain; charset=utf-8', 'public, max-age=5'],
      ['proof/7', 'text/plain; charset=utf-8', 'public, max-age=5'],
      ['tile/0/000', 'application/octet-stream', 'public, max-age=31536000, immutable'],
      ['tile/entries/000', 'application/octet-stream', 'public, max-age=31536000, immutable'],
    ] as const) {
      const { headers } = await app.request(`/ledger/${path}`)
      expect([path, headers.get('Content-Type'), headers.get('Cache-Control')]).toEqual([path, type, caching])
      const again = await app.request(`/ledger/${path}`, {
        headers: { 'If-None-Match': headers.get('ETag') ?? '' },
      })
      expect([path, again.status]).toEqual([path, 304])
    }
  })

  it('is refused, not given a gap to cache, when published entries are gone', async ({ database }) => {
    const ctx = testContext(database)
    const app = await ledgerServed(ctx)
    await tamper(
      database.read,
      'delete from ledger_entries where index = 3; delete from ledger_tiles where tile = 1',
    )
    for (const path of ['tile/entries/000', 'tile/0/001', 'proof/300'])
      expect((await app.request(`/ledger/${path}`)).status).toBe(503)
    const entries = await database.read
      .select()
      .from(ledgerEntries)
      .orderBy(asc(ledgerEntries.index))
      .limit(4)
    expect(entries.at(-1)?.index).toBe(4n)
  })
})
