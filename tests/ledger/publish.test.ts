import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it as plainIt } from 'vitest'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import { noteKey } from '../../src/signing/note.ts'
import type { Context } from '../../src/platform/context.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import { checkpointFile } from '../../src/ledger/checkpoint-memory.ts'
import { openCheckpoint, signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { openLedger } from '../../src/ledger/open.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerCheckpoints, ledgerHead } from '../../src/ledger/schema.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { append, ledgerOf, memoryOf, ORIGIN, tamper } from './ledger-at-work.ts'

const keyOf = (ctx: Context) => noteKey(ORIGIN, ctx.keyring.ledger.publicKey)
const checkpointsOf = (ctx: Context) => ctx.database.read.select().from(ledgerCheckpoints)

/** The same deployment with another ledger key. */
const withOtherKey = (ctx: Context): Context => ({
  ...ctx,
  keyring: { ...ctx.keyring, ledger: ed25519Signer(new Uint8Array(32).fill(99)) },
})

describe('publishing', () => {
  it('signs the head, remembers it outside and keeps it', async ({ database }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 300)
    const published = await publishCheckpoint(ctx, memory)
    const [head] = await database.read.select().from(ledgerHead)
    expect(openCheckpoint(published.note, [keyOf(ctx)], verifyEd25519)).toEqual({
      kind: 'signed',
      origin: ORIGIN,
      size: 300n,
      root: head?.root,
      signers: [keyOf(ctx)],
    })
    expect(memory.note).toBe(published.note)
    expect(await checkpointsOf(ctx)).toEqual([{ size: 300n, note: published.note }])
  })

  it('again without anything new is the same note', async ({ database }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 2)
    const first = await publishCheckpoint(ctx, memory)
    expect(await publishCheckpoint(ctx, memory)).toMatchObject({ size: 2n, note: first.note })
    await append(ctx, 1)
    expect((await publishCheckpoint(ctx, memory)).size).toBe(3n)
    expect((await checkpointsOf(ctx)).map(({ size }) => size)).toEqual([2n, 3n])
  })

  it('recomputes more entries than it reads at a time, and compares every tile', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 21_400)
    // Whether a statement met a reading under way was a matter of milliseconds.
    for (let attempt = 0; attempt < 4; attempt++) {
      await tamper(database.read, 'delete from ledger_checkpoints')
      expect((await publishCheckpoint(ctx, memoryOf())).size).toBe(21_405n)
    }
    await tamper(
      database.read,
      `delete from ledger_checkpoints;
        update ledger_tiles set hashes = overlay(hashes placing '\\x0000' from 1) where level = 0 and tile = 3`,
    )
    await expect(publishCheckpoint(ctx, memoryOf())).rejects.toMatchObject({ code: 'ledger/altered' })
  })

  it('fails after remembering but before storing: the next one catches up', async ({ database }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 5)
    const { note } = await publishCheckpoint(ctx, memory)
    await tamper(database.read, 'delete from ledger_checkpoints')
    expect((await publishCheckpoint(ctx, memory)).note).toBe(note)
    expect(await checkpointsOf(ctx)).toEqual([{ size: 5n, note }])
  })

  it('fails when it cannot be remembered, and publishes nothing', async ({ database }) => {
    const ctx = testContext(database)
    const full = { read: () => Promise.resolve(null), write: () => Promise.reject(new Error('disk full')) }
    await ledgerOf(ctx, 5)
    await expect(publishCheckpoint(ctx, full)).rejects.toThrow('disk full')
    expect(await checkpointsOf(ctx)).toEqual([])
  })

  it.for([
    ['a body', `update ledger_entries set body = body || '\\x20' where index = 4`, '4'],
    ['a leaf', `update ledger_entries set leaf = decode(repeat('ab', 32), 'hex') where index = 4`, '4'],
    [
      'a chain value',
      `update ledger_entries set chain = decode(repeat('ab', 32), 'hex') where index = 4`,
      '4',
    ],
    ['a record', `update ledger_entries set record = 'x' where index = 4`, '4'],
    ['a deleted entry', 'delete from ledger_entries where index = 4', '4'],
    ['a deleted last entry', 'delete from ledger_entries where index = 5', '5'],
  ])(
    'refuses to sign over %s that was altered since the last',
    async ([, statement, index], { database }) => {
      const ctx = testContext(database)
      const memory = memoryOf()
      await ledgerOf(ctx, 3)
      const { note } = await publishCheckpoint(ctx, memory)
      await append(ctx, 3)
      await tamper(database.read, statement as string)
      await expect(publishCheckpoint(ctx, memory)).rejects.toMatchObject({
        code: 'ledger/altered',
        facts: { index },
      })
      expect(memory.note).toBe(note)
      expect((await checkpointsOf(ctx)).length).toBe(1)
    },
  )

  it.for([
    ['size', 'update ledger_head set size = 5'],
    ['root', `update ledger_head set root = decode(repeat('ab', 32), 'hex')`],
    ['chain', `update ledger_head set chain = decode(repeat('ab', 32), 'hex')`],
    ['newest tile', `update ledger_tiles set hashes = overlay(hashes placing '\\x00' from 170)`],
  ])(
    'refuses to sign a head whose %s is not what the entries make it',
    async ([, statement], { database }) => {
      const ctx = testContext(database)
      const memory = memoryOf()
      await ledgerOf(ctx, 3)
      await publishCheckpoint(ctx, memory)
      await append(ctx, 3)
      await tamper(database.read, statement as string)
      await expect(publishCheckpoint(ctx, memory)).rejects.toMatchObject({ code: 'ledger/altered' })
    },
  )
})

