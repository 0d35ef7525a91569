import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import type { Day } from '../calendar/day.ts'
import { base64url, fromBase64 } from '../signing/bytes.ts'
import { ed25519Signer } from '../signing/ed25519.ts'
import { isSmallOrder } from '../signing/key-id.ts'
import type { Keyring, KeyPurpose, KeyRecord, PdfSigner } from '../signing/keyring.ts'
import type { Signer } from '../signing/signer.ts'
import { fieldKeys } from './field-keys.ts'
import { hasPrivate, readHistory, readPrivate, readUnlockFile, type KeyFolder } from './key-files.ts'
import { keyMismatch, noKeyToday } from './refusals.ts'
import { signingMany } from './sign-many.ts'

/** What keys are opened for: `rotate` also opens those that are past their last day, so that others can follow them. */
export type KeyUse = 'sign' | 'rotate'

/**
 * Opens the keys that may sign on `today`. Refuses keys readable by others, a wrong unlock file, and private keys
 * that do not belong to the public record: a service must not start on another one's keys.
 */
export async function loadKeyring(folder: KeyFolder, today: Day, use: KeyUse = 'sign'): Promise<Keyring> {
  const history = readHistory(folder)
  const unlock = readUnlockFile(folder)
  const keyOf = async (purpose: KeyPurpose) => {
    const inTime = (key: KeyRecord) => mayUse(key, purpose, today)
    const isOpen = (key: KeyRecord) => key.purpose === purpose && key.state === 'active'
    // The newest: an older one may serve on until every process has changed over, and is retired then.
    const record = history.findLast(inTime) ?? (use === 'rotate' ? history.findLast(isOpen) : undefined)
    if (!record) throw noKeyToday(purpose, today)
    return { record, secret: await readPrivate(folder, unlock, nameOf(record)) }
  }
  const certificates = await keyOf('certificates')
  const ledger = await keyOf('ledger')
  const ledgerBeside: Signer[] = []
  for (const key of history)
    if (mayUse(key, 'ledger', today) && key.kid !== ledger.record.kid && hasPrivate(folder, nameOf(key)))
      ledgerBeside.push(signerOf(key, await readPrivate(folder, unlock, nameOf(key))))
  const pdf = await keyOf('pdf')
  return {
    certificates: signingMany(signerOf(certificates.record, certificates.secret), certificates.secret),
    ledger: signerOf(ledger.record, ledger.secret),
    ledgerBeside,
    pdf: pdfSignerOf(pdf.record, pdf.secret),
    sessions: (await keyOf('sessions')).secret,
    fields: fieldKeys((await keyOf('fields')).secret, (await keyOf('blind-index')).secret),
    history,
  }
}

const nameOf = ({ purpose, kid }: KeyRecord): string => `${purpose}-${kid}`

// Keys that protect stored data are needed as long as the data is: their window is for rotation, not for use.
const mayUse = (key: KeyRecord, purpose: KeyPurpose, today: Day): boolean =>
  key.purpose === purpose &&
  key.state === 'active' &&
  (purpose === 'fields' || purpose === 'blind-index' || (key.from <= today && today <= key.until))

function signerOf(record: KeyRecord, seed: Uint8Array): Signer {
  const signer = ed25519Signer(seed, record.kid)
  if (base64url(signer.publicKey) !== record.publicKey || isSmallOrder(signer.publicKey))
    throw keyMismatch(record.kid)
  return signer
}

function pdfSignerOf(record: KeyRecord, pkcs8: Uint8Array): PdfSigner {
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
  const [certificate, ...chain] = (record.certificates ?? []).map(fromBase64)
  if (!certificate || !new X509Certificate(certificate).publicKey.equals(createPublicKey(privateKey)))
    throw keyMismatch(record.kid)
  return { kid: record.kid, privateKey, certificate, chain }
}
