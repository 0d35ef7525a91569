import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { readHistory, writeNextHistory } from '../../src/keys/key-files.ts'
import { checkKeys } from '../../src/keylife/check-keys.ts'
import { compromiseKey } from '../../src/keylife/compromise-key.ts'
import { retireKey } from '../../src/keylife/retire-key.ts'
import { rotateKey } from '../../src/keylife/rotate-key.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { decodeEntry } from '../../src/ledger/entry.ts'
import { openLedger } from '../../src/ledger/open.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import type { KeyPurpose } from '../../src/signing/keyring.ts'
import { databaseTest as it } from '../support/database.ts'
import { memoryInMemory } from '../support/offices-at-work.ts'
import { deployment } from './deployment.ts'

const entriesOf = async (ctx: Context) =>
  (await ctx.database.read.select().from(ledgerEntries).orderBy(ledgerEntries.index)).map(({ body }) => {
    const decoded = decodeEntry(body)
    if (decoded.kind !== 'entry') throw new Error(decoded.rule)
    return decoded.entry
  })

const kidOf = (ctx: Context, purpose: KeyPurpose) =>
  ctx.keyring.history.find((key) => key.purpose === purpose)?.kid ?? ''

describe('the life of keys', () => {
  it('a ledger is told of the keys it begins with, once', async ({ database }) => {
    const { ctx } = await deployment(database)
    const entries = await entriesOf(ctx)
    expect(entries.map(({ type }) => type)).toEqual(['ledger.genesis', ...Array<string>(6).fill('key.added')])
    expect(entries[1]?.facts).toMatchObject({
      kid: ctx.keyring.certificates.kid,
      purpose: 'certificates',
      algorithm: 'EdDSA',
    })
    await checkKeys(ctx)
    expect(await entriesOf(ctx)).toHaveLength(7)
  })

  it('a rotated key signs at once, is logged, and the old one stays trusted', async ({ database }) => {
    const { ctx, memory } = await deployment(database)
    const before = { ...ctx.keyring }
    for (const purpose of ['certificates', 'ledger', 'pdf', 'sessions'] as const)
      await rotateKey(ctx, { purpose })
    expect(ctx.keyring.certificates.kid).not.toBe(before.certificates.kid)
    expect(ctx.keyring.ledger.kid).not.toBe(before.ledger.kid)
    expect(ctx.keyring.pdf.certificate).not.toEqual(before.pdf.certificate)
    expect(ctx.keyring.sessions).not.toEqual(before.sessions)
    expect(ctx.keyring.history.filter(({ state }) => state === 'active')).toHaveLength(10)
    await publishCheckpoint(ctx, memory)
    await checkKeys(ctx)
    expect(await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).toMatchObject({ defects: [] })
  })

  it('a retired key has its last day today, and the one that signs cannot retire', async ({ database }) => {
    const { ctx } = await deployment(database)
    const old = kidOf(ctx, 'certificates')
    await expect(retireKey(ctx, { kid: old })).rejects.toMatchObject({ code: 'keylife/still-in-use' })
    await rotateKey(ctx, { purpose: 'certificates' })
    await retireKey(ctx, { kid: old })
    expect(ctx.keyring.history.find(({ kid }) => kid === old)).toMatchObject({
      state: 'retired',
      until: ctx.today(),
    })
    expect((await entriesOf(ctx)).at(-1)).toMatchObject({
      type: 'key.retired',
      facts: { kid: old, purpose: 'certificates', algorithm: 'EdDSA', until: ctx.today() },
    })
    await expect(retireKey(ctx, { kid: old })).rejects.toMatchObject({ code: 'keylife/already-so' })
    await expect(retireKey(ctx, { kid: 'nobody' })).rejects.toMatchObject({ code: 'keylife/unknown-key' })
  })

  it('a compromised ledger key vouches for nothing beyond its cut-off, and old checkpoints still audit', async ({
    database,
  }) => {
    const { ctx, memory } = await deployment(database)
    const old = kidOf(ctx, 'ledger')
    const first = await publishCheckpoint(ctx, memory)
    await rotateKey(ctx, { purpose: 'ledger' })
    await expect(compromiseKey(ctx, { kid: old, fromIndex: 7 })).rejects.toMatchObject({
      code: 'keylife/not-yet-published',
    })
    await publishCheckpoint(ctx, memory)
    await compromiseKey(ctx, { kid: old, fromIndex: 7 })
    await publishCheckpoint(ctx, memory)
    const audit = () => auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })
    expect(await audit()).toMatchObject({ entries: 9, defects: [] })
    // Even with a cut-off below a checkpoint it had signed: the audit recomputes the root itself.
    const lowered = (cutOff: number): Context => ({
      ...ctx,
      keyring: {
        ...ctx.keyring,
        history: ctx.keyring.history.map((key) => (key.kid === old ? { ...key, cutOff } : key)),
      },
    })
    expect(await auditLedger(lowered(6), { sealedTables: SEALED_TABLES, memory })).toMatchObject({
      defects: [],
    })
    // But what is kept outside must not rest on its word.
    const stolen = memoryInMemory()
    await stolen.write(first.note)
    await expect(openLedger(lowered(6), stolen)).rejects.toMatchObject({ code: 'ledger/wrong-key' })
    expect(await openLedger(ctx, stolen)).toMatchObject({ size: 9n })
  })

  it.for([-1, 8, 1.5, Number.NaN])(
    'a cut-off the ledger has not reached is refused: %d',
    async (fromIndex, { database }) => {
      const { ctx } = await deployment(database)
      const before = readFileSync(join(ctx.config.keysDir, 'history.json'), 'utf8')
      await expect(compromiseKey(ctx, { kid: kidOf(ctx, 'certificates'), fromIndex })).rejects.toMatchObject({
        code: 'keylife/bad-cut-off',
      })
      expect(readFileSync(join(ctx.config.keysDir, 'history.json'), 'utf8')).toBe(before)
      expect(await entriesOf(ctx)).toHaveLength(7)
    },
  )

  it.for(['fields', 'blind-index'] as const)(
    'keys that protect stored data are not rotated: %s',
    async (purpose, { database }) => {
      const { ctx } = await deployment(database)
      await expect(rotateKey(ctx, { purpose })).rejects.toMatchObject({ code: 'keylife/not-rotatable' })
      expect(readHistory(ctx.config)).toHaveLength(6)
    },
  )

  it('a change stopped after its commit is finished at the next start', async ({ database }) => {
    const { ctx, folder } = await deployment(database)
    const before = readFileSync(join(folder.keysDir, 'history.json'), 'utf8')
    await rotateKey(ctx, { purpose: 'sessions' })
    const after = readFileSync(join(folder.keysDir, 'history.json'), 'utf8')
    writeFileSync(join(folder.keysDir, 'history.json'), before)
    writeFileSync(join(folder.keysDir, 'history.next.json'), after)
    await checkKeys(ctx)
    expect(readFileSync(join(folder.keysDir, 'history.json'), 'utf8')).toBe(after)
  })

  it('a change stopped before its commit is undone at the next start', async ({ database }) => {
    const { ctx, folder } = await deployment(database)
    const history = readHistory(folder)
    writeNextHistory(folder, history.slice(1))
    await checkKeys(ctx)
    expect(existsSync(join(folder.keysDir, 'history.next.json'))).toBe(false)
    expect(readHistory(folder)).toEqual(history)
  })

  it.for<[string, (keys: Record<string, unknown>[]) => unknown]>([
    ['a key the ledger does not know', (keys) => [...keys, { ...keys[0], kid: 'stranger' }]],
    ['a key missing', (keys) => keys.slice(1)],
    ['a longer window', (keys) => keys.map((key) => ({ ...key, until: '2040-01-01' }))],
    ['a compromised key called active again', (keys) => keys.map((key) => ({ ...key, state: 'retired' }))],
  ])('does not start with %s in the public record', async ([, alter], { database }) => {
    const { ctx, folder } = await deployment(database)
    const file = join(folder.keysDir, 'history.json')
    const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: Record<string, unknown>[] }
    writeFileSync(file, JSON.stringify({ v: 1, keys: alter(keys) }))
    await expect(checkKeys(ctx)).rejects.toMatchObject({ code: 'keylife/keys-differ' })
    await expect(rotateKey(ctx, { purpose: 'sessions' })).rejects.toMatchObject({
      code: 'keylife/keys-differ',
    })
  })
})
