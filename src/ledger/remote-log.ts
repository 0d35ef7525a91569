import { setTimeout as sleep } from 'node:timers/promises'
import { concat } from '../signing/bytes.ts'
import { logUnreachable } from './refusals.ts'

/** A log as somebody else serves it. Nothing it says is trusted. */
export interface RemoteLog {
  /**
   * What is at a path under `/ledger/`, or null when the server says there is no such thing. An answer longer than
   * `limit` bytes comes back cut, one byte too long. Throws the refusal `ledger/unreachable`.
   */
  read(path: string, limit: number): Promise<Uint8Array | null>
}

interface Means {
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
  /** Waits between attempts. */
  readonly pause?: (milliseconds: number) => Promise<unknown>
}

const PATIENCE_MS = 30_000
const PAUSES_MS = [500, 2_000]

/** The log at `<base>/ledger/`. A server that fails or is busy is asked three times. */
export function httpLog(base: string, { fetch = globalThis.fetch, pause = sleep }: Means = {}): RemoteLog {
  const prefix = `${base.replace(/\/+$/, '')}/ledger/`
  const attempt = async (url: string, limit: number): Promise<Uint8Array | string | null> => {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) })
      if (response.ok) return await readAtMost(response, limit)
      await response.body?.cancel()
      return response.status === 404 || response.status === 410 ? null : `HTTP ${response.status}`
    } catch (error) {
      const { cause = error } = error as { cause?: unknown }
      return cause instanceof Error ? cause.message : String(cause)
    }
  }
  return {
    async read(path, limit) {
      const url = prefix + path
      let answer = await attempt(url, limit)
      for (const wait of PAUSES_MS) {
        if (typeof answer !== 'string') return answer
        await pause(wait)
        answer = await attempt(url, limit)
      }
      if (typeof answer === 'string') throw logUnreachable(url, answer)
      return answer
    },
  }
}

// The length is the server's word: a body may go on for ever, or unpack to more than it seems.
async function readAtMost(response: Response, limit: number): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array()
  const reader = response.body.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  while (length <= limit) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    length += value.length
  }
  if (length > limit) await reader.cancel()
  return concat(...parts).subarray(0, limit + 1)
}
