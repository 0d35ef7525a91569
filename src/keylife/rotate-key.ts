import { readUnlockFile } from '../keys/key-files.ts'
import { makeKey } from '../keys/make-key.ts'
import { commonNameOf } from '../signing/x509.ts'
import { fromBase64 } from '../signing/bytes.ts'
import type { Context } from '../platform/context.ts'
import type { KeyPurpose, KeyRecord } from '../signing/keyring.ts'
import { changeKeys } from './change-keys.ts'
import { notRotatable } from './refusals.ts'

const ROTATABLE: ReadonlySet<KeyPurpose> = new Set(['certificates', 'ledger', 'pdf', 'sessions'])

/**
 * Makes a new key for a purpose and logs it (`key.added`). From the moment the record is renamed it signs; what older
 * keys signed stays verifiable, and nothing is issued again. The older key goes on being trusted until `retireKey`.
 * Refuses `keylife/not-rotatable` for the keys that protect stored data.
 */
export async function rotateKey(ctx: Context, input: { readonly purpose: KeyPurpose }): Promise<KeyRecord> {
  const { purpose } = input
  if (!ROTATABLE.has(purpose)) throw notRotatable(purpose)
  const unlock = readUnlockFile(ctx.config)
  return changeKeys(ctx, 'added', (history) =>
    makeKey(
      { ...ctx.config, organisation: organisationIn(history), today: ctx.today(), random: ctx.random },
      unlock,
      purpose,
    ),
  )
}

/** PDFs go on being sealed in the name they were sealed in. */
function organisationIn(history: readonly KeyRecord[]): string {
  const [certificate = ''] = history.findLast(({ purpose }) => purpose === 'pdf')?.certificates ?? []
  return commonNameOf(fromBase64(certificate)) || '证信'
}
