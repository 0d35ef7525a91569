/** A stream's end lets its reader through the door again: whoever signed out meanwhile stays outside. */
const STREAM_MS = 60_000

/** A course of events, as a route's handler hands it out. */
export const isEvents = (body: unknown): body is AsyncIterable<string> =>
  typeof body === 'object' && body !== null && Symbol.asyncIterator in body

/**
 * Events as the body of an answer, made as fast as they are read: until they end, the reader leaves, a minute is over
 * or the process stops. A reader that wants more connects again, as browsers do by themselves.
 */
export function eventStream(
  events: AsyncIterable<string>,
  stopping?: AbortSignal,
): ReadableStream<Uint8Array> {
  const course = events[Symbol.asyncIterator]()
  const over = endSignal(stopping)
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode('retry: 1000\n\n'))
    },
    async pull(controller) {
      const next = await Promise.race([course.next().catch(() => null), over.promise])
      if (next !== null && !next.done) return controller.enqueue(encoder.encode(next.value))
      over.forget()
      controller.close()
      void course.return?.()
    },
    async cancel() {
      over.forget()
      await course.return?.()
    },
  })
}

function endSignal(stopping: AbortSignal | undefined) {
  let end = () => {}
  const promise = new Promise<null>((resolve) => {
    end = () => resolve(null)
  })
  const timer = setTimeout(end, STREAM_MS)
  stopping?.addEventListener('abort', end)
  if (stopping?.aborted) end()
  return {
    promise,
    forget() {
      clearTimeout(timer)
      stopping?.removeEventListener('abort', end)
    },
  }
}
