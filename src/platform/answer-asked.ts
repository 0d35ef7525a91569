import { parentPort } from 'node:worker_threads'

/** What a thread answers; memory that is `moved` is the asker's from then on. */
export interface ThreadAnswer {
  readonly answer: unknown
  readonly moved?: readonly ArrayBuffer[]
}

/** The other end of `askThread`, called once in the thread: one answer to each message, in their order. */
export function answerAsked(answering: (asked: never) => ThreadAnswer): void {
  parentPort?.on('message', (asked: unknown) => {
    const { answer, moved = [] } = answering(asked as never)
    parentPort?.postMessage(answer, moved)
  })
}
