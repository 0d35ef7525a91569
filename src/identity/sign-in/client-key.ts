import { createPublicKey } from 'node:crypto'
import { fromBase64url } from '../../signing/bytes.ts'
import { isSmallOrder } from '../../signing/key-id.ts'

/** Another system's public key: RFC 8037 Ed25519, or RFC 7518 §6.2 P-256. Coordinates of 32 bytes, base64url. */
export type ClientKey =
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string }
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }

/** Why a JWK may not be a client's key; `identity/client-key-<fault>` is the public code. */
export type ClientKeyFault = 'private-key' | 'unknown-kind' | 'unknown-member' | 'not-a-point' | 'small-order'

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']
const KNOWN = ['kty', 'crv', 'x', 'y', 'kid', 'use', 'alg', 'key_ops']

/** Reads a JWK as somebody hands it in, and keeps nothing of it but the key. Never throws. */
export function readClientKey(jwk: Readonly<Record<string, unknown>>): ClientKey | ClientKeyFault {
  const members = Object.keys(jwk)
  if (members.some((member) => PRIVATE.includes(member))) return 'private-key'
  if (members.some((member) => !KNOWN.includes(member))) return 'unknown-member'
  const key = shapeOf(jwk)
  if (typeof key === 'string') return key
  return isPoint(key) ? (isWeak(key) ? 'small-order' : key) : 'not-a-point'
}

/** What its owner may sign with. */
export const algorithmsOf = ({ kty }: ClientKey): readonly string[] =>
  kty === 'OKP' ? ['EdDSA', 'Ed25519'] : ['ES256']

function shapeOf({
  kty,
  crv,
  x,
  y,
  use = 'sig',
}: Readonly<Record<string, unknown>>): ClientKey | ClientKeyFault {
  if (use !== 'sig') return 'unknown-kind'
  if (kty === 'OKP' && crv === 'Ed25519' && y === undefined)
    return isCoordinate(x) ? { kty, crv, x } : 'not-a-point'
  if (kty === 'EC' && crv === 'P-256')
    return isCoordinate(x) && isCoordinate(y) ? { kty, crv, x, y } : 'not-a-point'
  return 'unknown-kind'
}

function isCoordinate(value: unknown): value is string {
  try {
    return typeof value === 'string' && fromBase64url(value).length === 32
  } catch {
    return false
  }
}

function isPoint(key: ClientKey): boolean {
  try {
    createPublicKey({ key: { ...key }, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

const isWeak = (key: ClientKey): boolean => key.kty === 'OKP' && isSmallOrder(fromBase64url(key.x))
