import type { KeyObject } from 'node:crypto'
import type { Signer } from './signer.ts'

/** What a key is for. One key, one purpose (NIST SP 800-57); the six never stand in for each other. */
export const KEY_PURPOSES = ['certificates', 'ledger', 'pdf', 'sessions', 'fields', 'blind-index'] as const
export type KeyPurpose = (typeof KEY_PURPOSES)[number]

/** A key as the public may know it. Days are inclusive, in China. */
export interface KeyRecord {
  readonly purpose: KeyPurpose
  readonly kid: string
  readonly algorithm: 'EdDSA' | 'ES256' | 'A256GCM' | 'HMAC-SHA256'
  readonly from: string
  /** The last day it may sign; what it signed stays verifiable after. */
  readonly until: string
  readonly state: 'active' | 'retired' | 'compromised'
  /** Of a compromised key: what the ledger holds before this index was signed by its owner. */
  readonly cutOff?: number
  /** Ed25519: 32 bytes, base64url. Absent for symmetric keys. */
  readonly publicKey?: string
  /** PDF: DER certificates in base64, the signer's first, its root last. */
  readonly certificates?: readonly string[]
}

/** Keys that protect persons: never public, not even hashed. */
export interface FieldKeys {
  /** Wraps a person's own data key (RFC 3394). */
  wrap(dataKey: Uint8Array): Uint8Array
  /** The same of many, 32 bytes each, one behind the other: 40 bytes each. */
  wrapMany(dataKeys: Uint8Array): Uint8Array
  unwrap(wrapped: Uint8Array): Uint8Array
  /** Finds an identity number without storing it: HMAC-SHA-256, 32 bytes. */
  blindIndex(text: string): Uint8Array
  /** Keeps and binds the trail without naming a person: HMAC-SHA-256 under a key derived for it, 32 bytes. */
  trailIndex(text: string): Uint8Array
  /** Seed of the function that blinds who is in a snapshot of the integrity archive, under a key derived for it; 32 bytes. */
  blindingSeed(): Uint8Array
}

export interface PdfSigner {
  readonly kid: string
  readonly privateKey: KeyObject
  /** DER, the signer's. */
  readonly certificate: Uint8Array
  /** DER, from the signer's issuer up to the root. */
  readonly chain: readonly Uint8Array[]
}

/** The keys this process may use today, and the public record of all there ever were. */
export interface Keyring {
  readonly certificates: Signer
  readonly ledger: Signer
  /** Older ledger keys that sign beside it until they are retired: whoever knows only those can follow. */
  readonly ledgerBeside?: readonly Signer[]
  readonly pdf: PdfSigner
  readonly sessions: Uint8Array
  readonly fields: FieldKeys
  readonly history: readonly KeyRecord[]
  /** Looks again whether the record or the day has changed; absent where keys stand still. */
  refresh?(today: string): Promise<void>
}
