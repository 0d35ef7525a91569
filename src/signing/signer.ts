import type { SignatureSuite } from './suite.ts'

/** One private Ed25519 key that signs and says who it is; where the private half lives is the keyring's business. */
export interface Signer {
  readonly kid: string
  /** Absent: Ed25519. */
  readonly suite?: SignatureSuite
  /** 32 bytes, RFC 8032 encoding. */
  readonly publicKey: Uint8Array
  /** 64 bytes. */
  sign(message: Uint8Array): Uint8Array
  /** The same for many, in their order, beside the thread that asks. */
  signAll(messages: readonly Uint8Array[]): Promise<readonly Uint8Array[]>
}

/** Something that lacks only its signature. */
export interface Unsigned<T> {
  /** The bytes the signature covers. */
  readonly signed: Uint8Array
  complete(signature: Uint8Array): T
}

export const signNow = <T>(signer: Signer, unsigned: Unsigned<T>): T =>
  unsigned.complete(signer.sign(unsigned.signed))

/**
 * Strict RFC 8032 verification without cofactor. Two implementations must agree under every key that may be
 * registered: node:crypto on servers, noble's curve in pages. Never throws: anything malformed is `false`.
 */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
