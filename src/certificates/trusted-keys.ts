import { certificateKeys, type TrustedKeys } from '../credentials/trusted-key.ts'
import { fromBase64 } from '../signing/bytes.ts'
import type { KeyRecord } from '../signing/keyring.ts'

/** The keys that ever signed certificates here, as verifiers trust them. */
export const trustedKeys = (history: readonly KeyRecord[]): TrustedKeys =>
  new Map(certificateKeys(history).map((key) => [key.kid, key]))

/** DER roots of every PDF key there ever was. */
export const pdfRoots = (history: readonly KeyRecord[]): readonly Uint8Array[] =>
  history.flatMap(({ purpose, certificates }) =>
    purpose === 'pdf' && certificates ? [fromBase64(certificates.at(-1) ?? '')] : [],
  )
