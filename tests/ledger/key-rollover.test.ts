import { describe, expect } from 'vitest'
import { auditLedger } from '../../src/ledger/audit.ts'
import { openCheckpoint } from '../../src/ledger/checkpoint.ts'
import { openLedger } from '../../src/ledger/open.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { latestCheckpoint } from '../../src/ledger/refuse-if-behind.ts'
import type { Context } from '../../src/platform/context.ts'
import { base64, concat } from '../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import type { KeyRecord } from '../../src/signing/keyring.ts'
import { noteKey, parseVkey } from '../../src/signing/note.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { rolled } from '../support/rolled.ts'
import { append, ledgerOf, memoryOf, ORIGIN, served, tamper } from './ledger-at-work.ts'

const auditOf = (ctx: Context, memory: ReturnType<typeof memoryOf>) =>
  auditLedger(ctx, { sealedTables: [], memory })

describe('after its key was rolled over, a ledger', () => {
  it('opens, goes on, and audits with the checkpoints of both keys', async ({ database }) => {
    const old = testContext(database)
    const memory = memoryOf()
    await ledgerOf(old, 5)
    await publishCheckpoint(old, memory)
    const ctx = rolled(old)
    expect(await openLedger(ctx, memory)).toEqual({ origin: ORIGIN, size: 5n })
    await append(ctx, 2)
    const { note } = await publishCheckpoint(ctx, memory)
    const fresh = noteKey(ORIGIN, ctx.keyring.ledger.publicKey)
    expect(openCheckpoint(note, [fresh], verifyEd25519)).toMatchObject({ kind: 'signed', size: 7n })
    expect(await auditOf(ctx, memory)).toEqual({ entries: 7, rows: 0, defects: [] })
  })

  it('signs its idle head with the new key beside the old, so that either key opens it', async ({
    database,
  }) => {
    const old = testContext(database)
    const memory = memoryOf()
    await ledgerOf(old, 5)
    await publishCheckpoint(old, memory)
    const ctx = rolled(old)
    const { note } = await publishCheckpoint(ctx, memory)
    for (const { keyring } of [old, ctx]) {
      const key = noteKey(ORIGIN, keyring.ledger.publicKey)
      expect(openCheckpoint(note, [key], verifyEd25519)).toMatchObject({ kind: 'signed', size: 5n })
    }
    expect(memory.note).toBe(note)
    expect((await latestCheckpoint(database.read))?.note).toBe(note)
    expect((await publishCheckpoint(ctx, memory)).note).toBe(note)
    expect(await auditOf(ctx, memory)).toMatchObject({ defects: [] })
  })

  it('publishes both keys, today’s first', async ({ database }) => {
    const old = testContext(database)
    await ledgerOf(old, 1)
    const ctx = rolled(old)
    const vkeys = (await (await served(ctx).request('/ledger/vkey')).text()).trimEnd().split('\n')
    expect(vkeys.map((vkey) => parseVkey(vkey)?.publicKey)).toEqual([
      ctx.keyring.ledger.publicKey,
      old.keyring.ledger.publicKey,
    ])
  })

  it.for<[string, Partial<KeyRecord>]>([
    ['for entries after its last day', { until: '2026-11-20' }],
    ['since it was compromised', { state: 'compromised' }],
    ['made for something else', { purpose: 'certificates' }],
  ])('does not take the word of an old key %s', async ([, past], { database }) => {
    const old = testContext(database)
    const memory = memoryOf()
    await ledgerOf(old, 5)
    await publishCheckpoint(old, memory)
    const ctx = rolled(old, past)
    await expect(openLedger(ctx, memory)).rejects.toMatchObject({ code: 'ledger/wrong-key' })
    await expect(publishCheckpoint(ctx, memory)).rejects.toMatchObject({ code: 'ledger/wrong-key' })
    expect((await auditOf(ctx, memory)).defects).toMatchObject([
      { code: 'ledger/checkpoint-signature', where: { row: '5' } },
      { code: 'ledger/checkpoint-signature', where: { row: '5' } },
    ])
  })
})

describe('a signature line of an unknown key', () => {
  // RFC 8701 calls it grease: what nobody sends, nobody can read.
  const grease = `— grease.example/1 ${base64(concat(Uint8Array.of(0xfa, 0xfa, 0xfa, 0xfa, 0xff), new Uint8Array(70)))}\n`

  it('is read over everywhere, and stays', async ({ database }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 5)
    const { note } = await publishCheckpoint(ctx, memory)
    memory.note = note + grease
    await tamper(database.read, `update ledger_checkpoints set note = note || '${grease}'`)
    expect(await openLedger(ctx, memory)).toEqual({ origin: ORIGIN, size: 5n })
    expect((await publishCheckpoint(ctx, memory)).note).toBe(note + grease)
    expect(await auditOf(ctx, memory)).toMatchObject({ defects: [] })
    expect(await (await served(ctx).request('/ledger/checkpoint')).text()).toBe(note + grease)
  })
})
