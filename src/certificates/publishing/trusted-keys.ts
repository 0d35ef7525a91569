import { certificateKeys, type TrustedKeys } from '../../credentials/trusted-key.ts'
import { fromBase64 } from '../../signing/bytes.ts'
import type { KeyRecord } from '../../signing/keyring.ts'

/** The keys that ever signed certificates here, as verifiers trust them. */
export const trustedKeys = (history: readonly KeyRecord[]): TrustedKeys =>
  new Map(certificateKeys(history).map((key) => [key.kid, key]))

/** A PDF key as verifiers know it: by the root of its own that ends its chain. */
export interface PdfKey {
  /** DER. */
  readonly root: Uint8Array
  readonly isCompromised: boolean
  /** Of a compromised key: files committed to the ledger before this index are its owner's. Absent: none are. */
  readonly cutOff?: number
}

/** Every PDF key there ever was. */
export const pdfKeys = (history: readonly KeyRecord[]): readonly PdfKey[] =>
  history.flatMap(({ purpose, certificates, state, cutOff }) => {
    if (purpose !== 'pdf' || !certificates) return []
    const root = fromBase64(certificates.at(-1) ?? '')
    return [{ root, isCompromised: state === 'compromised', ...(cutOff === undefined ? {} : { cutOff }) }]
  })

/** DER roots of the PDF keys nobody else ever had. */
export const pdfRoots = (history: readonly KeyRecord[]): readonly Uint8Array[] => rootsOf(history, false)

/** DER roots of those somebody else had: what they sealed, only the issuer's books can tell apart. */
export const compromisedPdfRoots = (history: readonly KeyRecord[]): readonly Uint8Array[] =>
  rootsOf(history, true)

const rootsOf = (history: readonly KeyRecord[], compromised: boolean): readonly Uint8Array[] =>
  pdfKeys(history)
    .filter(({ isCompromised }) => isCompromised === compromised)
    .map(({ root }) => root)
