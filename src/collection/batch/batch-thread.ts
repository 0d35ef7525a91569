import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { stepBack } from '../../platform/step-back.ts'
import type { ThreadSetting, ToThread } from './thread-talk.ts'
import { workOnBatch } from './work-on-batch.ts'

// The thread that batch-worker.ts starts.
stepBack()
const port = parentPort as MessagePort
const take = workOnBatch(
  workerData as ThreadSetting,
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  (message, moved = []) => port.postMessage(message, moved),
  (error) =>
    setImmediate(() => {
      throw error
    }),
)
port.on('message', (message: ToThread) => take(message))
