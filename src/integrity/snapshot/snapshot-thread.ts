import { parentPort } from 'node:worker_threads'
import { builtOf, detached, type Building } from './build-snapshot.ts'

// The thread that build-snapshot.ts starts: the names of one day, and then its tree.
const all: Uint8Array[] = []
parentPort?.on('message', (asked: Building) => {
  if ('names' in asked) {
    const count = all.push(asked.names)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    parentPort?.postMessage(count)
    return
  }
  const built = detached(builtOf(all, asked))
  const moved = built.parts.map(({ leaves }) => leaves.buffer as ArrayBuffer)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(built, moved)
})
