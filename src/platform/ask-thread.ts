import { startThread } from './start-thread.ts'

/** A thread that answers each message with one, in the order in which it was asked. */
export interface AskedThread {
  ask<T>(message: unknown, moved?: readonly ArrayBuffer[]): Promise<T>
  close(): Promise<unknown>
}

/** Starts it. It keeps the process alive only while an answer is due; when it ends, what it still owed is an error. */
export function askThread(url: URL, workerData?: unknown): AskedThread {
  const worker = startThread(url, workerData)
  const waiting: { resolve(answer: unknown): void; reject(error: unknown): void }[] = []
  let ended = false
  const failed = (error: unknown) => {
    ended = true
    waiting.splice(0).forEach(({ reject }) => reject(error))
  }
  worker.on('message', (answer) => {
    waiting.shift()?.resolve(answer)
    if (waiting.length === 0) worker.unref()
  })
  worker.on('error', failed)
  worker.on('exit', () => failed(new Error('the thread ended')))
  return {
    ask: <T>(message: unknown, moved: readonly ArrayBuffer[] = []) =>
      new Promise<T>((resolve, reject) => {
        if (ended) return reject(new Error('the thread has ended'))
        waiting.push({ resolve: (answer) => resolve(answer as T), reject })
        worker.ref()
        worker.postMessage(message, moved)
      }),
    close: () => worker.terminate(),
  }
}
