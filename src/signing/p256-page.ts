// Bundled into pages in place of p256.ts: no node modules here.
import { hex } from './bytes.ts'
import { sha256 } from './sha256.ts'

// Our own arithmetic, because WebCrypto answers later and only on https, and the verdict is one for server and page.
// It only verifies: nothing here is secret, so nothing needs to take constant time. FIPS 186-5, SEC 2 §2.4.2.
const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
const BASE: Point = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  1n,
]
const INFINITY: Point = [1n, 1n, 0n]

/** Jacobian: x = X / Z², y = Y / Z³; Z = 0 is the point at infinity. */
type Point = readonly [X: bigint, Y: bigint, Z: bigint]

/** ECDSA with SHA-256 on P-256: a key of 65 bytes (uncompressed), a signature of 64 (r ‖ s). Never throws. */
export function verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false
  const [x, y] = [number(publicKey.subarray(1, 33)), number(publicKey.subarray(33))]
  if (x >= P || y >= P || mod(y * y - (x * x * x - 3n * x + B), P) !== 0n) return false
  const [r, s] = [number(signature.subarray(0, 32)), number(signature.subarray(32))]
  if (r === 0n || s === 0n || r >= N || s >= N) return false
  const w = inverse(s, N)
  const u = mod(number(sha256(message)) * w, N)
  const [X, , Z] = sumOfMultiples(u, BASE, mod(r * w, N), [x, y, 1n])
  if (Z === 0n) return false
  const z = inverse(Z, P)
  return mod(mod(X * z * z, P), N) === r
}

const number = (bytes: Uint8Array): bigint => BigInt(`0x${hex(bytes)}`)

function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** Extended Euclid; `value` is not a multiple of the modulus, which is prime. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [mod(value, modulus), modulus, 1n, 0n]
  while (a !== 0n) {
    const quotient = b / a
    ;[a, b, x, y] = [b % a, a, y - quotient * x, x]
  }
  return mod(y, modulus)
}

/** u·G + v·Q, both read bit by bit from the top. */
function sumOfMultiples(u: bigint, G: Point, v: bigint, Q: Point): Point {
  const both = add(G, Q)
  let sum = INFINITY
  for (let bit = 255n; bit >= 0n; bit--) {
    sum = double(sum)
    const [inU, inV] = [(u >> bit) & 1n, (v >> bit) & 1n]
    if (inU || inV) sum = add(sum, inU && inV ? both : inU ? G : Q)
  }
  return sum
}

// a = −3 (Explicit-Formulas Database, "dbl-2001-b").
function double([X, Y, Z]: Point): Point {
  if (Z === 0n || Y === 0n) return INFINITY
  const delta = mod(Z * Z, P)
  const gamma = mod(Y * Y, P)
  const beta = mod(X * gamma, P)
  const alpha = mod(3n * (X - delta) * (X + delta), P)
  const x = mod(alpha * alpha - 8n * beta, P)
  const z = mod((Y + Z) * (Y + Z) - gamma - delta, P)
  return [x, mod(alpha * (4n * beta - x) - 8n * gamma * gamma, P), z]
}

// "add-2007-bl", and what it leaves out: a point with itself, with its opposite, with infinity.
function add(one: Point, other: Point): Point {
  if (one[2] === 0n) return other
  if (other[2] === 0n) return one
  const [z1, z2] = [mod(one[2] * one[2], P), mod(other[2] * other[2], P)]
  const [u1, u2] = [mod(one[0] * z2, P), mod(other[0] * z1, P)]
  const [s1, s2] = [mod(one[1] * other[2] * z2, P), mod(other[1] * one[2] * z1, P)]
  if (u1 === u2) return s1 === s2 ? double(one) : INFINITY
  const h = u2 - u1
  const r = s2 - s1
  const hh = mod(h * h, P)
  const hhh = mod(h * hh, P)
  const v = mod(u1 * hh, P)
  const x = mod(r * r - hhh - 2n * v, P)
  return [x, mod(r * (v - x) - s1 * hhh, P), mod(one[2] * other[2] * h, P)]
}
