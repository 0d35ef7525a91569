import { readFileSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { stepBack } from '../../src/platform/step-back.ts'

stepBack()
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
parentPort?.postMessage(readFileSync('/proc/thread-self/stat', 'latin1'))
