import { mkdirSync } from 'node:fs'
import { base64url } from '../signing/bytes.ts'
import { KEY_PURPOSES, type KeyRecord } from '../signing/keyring.ts'
import { hasHistory, hasPrivateKeys, makeUnlockFile, writeHistory } from './key-files.ts'
import { makeKey, type NewKey } from './make-key.ts'
import { keysAlreadyThere, keysHalfWritten } from './refusals.ts'

/** Makes one key for each purpose, private ones encrypted. Refuses to touch a folder that has any. */
export async function initKeys(input: NewKey): Promise<readonly KeyRecord[]> {
  if (hasHistory(input)) throw keysAlreadyThere(input.keysDir)
  if (hasPrivateKeys(input)) throw keysHalfWritten(input.keysDir)
  mkdirSync(input.keysDir, { recursive: true, mode: 0o700 })

  const unlock = input.random(32)
  makeUnlockFile(input, base64url(unlock))
  const history: KeyRecord[] = []
  for (const purpose of KEY_PURPOSES) history.push(await makeKey(input, unlock, purpose))
  writeHistory(input, history)
  return history
}
