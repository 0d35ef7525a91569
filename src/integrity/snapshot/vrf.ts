import { createHash } from 'node:crypto'
import { Point } from '@noble/ed25519'
import { utf8 } from '../../signing/bytes.ts'

// ECVRF-EDWARDS25519-SHA512-TAI (RFC 9381 §5.5, suite 3): for one key and one text there is one output, only the holder of
// the key can make it, and everybody can check that it is that one.

const SUITE = 0x03
const COFACTOR = 8n
const ORDER = Point.CURVE().n
const POINT = 32
const CHALLENGE = 16

export const PROOF_LENGTH = POINT + CHALLENGE + 32
export const OUTPUT_LENGTH = 64

/** A secret key, opened. */
export interface BlindingKey {
  readonly publicKey: Uint8Array
  readonly scalar: bigint
  /** What nonces are made of (RFC 8032 §5.1.6). */
  readonly prefix: Uint8Array
}

/** From 32 secret bytes, as an Ed25519 key is. */
export function blindingKey(seed: Uint8Array): BlindingKey {
  const hashed = sha512(seed)
  const low = hashed.slice(0, 32)
  low[0] = (low[0] as number) & 0xf8
  low[31] = ((low[31] as number) & 0x7f) | 0x40
  const scalar = number(low) % ORDER
  return { publicKey: Point.BASE.multiply(scalar).toBytes(), scalar, prefix: hashed.slice(32) }
}

/** The output for a text, 64 bytes, without a proof. */
export const blind = ({ publicKey, scalar }: BlindingKey, text: string): Uint8Array =>
  outputOf(toCurve(publicKey, text).multiply(scalar))

/** The output's proof, 80 bytes. */
export function proveBlind({ publicKey, scalar, prefix }: BlindingKey, text: string): Uint8Array {
  const h = toCurve(publicKey, text)
  const gamma = h.multiply(scalar)
  const nonce = number(sha512(prefix, h.toBytes())) % ORDER
  const c = challenge(publicKey, h, gamma, Point.BASE.multiply(nonce), h.multiply(nonce))
  return joined(gamma.toBytes(), bytesOf(c, CHALLENGE), bytesOf((nonce + c * scalar) % ORDER, 32))
}

/** The output that the proof shows to be the text's under this key; null when it shows nothing. Never throws. */
export function checkBlind(publicKey: Uint8Array, text: string, proof: Uint8Array): Uint8Array | null {
  try {
    if (proof.length !== PROOF_LENGTH) return null
    const y = Point.fromBytes(publicKey)
    // A key of small order would make one output of many texts.
    if (y.isSmallOrder()) return null
    const gamma = Point.fromBytes(proof.slice(0, POINT))
    const c = number(proof.slice(POINT, POINT + CHALLENGE))
    const s = number(proof.slice(POINT + CHALLENGE))
    if (s >= ORDER) return null
    const h = toCurve(publicKey, text)
    const u = Point.BASE.multiplyUnsafe(s).subtract(y.multiplyUnsafe(c))
    const v = h.multiplyUnsafe(s).subtract(gamma.multiplyUnsafe(c))
    return challenge(publicKey, h, gamma, u, v) === c ? outputOf(gamma) : null
  } catch {
    // Whatever somebody hands us: no points of the curve, no numbers below the order.
    return null
  }
}

// §5.4.1.1: tried with a counter until the hash is a point; half of all are.
function toCurve(publicKey: Uint8Array, text: string): Point {
  for (let counter = 0; counter < 256; counter++) {
    const hash = sha512(
      Uint8Array.of(SUITE, 0x01),
      publicKey,
      utf8(text),
      Uint8Array.of(counter, 0x00),
    ).slice(0, POINT)
    const point = pointOf(hash)?.multiplyUnsafe(COFACTOR)
    if (point && !point.is0()) return point
  }
  throw new RangeError('no point of the curve in 256 tries')
}

function pointOf(bytes: Uint8Array): Point | null {
  try {
    return Point.fromBytes(bytes)
  } catch {
    return null
  }
}

const outputOf = (gamma: Point): Uint8Array =>
  sha512(Uint8Array.of(SUITE, 0x03), gamma.multiplyUnsafe(COFACTOR).toBytes(), Uint8Array.of(0x00))

function challenge(publicKey: Uint8Array, ...points: readonly Point[]): bigint {
  const all = points.map((point) => point.toBytes())
  return number(
    sha512(Uint8Array.of(SUITE, 0x02), publicKey, ...all, Uint8Array.of(0x00)).slice(0, CHALLENGE),
  )
}

function sha512(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

/** Little-endian. */
const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex')}`)

const bytesOf = (value: bigint, length: number): Uint8Array =>
  new Uint8Array(Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex')).toReversed()

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))
