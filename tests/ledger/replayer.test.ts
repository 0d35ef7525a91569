import { describe, expect } from 'vitest'
import { readPacked } from '../../src/ledger/read-entries.ts'
import { replayerHere, replayerInThread, type Replayer } from '../../src/ledger/replayer.ts'
import type { Handle } from '../../src/platform/database.ts'
import { testContext } from '../support/context.ts'
import { databaseTest as it } from '../support/database.ts'
import { ledgerOf, tamper } from './ledger-at-work.ts'

/** All it has to say of a ledger of `size`, and its faults by themselves. */
async function replayed(replayer: Replayer, handle: Handle, size: bigint) {
  const found = []
  // The last of them is too short to be moved instead of copied.
  for (const [from, to] of [
    [0n, size - 20n],
    [size - 20n, size],
  ] as const)
    for await (const { packed } of readPacked(handle, from, to))
      found.push(replayer.next(packed, [1, 700, Number(size)]))
  const batches = await Promise.all(found)
  const end = await replayer.end()
  await replayer.close()
  return { batches, end, faults: batches.flatMap(({ faults }) => faults) }
}

describe('a ledger replayed in a thread of its own', () => {
  it('is found as it is found here: sound, altered, or with a hole', async ({ database }) => {
    const { read } = database
    await ledgerOf(testContext(database), 900)
    const size = 900n
    const both = async () => {
      const here = await replayed(replayerHere(), read, size)
      expect(await replayed(replayerInThread(), read, size)).toEqual(here)
      return here
    }
    const sound = await both()
    expect(sound.faults).toEqual([])
    expect(sound.batches.flatMap(({ roots }) => [...roots.keys()])).toEqual([1, 700, Number(size)])
    expect(sound.end.size).toBe(Number(size))

    await tamper(
      read,
      `update ledger_entries set body = overlay(body placing '\\x21' from 3) where index = 890`,
    )
    expect((await both()).faults).toEqual([{ index: 890, fault: 'body' }])
    await tamper(read, 'delete from ledger_entries where index = 300')
    const broken = await both()
    expect(broken.faults).toEqual([{ index: 300, fault: 'missing' }])
    expect(broken.end.size).toBe(300)
  })
})
