import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it as plainIt } from 'vitest'
import { pauseAppendsWhen } from '../../src/ledger/append-pause.ts'
import { checkpointFile } from '../../src/ledger/checkpoint-memory.ts'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { diskBelow } from '../../src/ledger/disk-floor.ts'
import { guardAppends } from '../../src/ledger/guard-appends.ts'
import { ledgerProblem } from '../../src/ledger/ledger-problem.ts'
import { mirrored } from '../../src/ledger/mirrored-memory.ts'
import { openLedger } from '../../src/ledger/open.ts'
import { proveEntry } from '../../src/ledger/prove.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { diskFull, mirrorUnusable } from '../../src/ledger/refusals.ts'
import { ledgerHead } from '../../src/ledger/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import { explain, forwardedTerminal } from '../../src/terminal.ts'
import { TEST_NOW, testContext } from '../support/context.ts'
import { databaseTest as it, ownDatabase } from '../support/database.ts'
import { append, ledgerOf, memoryOf, ORIGIN, tamper } from './ledger-at-work.ts'

const sizeOf = async ({ database }: Context) => (await database.read.select().from(ledgerHead))[0]?.size

/** A ledger of five whose checkpoints are kept in two places. */
async function mirroredLedger(ctx: Context) {
  const home = mkdtempSync(join(tmpdir(), 'zhengxin-mirror-'))
  const [own, second] = [join(home, 'own'), join(home, 'second')]
  mkdirSync(second)
  const memory = mirrored(checkpointFile(own), second)
  await ledgerOf(ctx, 5)
  const { note } = await publishCheckpoint(ctx, memory)
  return { home, own, second, memory, note, mirror: join(second, 'checkpoint') }
}

describe('a second checkpoint store', () => {
  it('has every checkpoint before it is served', async ({ database }) => {
    const ctx = testContext(database)
    const { own, mirror, note } = await mirroredLedger(ctx)
    for (const file of [own, mirror]) expect(readFileSync(file, 'utf8')).toBe(note)
  })

  it('that is not mounted stops the signing, not the proving', async ({ database }) => {
    const ctx = testContext(database)
    const { second, memory } = await mirroredLedger(ctx)
    await append(ctx, 1)
    rmSync(second, { recursive: true })
    await expect(publishCheckpoint(ctx, memory)).rejects.toMatchObject({ code: 'ledger/mirror-unusable' })
    expect(await ledgerProblem(ctx, memory)).toMatchObject({ code: 'ledger/mirror-unusable' })
    expect(await proveEntry(database.read, 4n)).toContain('index 4')
  })

  it('ahead of a database restored together with the first is a refusal to sign', async ({ database }) => {
    const ctx = testContext(database)
    const { own, memory, note } = await mirroredLedger(ctx)
    await append(ctx, 3)
    await publishCheckpoint(ctx, memory)
    writeFileSync(own, note)
    await tamper(
      database.read,
      `delete from ledger_entries where index >= 5; delete from ledger_checkpoints where size > 5;
       update ledger_head set size = 5`,
    )
    await expect(openLedger(ctx, memory)).rejects.toMatchObject({ code: 'ledger/rolled-back' })
    await expect(publishCheckpoint(ctx, memory)).rejects.toMatchObject({ code: 'ledger/rolled-back' })
  })

  it('left a note behind by a crash between the two writings is made good by the next', async ({
    database,
  }) => {
    const ctx = testContext(database)
    const { own, mirror, memory, note } = await mirroredLedger(ctx)
    await append(ctx, 1)
    const next = await publishCheckpoint(ctx, memory)
    for (const lagging of [own, mirror]) {
      writeFileSync(lagging, note)
      expect(await publishCheckpoint(ctx, memory)).toMatchObject({ note: next.note })
      expect(readFileSync(lagging, 'utf8')).toBe(next.note)
    }
    rmSync(mirror)
    await publishCheckpoint(ctx, memory)
    expect(readFileSync(mirror, 'utf8')).toBe(next.note)
  })

  it('that says something else of the same size is a refusal to sign', async ({ database }) => {
    const ctx = testContext(database)
    const { mirror, memory } = await mirroredLedger(ctx)
    const other = { origin: ORIGIN, size: 5n, root: new Uint8Array(32) }
    writeFileSync(mirror, signCheckpoint(other, ctx.keyring.ledger))
    await expect(openLedger(ctx, memory)).rejects.toMatchObject({ code: 'ledger/memories-disagree' })
    writeFileSync(mirror, 'nonsense')
    await expect(openLedger(ctx, memory)).rejects.toMatchObject({ code: 'ledger/memory-unreadable' })
  })
})

describe('time that did not progress', () => {
  it('is a refusal to append, until it has', async ({ database }) => {
    const ctx = testContext(database)
    await ledgerOf(ctx, 3)
    const memory = memoryOf()
    await publishCheckpoint(ctx, memory)
    const back = testContext(database, new Date('2026-11-20T15:59:59Z'))
    await expect(append(back, 1)).rejects.toMatchObject({ code: 'ledger/clock-behind' })
    expect(await ledgerProblem(back, memory)).toMatchObject({ code: 'ledger/clock-behind' })
    expect(await sizeOf(ctx)).toBe(3n)
    await append(ctx, 1)
    expect(await ledgerProblem(ctx, memory)).toBeNull()
  })
})

