import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { signedIn, type SignedInActor } from './account.ts'
import { accountById, type Account } from './find-account.ts'
import { judgeClaim, spendStep, tryPassword } from './judge-claim.ts'
import { forgiveAttempt } from './lock-out.ts'
import { isTooLong } from './password.ts'
import { badPassword, wrongPassword } from './refusals.ts'

/** That it is still the person who signed in, and not whoever found the desk open. */
export interface Proof {
  readonly password: string
  /** Required of whoever has confirmed an authenticator. */
  readonly code?: string | undefined
}

/**
 * Does `act` in one transaction with a fresh proof of who is there, counted against the same limits as signing in.
 * Refuses `identity/wrong-password`, recorded.
 */
export async function proveAgain(
  ctx: Context,
  { password, code }: Proof,
  act: (tx: Transaction, me: SignedInActor) => Promise<void>,
): Promise<Account> {
  const me = signedIn(ctx.actor)
  if (isTooLong(password)) throw badPassword('too-long')
  const account = await accountById(ctx.database.read, me.accountId)
  const tried = { login: account.login, address: null }
  const claim = await tryPassword(ctx, { tried, login: account.login, password, code })
  const isProved = await ctx.database.transaction(async (tx) => {
    const judged = await judgeClaim(ctx, tx, claim)
    if (judged.kind === 'refused') {
      await recordAct(ctx, tx, {
        act: 'proof',
        officeId: account.officeId,
        about: account.id,
        outcome: 'refused',
        code: 'identity/wrong-password',
        facts: { reason: judged.reason },
      })
      return false
    }
    await forgiveAttempt(ctx, tx, tried)
    if (judged.step !== null) await spendStep(tx, account.id, judged.step)
    await act(tx, me)
    return true
  })
  if (!isProved) throw wrongPassword()
  return account
}