describe('a ledger at start', () => {
  it('that never was may be begun', async ({ database }) => {
    expect(await openLedger(testContext(database), memoryOf())).toBeNull()
  })

  it('opens as it was published, and when it has grown since', async ({ database }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 3)
    expect(await openLedger(ctx, memory)).toEqual({ origin: ORIGIN, size: 3n })
    await publishCheckpoint(ctx, memory)
    expect(await openLedger(ctx, memory)).toEqual({ origin: ORIGIN, size: 3n })
    await append(ctx, 400)
    expect(await openLedger(ctx, memory)).toEqual({ origin: ORIGIN, size: 403n })
  })

  /** Opening and publishing must both say no, and leave what they found. */
  async function expectRefused(ctx: Context, note: string | null, code: string): Promise<void> {
    const memory = memoryOf(note)
    const before = await checkpointsOf(ctx)
    await expect(openLedger(ctx, memory)).rejects.toMatchObject({ code, kind: 'unavailable' })
    await expect(publishCheckpoint(ctx, memory)).rejects.toMatchObject({ code })
    expect(memory.note).toBe(note)
    expect(await checkpointsOf(ctx)).toEqual(before)
  }

  async function published(ctx: Context, size: number): Promise<string> {
    const memory = memoryOf()
    await ledgerOf(ctx, size)
    return (await publishCheckpoint(ctx, memory)).note
  }

  it('is refused with another key', async ({ database }) => {
    const ctx = testContext(database)
    const note = await published(ctx, 3)
    await expectRefused(withOtherKey(ctx), note, 'ledger/wrong-key')
    await tamper(database.read, 'delete from ledger_checkpoints')
    await expectRefused(withOtherKey(ctx), note, 'ledger/wrong-key')
  })

  it('is refused with another name', async ({ database }) => {
    const ctx = testContext(database)
    await beginLedger(ctx, ORIGIN)
    const renamed = { ...ctx, config: { ...ctx.config, ledgerOrigin: 'other.example/ledger' } }
    await expect(openLedger(renamed, memoryOf())).rejects.toMatchObject({ code: 'ledger/another-origin' })
  })

  it('is refused when it is empty though something was published', async ({ database }) => {
    const ctx = testContext(database)
    const checkpoint = { origin: ORIGIN, size: 7n, root: new Uint8Array(32) }
    const memory = memoryOf(signCheckpoint(checkpoint, ctx.keyring.ledger))
    await expect(openLedger(ctx, memory)).rejects.toMatchObject({
      code: 'ledger/empty-but-published',
      facts: { publishedSize: '7' },
    })
    await expect(openLedger(ctx, memoryOf('half a no'))).rejects.toMatchObject({
      code: 'ledger/memory-unreadable',
    })
  })

  it('is refused when it is shorter than what was published', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 3)
    const note = signCheckpoint({ origin: ORIGIN, size: 4n, root: new Uint8Array(32) }, ctx.keyring.ledger)
    await expectRefused(ctx, note, 'ledger/rolled-back')
  })

  it('is refused when it ends before a checkpoint it holds itself, though the memory is older', async ({
    database,
  }) => {
    const ctx = testContext(database)
    const note = await published(ctx, 3)
    await append(ctx, 2)
    await publishCheckpoint(ctx, memoryOf(note))
    await tamper(database.read, 'delete from ledger_entries where index = 4; update ledger_head set size = 4')
    await expectRefused(ctx, note, 'ledger/rolled-back')
  })

  it('is refused when it is not what it signed after an older memory', async ({ database }) => {
    const ctx = testContext(database)
    const note = await published(ctx, 3)
    const [head] = await database.read.select().from(ledgerHead)
    for (let i = 0; i < 2; i++) {
      await append(ctx, 2)
      await publishCheckpoint(ctx, memoryOf(note))
    }
    expect((await checkpointsOf(ctx)).map(({ size }) => size)).toEqual([3n, 5n, 7n])
    await tamper(
      database.read,
      'delete from ledger_entries where index >= 3; update ledger_tiles set hashes = substring(hashes from 1 for 96)',
    )
    await database.read.update(ledgerHead).set(head!)
    await append(ctx, 5)
    await expectRefused(ctx, note, 'ledger/forked')
    await tamper(database.read, 'delete from ledger_checkpoints where size = 5')
    await expectRefused(ctx, note, 'ledger/forked')
  })

  it.for([3, 5])(
    'is refused when it has another root than what was published at 3 of %i',
    async (size, { database }) => {
      const ctx = testContext(database)
      await ledgerOf(ctx, size)
      const fork = { origin: ORIGIN, size: 3n, root: new Uint8Array(32) }
      await expectRefused(ctx, signCheckpoint(fork, ctx.keyring.ledger), 'ledger/forked')
    },
  )

  it('is refused when the memory outside is lost, cut or altered', async ({ database }) => {
    const ctx = testContext(database)
    const note = await published(ctx, 3)
    await expectRefused(ctx, null, 'ledger/memory-missing')
    await expectRefused(ctx, note.slice(0, 60), 'ledger/memory-unreadable')
    await expectRefused(ctx, note.replace('\n3\n', '\n4\n'), 'ledger/memory-unreadable')
  })
})

describe('a checkpoint file', () => {
  plainIt('holds the last note, and nothing of an unfinished one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhengxin-checkpoint-'))
    const path = join(folder, 'new', 'checkpoint')
    const memory = checkpointFile(path)
    expect(await memory.read()).toBeNull()
    await memory.write('one\n')
    await memory.write('two\n')
    expect(await memory.read()).toBe('two\n')
    expect(readFileSync(path, 'utf8')).toBe('two\n')
    expect(readdirSync(join(folder, 'new'))).toEqual(['checkpoint'])
    await expect(checkpointFile(folder).read()).rejects.toMatchObject({ code: 'EISDIR' })
    rmSync(folder, { recursive: true })
  })
})
