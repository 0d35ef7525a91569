import { dayFromNumber, dayNumber, type Day } from '../calendar/day.ts'
import { base64, base64url } from '../signing/bytes.ts'
import { ed25519Signer } from '../signing/ed25519.ts'
import type { KeyPurpose, KeyRecord } from '../signing/keyring.ts'
import { writePrivate, type KeyFolder } from './key-files.ts'
import { makePdfIdentity } from './pdf-identity.ts'

/** NIST SP 800-57: a private signing key serves one to three years. */
const SERVICE_DAYS = 2 * 365

/** What a new key stands on. */
export interface NewKey extends KeyFolder {
  /** The organisation named in the PDF certificates. */
  readonly organisation: string
  readonly today: Day
  random(length: number): Uint8Array
}

/** Makes one key, stores its private half encrypted, and hands back what the public may know of it. */
export async function makeKey(input: NewKey, unlock: Uint8Array, purpose: KeyPurpose): Promise<KeyRecord> {
  const window = { from: input.today, until: dayFromNumber(dayNumber(input.today) + SERVICE_DAYS - 1) }
  const { record, secret } = await fresh(input, purpose, window)
  await writePrivate(input, unlock, `${purpose}-${record.kid}`, secret)
  return record
}

async function fresh(
  input: NewKey,
  purpose: KeyPurpose,
  window: { readonly from: Day; readonly until: Day },
): Promise<{ record: KeyRecord; secret: Uint8Array }> {
  switch (purpose) {
    case 'certificates':
    case 'ledger': {
      const secret = input.random(32)
      const { kid, publicKey } = ed25519Signer(secret)
      const record = { purpose, kid, algorithm: 'EdDSA', ...window, state: 'active' } as const
      return { record: { ...record, publicKey: base64url(publicKey) }, secret }
    }
    case 'pdf':
      return freshPdfKey(input, window)
    case 'sessions':
    case 'fields':
    case 'blind-index': {
      const algorithm = purpose === 'fields' ? 'A256GCM' : 'HMAC-SHA256'
      const kid = base64url(input.random(8))
      return { record: { purpose, kid, algorithm, ...window, state: 'active' }, secret: input.random(32) }
    }
  }
}

/**
 * Every PDF key has a root of its own, whose private half is never stored: whoever steals one key can certify no
 * other, and a compromised one leaves the trust bundle without touching its neighbours.
 */
async function freshPdfKey(input: NewKey, window: { readonly from: Day; readonly until: Day }) {
  const identity = await makePdfIdentity({
    organisation: input.organisation,
    ...window,
    random: input.random,
  })
  const record: KeyRecord = {
    purpose: 'pdf',
    kid: base64url(input.random(8)),
    algorithm: 'ES256',
    ...window,
    state: 'active',
    certificates: [identity.signerCertificate, identity.rootCertificate].map(base64),
  }
  return { record, secret: new Uint8Array(identity.signerKey.export({ format: 'der', type: 'pkcs8' })) }
}
