import { askThread, type AskedThread } from '../platform/ask-thread.ts'
import { concat } from '../signing/bytes.ts'
import type { Signer } from '../signing/signer.ts'

/** What goes to the thread: messages in a row, and how long each is. */
export interface Signing {
  readonly packed: Uint8Array
  readonly sizes: readonly number[]
}

// Fewer are not worth a thread: each then costs this one half a signature.
const WORTH_A_THREAD = 256
// The key is not left lying in a thread that nobody asks.
const IDLE_MS = 10_000

const THREAD = new URL(`./signing-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/** The signer, with many messages signed in a thread of its own: here they cost next to nothing. */
export function signingMany(signer: Signer, seed: Uint8Array): Signer {
  let thread: AskedThread | null = null
  let owed = 0
  let idle: NodeJS.Timeout | undefined
  const rest = () => {
    const resting = thread
    thread = null
    void resting?.close()
  }
  return {
    ...signer,
    async signAll(messages) {
      if (messages.length < WORTH_A_THREAD) return signer.signAll(messages)
      clearTimeout(idle)
      thread ??= askThread(THREAD, seed)
      const packed = concat(...messages)
      const sizes = messages.map(({ length }) => length)
      owed += 1
      try {
        const signatures = await thread.ask<Uint8Array>({ packed, sizes }, [packed.buffer as ArrayBuffer])
        return sizes.map((_, i) => signatures.subarray(64 * i, 64 * i + 64))
      } catch (error) {
        rest()
        throw error
      } finally {
        owed -= 1
        if (owed === 0) idle = setTimeout(rest, IDLE_MS).unref()
      }
    },
  }
}
