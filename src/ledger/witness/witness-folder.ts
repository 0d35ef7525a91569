import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  makeUnlockFile,
  readPrivate,
  readUnlockFile,
  writePrivate,
  type KeyFolder,
} from '../../keys/key-files.ts'
import { base64url } from '../../signing/bytes.ts'
import { ed25519Signer } from '../../signing/ed25519.ts'
import { keyId } from '../../signing/key-id.ts'
import { COSIGNATURE, encodeVkey, noteKey, parseVkey } from '../../signing/note.ts'
import type { Signer } from '../../signing/signer.ts'
import { checkpointFile, type CheckpointMemory } from '../checkpoint-memory.ts'
import { badWitnessName, noWitnessKey, witnessKeyThere } from '../refusals.ts'

// One folder holds a witness: its key, and the last checkpoint it cosigned of each log. Restoring an older copy of it
// would let a log show two histories: a witness whose folder was lost is ended, not restored.

const keyFolder = (folder: string): KeyFolder => ({
  keysDir: join(folder, 'keys'),
  unlockFile: join(folder, 'keys', 'unlock'),
})
const vkeyFile = (folder: string) => join(folder, 'vkey')

/** Makes a witness's key and answers with its vkey. Nothing else ever makes one. */
export async function initWitness(
  folder: string,
  name: string,
  random: (length: number) => Uint8Array,
): Promise<string> {
  const keys = keyFolder(folder)
  if (existsSync(vkeyFile(folder)) || existsSync(keys.keysDir)) throw witnessKeyThere(folder)
  const seed = random(32)
  const signer = ed25519Signer(seed)
  const vkey = vkeyOf(name, signer.publicKey)
  await mkdir(keys.keysDir, { recursive: true, mode: 0o700 })
  const unlock = random(32)
  makeUnlockFile(keys, base64url(unlock))
  await writePrivate(keys, unlock, `witness-${signer.kid}`, seed)
  // Written last: without it the folder is known to be half made.
  await checkpointFile(vkeyFile(folder)).write(`${vkey}\n`)
  return vkey
}

/** The witness in a folder; refuses `ledger/no-witness-key`. */
export async function openWitness(folder: string): Promise<{ name: string; vkey: string; signer: Signer }> {
  const vkey = (await readFile(vkeyFile(folder), 'utf8').catch(() => '')).trim()
  const key = parseVkey(vkey, COSIGNATURE)
  if (!key) throw noWitnessKey(folder)
  const keys = keyFolder(folder)
  const { name, publicKey } = key
  const kid = keyId(publicKey)
  const signer = ed25519Signer(await readPrivate(keys, readUnlockFile(keys), `witness-${kid}`))
  if (encodeVkey(noteKey(name, signer.publicKey, COSIGNATURE), COSIGNATURE) !== vkey)
    throw noWitnessKey(folder)
  return { name, vkey, signer }
}

/** Where a witness keeps what it last cosigned of a log. */
export const memoryIn = (folder: string, originHash: string): CheckpointMemory =>
  checkpointFile(join(folder, 'logs', originHash, 'checkpoint'))

/** SHA-256 of an origin in hex: how a witness's readers name a log. */
export const originHash = (origin: string): string => createHash('sha256').update(origin).digest('hex')

function vkeyOf(name: string, publicKey: Uint8Array): string {
  try {
    return encodeVkey(noteKey(name, publicKey, COSIGNATURE), COSIGNATURE)
  } catch {
    throw badWitnessName(name)
  }
}
