import type { Day } from '../calendar/day.ts'
import { fromBase64url } from '../signing/bytes.ts'
import type { Keyring } from '../signing/keyring.ts'
import { noteKey, type NoteKey } from '../signing/note.ts'

/** A key that signs this ledger's checkpoints, or once did. */
export interface LedgerKey extends NoteKey {
  /** The last day it could sign; null: it signs today. */
  readonly until: Day | null
  /** Of a compromised key: the largest size whose checkpoint it made while it was ours; null: any. */
  readonly most: bigint | null
}

/**
 * The key of today first, then the retired ones. A compromised key proves nothing beyond its cut-off: anybody may sign
 * with it.
 */
export function ledgerKeys(origin: string, { ledger, history }: Keyring): readonly LedgerKey[] {
  const current: LedgerKey = { ...noteKey(origin, ledger.publicKey), until: null, most: null }
  const past = history
    .filter(
      ({ purpose, state, cutOff }) =>
        purpose === 'ledger' && (state !== 'compromised' || cutOff !== undefined),
    )
    .map(({ publicKey = '', until, cutOff }) => ({
      ...noteKey(origin, fromBase64url(publicKey)),
      until,
      most: cutOff === undefined ? null : BigInt(cutOff),
    }))
  return [current, ...past.filter(({ id }) => id !== current.id)]
}

/**
 * Could one of the signers have signed a checkpoint of `size` whose last entry is of `day`? A checkpoint carries no
 * time, so this is all that can be asked: a retired key cannot vouch for an entry made after its last day.
 */
export const couldSign = (
  keys: readonly LedgerKey[],
  signers: readonly NoteKey[],
  last: { readonly day: Day; readonly size: bigint },
): boolean =>
  keys.some(
    (key) =>
      signers.includes(key) &&
      (key.until === null || last.day <= key.until) &&
      (key.most === null || last.size <= key.most),
  )
