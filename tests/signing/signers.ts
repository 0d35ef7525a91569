import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { fromHex } from '../../src/signing/bytes.ts'
import type { PdfSigner } from '../../src/signing/keyring.ts'
import { createSigningChain } from '../../src/signing/signing-chain.ts'

export const AUTHORITY = '云南省人力资源和社会保障厅'

export const p256 = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

/** A signer under a fresh root, good from 2026-01-01 to 2028-12-31 in China. */
export async function freshSigner(
  authority = AUTHORITY,
): Promise<{ signer: PdfSigner; root: Uint8Array; rootKey: KeyObject }> {
  const [privateKey, rootKey] = [p256(), p256()]
  const { certificate, root } = await createSigningChain({
    authority,
    root: { privateKey: rootKey, serial: fromHex('00'.repeat(15) + '01') },
    signer: { privateKey, serial: fromHex('ff'.repeat(16)) },
    notBefore: new Date('2026-01-01T00:00:00+08:00'),
    notAfter: new Date('2028-12-31T23:59:59+08:00'),
  })
  return { signer: { kid: 'pdf', privateKey, certificate, chain: [root] }, root, rootKey }
}
