import { askThread } from '../platform/ask-thread.ts'
import { endOfReplay, replayBatch, startOfWhole, type FoundInBatch, type ReplayEnd } from './replay-batch.ts'

/** Replays a whole ledger, batch after batch; `end` comes last. */
export interface Replayer {
  next(packed: Uint8Array, sizes: readonly number[]): Promise<FoundInBatch>
  end(): Promise<ReplayEnd>
  close(): Promise<unknown>
}

/** What goes to a thread; without entries: that there are no more. */
export interface Replaying {
  readonly batch: { readonly packed: Uint8Array; readonly sizes: readonly number[] } | null
}

// A thread of its own takes a while to start, and beside few entries is not worth it.
const WORTH_A_THREAD = 200_000n
// What this small may share its memory with other buffers, and is copied.
const COPIED = 1 << 16

const THREAD = new URL(`./replay-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/** For `entries` in all: many are replayed in a thread of its own, while the caller's goes on reading and answering. */
export const replayerFor = (entries: bigint): Replayer =>
  entries >= WORTH_A_THREAD ? replayerInThread() : replayerHere()

export function replayerHere(): Replayer {
  const replay = startOfWhole()
  return {
    next: (packed, sizes) => Promise.resolve(replayBatch(replay, packed, sizes)),
    end: () => Promise.resolve(endOfReplay(replay)),
    close: () => Promise.resolve(),
  }
}

export function replayerInThread(): Replayer {
  const thread = askThread(THREAD)
  return {
    next: (packed, sizes) => {
      const replaying: Replaying = { batch: { packed, sizes } }
      return thread.ask(replaying, packed.length > COPIED ? [packed.buffer as ArrayBuffer] : [])
    },
    end: () => thread.ask({ batch: null } satisfies Replaying),
    close: () => thread.close(),
  }
}
