/** A signed message taken apart, nothing in it believed yet. */
export interface Envelope<Payload> {
  /** Names the key that is said to have signed. */
  readonly kid: string
  readonly payload: Payload
  /** The bytes the signature covers. */
  readonly signed: Uint8Array
  /** 64 bytes. */
  readonly signature: Uint8Array
}

/** `algorithm`: not EdDSA; `type`: well made, but made for another purpose; `malformed`: everything else. */
export type EnvelopeFault = 'malformed' | 'algorithm' | 'type'
