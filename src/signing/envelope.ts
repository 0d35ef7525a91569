import type { SignatureSuite } from './suite.ts'

/** A signed message taken apart, nothing in it believed yet. */
export interface Envelope<Payload> {
  /** Names the key that is said to have signed. */
  readonly kid: string
  /** How it says it was signed; one of the fixed list. */
  readonly suite: SignatureSuite
  readonly payload: Payload
  /** The bytes the signature covers. */
  readonly signed: Uint8Array
  /** As long as the suite's signatures are. */
  readonly signature: Uint8Array
}

/** `algorithm`: not of the fixed list; `type`: well made, but made for another purpose; `malformed`: everything else. */
export type EnvelopeFault = 'malformed' | 'algorithm' | 'type'
