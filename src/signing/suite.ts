// Bundled into pages: no node modules here.

/**
 * A way of signing certificates, as both envelopes name it. One more (SM2 with SM3) is a file that signs and verifies,
 * and a row below; what has no row is refused as `algorithm`, whatever a message says of itself.
 */
export interface SignatureSuite {
  /** The `alg` of a JWS (RFC 7518, RFC 8037). */
  readonly jose: string
  /** The algorithm of a COSE_Sign1 (RFC 9053). */
  readonly cose: number
  readonly signatureBytes: number
}

export const ED25519: SignatureSuite = { jose: 'EdDSA', cose: -8, signatureBytes: 64 }

/** The fixed list. */
const SUITES: readonly SignatureSuite[] = [ED25519]

export const suiteOfJose = (alg: unknown): SignatureSuite | null =>
  SUITES.find(({ jose }) => jose === alg) ?? null

export const suiteOfCose = (alg: unknown): SignatureSuite | null =>
  SUITES.find(({ cose }) => cose === alg) ?? null