describe('a disk below its floor', () => {
  it('is found by its folder', () => {
    expect(diskBelow([tmpdir()], Number.MAX_SAFE_INTEGER)).toMatchObject({ code: 'ledger/disk-full' })
    expect(diskBelow([tmpdir()], 0)).toBeNull()
    expect(diskBelow(['/not/there'], Number.MAX_SAFE_INTEGER)).toBeNull()
  })

  it('stops appending, leaves no trace, and proofs are still given', async ({ database }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 3)
    await publishCheckpoint(ctx, memory)
    const resume = pauseAppendsWhen(() => diskBelow([tmpdir()], Number.MAX_SAFE_INTEGER))
    try {
      await expect(append(ctx, 1)).rejects.toMatchObject({ code: 'ledger/disk-full' })
      expect(await ledgerProblem(ctx, memory)).toMatchObject({ code: 'ledger/disk-full' })
      expect(await sizeOf(ctx)).toBe(3n)
      expect(await proveEntry(database.read, 2n)).toContain('index 2')
    } finally {
      resume()
    }
    await append(ctx, 1)
  })
})

describe('a database put back under a running service', () => {
  /** A ledger of five, what was published of it, and how to put it back to them. */
  async function guardedLedger() {
    const database = await ownDatabase()
    let now = TEST_NOW
    const ctx = { ...testContext(database), now: () => now }
    // Longer than what was found right is believed.
    const later = () => (now = new Date(now.getTime() + 250))
    const memory = memoryOf()
    await ledgerOf(ctx, 5)
    await publishCheckpoint(ctx, memory)
    const [before] = await database.read.select().from(ledgerHead)
    const putBack = async () => {
      await tamper(
        database.read,
        'delete from ledger_entries where index >= 5; delete from ledger_checkpoints where size > 5',
      )
      await database.read.update(ledgerHead).set(before!)
    }
    guardAppends(ctx, memory)
    return { database, ctx, later, memory, note: memory.note, putBack }
  }

  plainIt('appends nothing that could be numbered a second time', async () => {
    const { database, ctx, later, memory, putBack } = await guardedLedger()
    await append(ctx, 3)
    await publishCheckpoint(ctx, memory)
    await putBack()
    await expect(append(ctx, 1)).rejects.toMatchObject({ code: 'ledger/rolled-back' })
    later()
    await expect(append(ctx, 1)).rejects.toMatchObject({ code: 'ledger/rolled-back' })
    expect(await sizeOf(ctx)).toBe(5n)
    // Another database of this process is not meant.
    const other = await ownDatabase()
    await ledgerOf(testContext(other), 2)
    await Promise.all([database.close(), other.close()])
  })

  plainIt('appends nothing after another instance has published what is gone', async () => {
    const { database, ctx, later, memory, note, putBack } = await guardedLedger()
    await append(ctx, 3)
    await publishCheckpoint(ctx, memory)
    const theirs = memory.note
    // We have not seen theirs yet: the last we know is our own.
    await putBack()
    memory.note = note
    later()
    await append(ctx, 3)
    memory.note = theirs
    later()
    // As many as were published, and not the same.
    await expect(append(ctx, 1)).rejects.toMatchObject({ code: 'ledger/forked' })
    expect(await sizeOf(ctx)).toBe(8n)
    await database.close()
  })

  plainIt('is never taken for one that knows an older checkpoint', async () => {
    const { database, ctx, later, memory, note } = await guardedLedger()
    await append(ctx, 3)
    await publishCheckpoint(ctx, memory)
    memory.note = note
    later()
    await append(ctx, 1)
    expect(await sizeOf(ctx)).toBe(9n)
    await database.close()
  })
})

describe('why nothing is appended', () => {
  plainIt.each([diskFull('/srv/zhengxin', 1, 2), mirrorUnusable('/srv/zhengxin', 'ENOENT')])(
    'names no folder to the public, and names it to the operator: $code',
    (refusal) => {
      expect(refusal.message).not.toContain('/srv')
      const said: string[] = []
      explain(
        { ...forwardedTerminal('', new Uint8Array(), () => {}), err: (line) => said.push(line) },
        refusal,
      )
      expect(said).toEqual([refusal.message, '/srv/zhengxin'])
    },
  )
})

describe('a ledger that is empty but was not', () => {
  it('is neither begun again nor signed', async ({ database }) => {
    const ctx = testContext(database)
    const memory = memoryOf()
    await ledgerOf(ctx, 3)
    await publishCheckpoint(ctx, memory)
    await tamper(
      database.read,
      'delete from ledger_head; delete from ledger_entries; delete from ledger_tiles; delete from ledger_checkpoints',
    )
    await expect(openLedger(ctx, memory)).rejects.toMatchObject({ code: 'ledger/empty-but-published' })
  })
})
