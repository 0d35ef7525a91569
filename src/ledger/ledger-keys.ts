import type { Day } from '../calendar/day.ts'
import { fromBase64url } from '../signing/bytes.ts'
import type { Keyring } from '../signing/keyring.ts'
import { noteKey, type NoteKey } from '../signing/note.ts'

/** A key that signs this ledger's checkpoints, or once did. */
export interface LedgerKey extends NoteKey {
  /** The last day it could sign; null: it signs today. */
  readonly until: Day | null
}

/** The key of today first, then the retired ones. A compromised key proves nothing: anybody may sign with it. */
export function ledgerKeys(origin: string, { ledger, history }: Keyring): readonly LedgerKey[] {
  const current: LedgerKey = { ...noteKey(origin, ledger.publicKey), until: null }
  const past = history
    .filter(({ purpose, state }) => purpose === 'ledger' && state !== 'compromised')
    .map(({ publicKey = '', until }) => ({ ...noteKey(origin, fromBase64url(publicKey)), until }))
  return [current, ...past.filter(({ id }) => id !== current.id)]
}

/**
 * Could one of the signers have signed a checkpoint whose last entry is of `day`? A checkpoint carries no time, so
 * this is all that can be asked: a retired key cannot vouch for an entry made after its last day.
 */
export const couldSign = (keys: readonly LedgerKey[], signers: readonly NoteKey[], day: Day): boolean =>
  keys.some((key) => signers.includes(key) && (key.until === null || day <= key.until))
