import { parentPort } from 'node:worker_threads'
import { endOfReplay, replayBatch, startOfWhole } from './replay-batch.ts'
import type { Replaying } from './replayer.ts'

// The thread that replayer.ts starts: one ledger, from its beginning, and then its end.
const replay = startOfWhole()
parentPort?.on('message', ({ batch }: Replaying) => {
  const answer = batch ? replayBatch(replay, batch.packed, batch.sizes) : endOfReplay(replay)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(answer)
})
