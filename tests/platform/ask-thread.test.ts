import { describe, expect, it } from 'vitest'
import { askThread } from '../../src/platform/ask-thread.ts'

const REPLAY = new URL('../../src/ledger/replay-thread.ts', import.meta.url)
const MISSING = new URL('../../src/ledger/no-such-thread.ts', import.meta.url)

describe('a thread that is asked', () => {
  it('answers', async () => {
    const thread = askThread(REPLAY)
    expect(await thread.ask({ batch: null })).toMatchObject({ size: 0 })
    await thread.close()
  })

  it('owes nobody an answer once it has ended', async () => {
    const thread = askThread(REPLAY)
    const owed = thread.ask({ batch: null }).then(
      () => 'answered',
      (error: Error) => error.message,
    )
    await thread.close()
    expect(await owed).toBe('the thread ended')
    await expect(thread.ask({ batch: null })).rejects.toThrow('the thread has ended')
  })

  it('that cannot start says why', async () => {
    await expect(askThread(MISSING).ask({})).rejects.toThrow('no-such-thread')
  })
})
