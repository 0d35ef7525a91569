import { createHash, createHmac } from 'node:crypto'
import { count } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { commitDocument } from '../../src/documents/commit-document.ts'
import { documents } from '../../src/documents/schema.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { pauseAppendsWhen } from '../../src/ledger/append-pause.ts'
import { checkpointMemory } from '../../src/ledger/deployment-memory.ts'
import { decodeEntry } from '../../src/ledger/entry.ts'
import { leafHash } from '../../src/ledger/hash.ts'
import { verifyTlogProof } from '../../src/ledger/proof.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { diskFull } from '../../src/ledger/refusals.ts'
import { ledgerHead } from '../../src/ledger/schema.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { hex } from '../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { noteKey } from '../../src/signing/note.ts'
import { databaseTest as it, ownDatabase } from '../support/database.ts'
import { officesAlone, somebody } from '../support/staff.ts'

const digestOf = (text: string) => new Uint8Array(createHash('sha256').update(text).digest())

/** A province's clerk, on a database that really commits. */
async function clerkAt(database: Database) {
  const alone = await officesAlone(database)
  const dataDir = mkdtempSync(join(tmpdir(), 'zhengxin-documents-'))
  const ctx: Context = { ...alone.ctx, config: { ...alone.ctx.config, dataDir } }
  await publishCheckpoint(ctx, checkpointMemory(ctx.config))
  const officeId = alone.ids.province
  return { ctx, officeId, clerk: await somebody(ctx, { officeId, roles: ['clerk'], person: 1 }) }
}

const sizeOf = async ({ database }: Context) => (await database.read.select().from(ledgerHead))[0]?.size

describe('committing documents', () => {
  it('answers each of many callers with its place, a proof and an opening that check out', async () => {
    const database = await ownDatabase()
    const { ctx, officeId, clerk } = await clerkAt(database)
    const before = (await sizeOf(ctx)) ?? 0n
    const digests = Array.from({ length: 50 }, (_, i) => digestOf(`document ${i}`))
    const receipts = await Promise.all(
      digests.map((digest) => commitDocument(clerk, { officeId, kind: 'minutes', digest })),
    )
    const key = noteKey('rcps.example.gov.cn/ledger', ctx.keyring.ledger.publicKey)
    for (const [i, { index, entry, proof, answer }] of receipts.entries()) {
      expect(verifyTlogProof(proof, leafHash(entry), key, verifyEd25519)).toMatchObject({
        kind: 'included',
        index,
      })
      const decoded = decodeEntry(entry)
      if (decoded.kind === 'broken') throw new Error(decoded.rule)
      const { record, commitments, facts } = decoded.entry
      // As /openapi.json and the ledger's README tell outsiders, with nothing of ours.
      const opened = createHmac('sha256', answer.salt).update(`zhengxin/v1|document|digest|${record}|`)
      expect(commitments?.document).toBe(opened.update(digests[i]!).digest('base64url'))
      expect(facts).toEqual({ kind: 'minutes' })
      expect(Buffer.from(entry).toString()).not.toContain(hex(digests[i]!))
    }
    expect(new Set(receipts.map(({ index }) => index)).size).toBe(50)
    // Far fewer groups than callers: each group adds its documents and at most one anchor of the trail.
    expect((await sizeOf(ctx)) as bigint).toBeLessThan(before + 50n + 10n)
    const memory = checkpointMemory(ctx.config)
    expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
    await database.close()
  })

  it('gives the same place to the same client, kind and digest, together or later', async () => {
    const database = await ownDatabase()
    const { ctx, officeId, clerk } = await clerkAt(database)
    const digest = digestOf('one')
    const asked = { officeId, kind: 'minutes', digest }
    const together = await Promise.all([1, 2, 3].map(() => commitDocument(clerk, asked)))
    const later = await commitDocument(clerk, asked)
    for (const receipt of together) {
      expect(receipt.index).toBe(later.index)
      expect(receipt.answer).toEqual(later.answer)
    }
    expect((await commitDocument(clerk, { ...asked, kind: 'decision' })).index).not.toBe(later.index)
    const other = await somebody(ctx, { officeId, roles: ['clerk'], person: 2 })
    expect((await commitDocument(other, asked)).index).not.toBe(later.index)
    expect((await ctx.database.read.select({ n: count() }).from(documents))[0]?.n).toBe(3)
    await database.close()
  })

  it('is refused to a visitor, the console and whoever lacks the role, and leaves no trace', async ({
    database,
  }) => {
    const { ctx, officeId } = await clerkAt(database)
    const reviewer = await somebody(ctx, { officeId, roles: ['sealer'], person: 3 })
    const before = await sizeOf(ctx)
    const asked = { officeId, kind: 'minutes', digest: digestOf('no') }
    await expect(commitDocument(ctx, asked)).rejects.toMatchObject({ code: 'documents/not-a-client' })
    await expect(commitDocument(reviewer, asked)).rejects.toMatchObject({ code: 'identity/not-allowed' })
    expect(await sizeOf(ctx)).toBe(before)
  })

  it('refuses one caller of a group alone, and records nothing of it', async () => {
    const database = await ownDatabase()
    const { ctx, officeId, clerk } = await clerkAt(database)
    const reviewer = await somebody(ctx, { officeId, roles: ['sealer'], person: 3 })
    const asked = (i: number) => ({ officeId, kind: 'minutes', digest: digestOf(`mixed ${i}`) })
    const settled = await Promise.allSettled(
      [clerk, reviewer, clerk].map((caller, i) => commitDocument(caller, asked(i))),
    )
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(settled[1]).toMatchObject({ reason: { code: 'identity/not-allowed' } })
    const stored = await ctx.database.read.select().from(documents)
    expect(stored.map(({ clientId }) => clientId)).toEqual([clerk, clerk].map(({ actor }) => actor.accountId))
    await database.close()
  })

  it('fails cleanly for every caller of a group that cannot be written, and goes on after', async () => {
    const database = await ownDatabase()
    const { ctx, officeId, clerk } = await clerkAt(database)
    const before = await sizeOf(ctx)
    const resume = pauseAppendsWhen(() => diskFull('/data', 1, 2))
    const asked = (i: number) => ({ officeId, kind: 'minutes', digest: digestOf(`full ${i}`) })
    const settled = await Promise.allSettled([0, 1, 2].map((i) => commitDocument(clerk, asked(i))))
    for (const each of settled)
      expect(each).toMatchObject({ status: 'rejected', reason: { code: 'ledger/disk-full' } })
    expect(await sizeOf(ctx)).toBe(before)
    expect((await ctx.database.read.select({ n: count() }).from(documents))[0]?.n).toBe(0)
    resume()
    expect((await commitDocument(clerk, asked(0))).index).toBeGreaterThan(0n)
    await database.close()
  })
})
