import { mkdirSync } from 'node:fs'
import { dayFromNumber, dayNumber, type Day } from '../calendar/day.ts'
import { base64, base64url } from '../signing/bytes.ts'
import { ed25519Signer } from '../signing/ed25519.ts'
import type { KeyPurpose, KeyRecord } from '../signing/keyring.ts'
import { makePdfIdentity } from './pdf-identity.ts'
import {
  hasHistory,
  hasPrivateKeys,
  makeUnlockFile,
  writeHistory,
  writePrivate,
  type KeyFolder,
} from './key-files.ts'
import { keysAlreadyThere, keysHalfWritten } from './refusals.ts'

/** NIST SP 800-57: a private signing key serves one to three years. */
const SERVICE_DAYS = 2 * 365

export interface NewKeys extends KeyFolder {
  /** The organisation named in the PDF certificates. */
  readonly organisation: string
  readonly today: Day
  random(length: number): Uint8Array
}

/** Makes one key for each purpose, private ones encrypted. Refuses to touch a folder that has any. */
export async function initKeys(input: NewKeys): Promise<readonly KeyRecord[]> {
  if (hasHistory(input)) throw keysAlreadyThere(input.keysDir)
  if (hasPrivateKeys(input)) throw keysHalfWritten(input.keysDir)
  mkdirSync(input.keysDir, { recursive: true, mode: 0o700 })

  const unlock = input.random(32)
  makeUnlockFile(input, base64url(unlock))
  const window = { from: input.today, until: dayFromNumber(dayNumber(input.today) + SERVICE_DAYS - 1) }
  const keep = (purpose: string, kid: string, key: Uint8Array) =>
    writePrivate(input, unlock, `${purpose}-${kid}`, key)

  const history: KeyRecord[] = []
  for (const purpose of ['certificates', 'ledger'] as const) {
    const seed = input.random(32)
    const { kid, publicKey } = ed25519Signer(seed)
    await keep(purpose, kid, seed)
    history.push({
      purpose,
      kid,
      algorithm: 'EdDSA',
      ...window,
      state: 'active',
      publicKey: base64url(publicKey),
    })
  }
  history.push(await makePdfKey(input, window, keep))
  for (const [purpose, algorithm] of SECRETS) {
    const kid = base64url(input.random(8))
    await keep(purpose, kid, input.random(32))
    history.push({ purpose, kid, algorithm, ...window, state: 'active' })
  }
  writeHistory(input, history)
  return history
}

const SECRETS = [
  ['sessions', 'HMAC-SHA256'],
  ['fields', 'A256GCM'],
  ['blind-index', 'HMAC-SHA256'],
] as const satisfies readonly (readonly [KeyPurpose, KeyRecord['algorithm']])[]

async function makePdfKey(
  input: NewKeys,
  window: { from: Day; until: Day },
  keep: (purpose: string, kid: string, key: Uint8Array) => Promise<void>,
): Promise<KeyRecord> {
  const identity = await makePdfIdentity({
    organisation: input.organisation,
    ...window,
    random: input.random,
  })
  const kid = base64url(input.random(8))
  const pkcs8 = (key: typeof identity.signerKey) =>
    new Uint8Array(key.export({ format: 'der', type: 'pkcs8' }))
  await keep('pdf', kid, pkcs8(identity.signerKey))
  // The root's key signs the next signer at rotation and nothing else.
  await keep('pdf-root', kid, pkcs8(identity.rootKey))
  const certificates = [identity.signerCertificate, identity.rootCertificate].map(base64)
  return { purpose: 'pdf', kid, algorithm: 'ES256', ...window, state: 'active', certificates }
}
