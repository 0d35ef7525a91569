import { isSha256, sha256 } from '../signing/sha256.ts'

export { hmacSha256, sha256 } from '../signing/sha256.ts'

/** Bytes of every hash, chain value, seal and commitment of the ledger. */
export const HASH_LENGTH = 32

// Hashing is synchronous, so the domain byte can sit for good in front of a buffer all callers share.
const leafInput = new Uint8Array(1 + 65_535)
const nodeInput = new Uint8Array(1 + 2 * HASH_LENGTH).fill(0x01, 0, 1)
const chainInput = new Uint8Array(2 * HASH_LENGTH)

/** RFC 6962 §2.1: SHA-256(0x00 ‖ entry). At most 65,535 bytes. */
export const leafHash = (entry: Uint8Array): Uint8Array => sha256(asLeaf(entry))

export const isLeafHash = (entry: Uint8Array, leaf: Uint8Array): boolean => isSha256(asLeaf(entry), leaf)

function asLeaf(entry: Uint8Array): Uint8Array {
  leafInput.set(entry, 1)
  return leafInput.subarray(0, 1 + entry.length)
}

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + HASH_LENGTH)
  return sha256(nodeInput)
}

/** The chain before the first entry. */
export const CHAIN_START: Uint8Array = new Uint8Array(HASH_LENGTH)

/** chain_n = SHA-256(chain_{n-1} ‖ leaf_n): the local checksum of the order. Nothing outside relies on it. */
export const chainHash = (chain: Uint8Array, leaf: Uint8Array): Uint8Array => sha256(asLink(chain, leaf))

export const isChainHash = (chain: Uint8Array, leaf: Uint8Array, next: Uint8Array): boolean =>
  isSha256(asLink(chain, leaf), next)

function asLink(chain: Uint8Array, leaf: Uint8Array): Uint8Array {
  chainInput.set(chain)
  chainInput.set(leaf, HASH_LENGTH)
  return chainInput
}
