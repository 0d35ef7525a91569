import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Day } from '../calendar/day.ts'
import { createSigningChain } from '../signing/signing-chain.ts'

/** What PDFs are signed with: a P-256 signer under a root of the authority's own. */
export interface PdfIdentity {
  readonly signerKey: KeyObject
  /** DER. */
  readonly signerCertificate: Uint8Array
  /** DER; what verifiers pin. */
  readonly rootCertificate: Uint8Array
}

const p256 = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

/** `from` … `until` are days in China, both included. */
export async function makePdfIdentity(input: {
  readonly organisation: string
  readonly from: Day
  readonly until: Day
  random(length: number): Uint8Array
}): Promise<PdfIdentity> {
  const [signerKey, rootKey] = [p256(), p256()]
  const chain = await createSigningChain({
    authority: input.organisation,
    root: { privateKey: rootKey, serial: input.random(16) },
    signer: { privateKey: signerKey, serial: input.random(16) },
    notBefore: new Date(`${input.from}T00:00:00+08:00`),
    notAfter: new Date(`${input.until}T23:59:59+08:00`),
  })
  return { signerKey, signerCertificate: chain.certificate, rootCertificate: chain.root }
}
