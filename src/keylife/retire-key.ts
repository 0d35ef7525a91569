import type { Context } from '../platform/context.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { changeKeys } from './change-keys.ts'
import { alreadySo, keyUnknown, stillInUse } from './refusals.ts'

/**
 * Announces a key's last day, today (`key.retired`): what it signed up to now stays valid, later dates under it do not.
 * Refuses `keylife/unknown-key`, `…/already-so`, and `…/still-in-use` for the key that signs today.
 */
export const retireKey = (ctx: Context, input: { readonly kid: string }): Promise<KeyRecord> =>
  changeKeys(ctx, 'retired', (history) => {
    const key = keyIn(history, input.kid)
    if (key.state !== 'active') throw alreadySo(key.kid, key.state)
    refuseIfUsed(history, key)
    const today = ctx.today()
    return { ...key, state: 'retired', until: today < key.until ? today : key.until }
  })

export function keyIn(history: readonly KeyRecord[], kid: string): KeyRecord {
  const key = history.find((each) => each.kid === kid)
  if (!key) throw keyUnknown(kid)
  return key
}

/** The newest active key of a purpose signs (keys/load.ts). */
export function refuseIfUsed(history: readonly KeyRecord[], { kid, purpose }: KeyRecord): void {
  const used = history.findLast((each) => each.purpose === purpose && each.state === 'active')
  if (used?.kid === kid) throw stillInUse(kid, purpose)
}
