import { eq } from 'drizzle-orm'
import { openCheckpoint, parseCheckpoint } from '../ledger/checkpoint.ts'
import { latestCheckpoint } from '../ledger/refuse-if-behind.ts'
import { ledgerHead } from '../ledger/schema.ts'
import type { Context } from '../platform/context.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { noteKey, parseNote } from '../signing/note.ts'
import { changeKeys } from './change-keys.ts'
import { alreadySo, badCutOff, notYetPublished } from './refusals.ts'
import { keyIn, refuseIfUsed } from './retire-key.ts'

/**
 * Announces that a key was in other hands (`key.compromised`). What the ledger holds before `fromIndex` was signed by
 * its owner and stays valid; anything else under it is not, wherever it turns up. Rotate first: the key that signs
 * today is refused (`keylife/still-in-use`); so are `…/unknown-key`, `…/already-so`, `…/bad-cut-off`.
 */
export async function compromiseKey(
  ctx: Context,
  input: { readonly kid: string; readonly fromIndex: number },
): Promise<KeyRecord> {
  const { kid, fromIndex } = input
  const [head] = await ctx.database.read
    .select({ size: ledgerHead.size })
    .from(ledgerHead)
    .where(eq(ledgerHead.id, 1))
  const size = Number(head?.size ?? 0)
  if (!Number.isSafeInteger(fromIndex) || fromIndex < 0 || fromIndex > size) throw badCutOff(size)
  const latest = await latestCheckpoint(ctx.database.read)
  return changeKeys(ctx, 'compromised', (history) => {
    const key = keyIn(history, kid)
    if (key.state === 'compromised') throw alreadySo(kid, key.state)
    refuseIfUsed(history, key)
    // The head must stand under another key already, or the ledger could not be opened any more.
    if (key.purpose === 'ledger' && !isSignedToday(ctx, latest?.note ?? '')) throw notYetPublished(kid)
    return { ...key, state: 'compromised', cutOff: fromIndex }
  })
}

function isSignedToday({ keyring }: Context, note: string): boolean {
  const origin = parseCheckpoint(parseNote(note)?.text ?? '')?.origin
  if (origin === undefined) return false
  return openCheckpoint(note, [noteKey(origin, keyring.ledger.publicKey)], verifyEd25519).kind === 'signed'
}
