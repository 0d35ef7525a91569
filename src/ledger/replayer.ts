import { Worker } from 'node:worker_threads'
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

const isSource = import.meta.url.endsWith('.ts')
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
  const worker = startThread()
  const waiting: { resolve(answer: unknown): void; reject(error: unknown): void }[] = []
  const failed = (error: unknown) => waiting.splice(0).forEach(({ reject }) => reject(error))
  worker.on('message', (answer) => waiting.shift()?.resolve(answer))
  worker.on('error', failed)
  worker.on('exit', () => failed(new Error('the replaying thread ended')))
  // It answers in the order in which it was asked.
  const ask = <T>(message: Replaying, moved: ArrayBuffer[] = []) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ resolve: (answer) => resolve(answer as T), reject })
      worker.postMessage(message, moved)
    })
  return {
    next: (packed, sizes) =>
      ask<FoundInBatch>(
        { batch: { packed, sizes } },
        packed.length > COPIED ? [packed.buffer as ArrayBuffer] : [],
      ),
    end: () => ask<ReplayEnd>({ batch: null }),
    close: () => worker.terminate(),
  }
}

function startThread(): Worker {
  const { href } = new URL(`./replay-thread${isSource ? '.ts' : '.js'}`, import.meta.url)
  if (!isSource) return new Worker(new URL(href))
  // The loader of the sources does not reach into threads by itself.
  const loader = import.meta.resolve('tsx/esm/api')
  return new Worker(`import('${loader}').then(({ register }) => (register(), import('${href}')))`, {
    eval: true,
  })
}
