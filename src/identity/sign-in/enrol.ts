import { eq } from 'drizzle-orm'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protect, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Refusal } from '../../platform/refusal.ts'
import { recordAct } from '../../trail/record-act.ts'
import { recordRefused } from '../../trail/record-refused.ts'
import { accountActor } from './account.ts'
import { beginSession, endSessions, type BegunSession } from './begin-session.ts'
import { accountById } from './find-account.ts'
import { forgiveAttempt } from './lock-out.ts'
import { digestOf, spendSecret } from './one-time-secret.ts'
import { hashPassword, isTooLong, passwordFault } from './password.ts'
import { badPassword, badSecret } from './refusals.ts'
import { accounts, credentials, oneTimeSecrets } from './schema.ts'
import { needsSecondFactor } from './second-factor.ts'
import type { ClientPlace } from './sign-in.ts'
import { steadyNow } from './steady-now.ts'
import { TOTP_SECRET_BYTES } from './totp.ts'

export interface EnrolInput {
  /** As openAccount or approveRecovery told it, however it is typed. */
  readonly secret: string
  readonly password: string
  readonly client: ClientPlace
}

/**
 * Sets the first password, or the one after a recovery, and signs in. Whoever's roles need a second factor has one
 * waiting to be confirmed (`secondFactorToConfirm`) and can do nothing else before. Refuses
 * `identity/bad-one-time-secret` (wrong, used or past: one answer) and `identity/password-…`, which spend nothing.
 */
export async function enrol(
  ctx: Context,
  input: EnrolInput,
): Promise<BegunSession & { readonly needsSecondFactor: boolean }> {
  if (isTooLong(input.password)) throw badPassword('too-long')
  const login = await loginBehind(ctx, input.secret)
  const fault = passwordFault(input.password, login)
  if (fault !== null) throw badPassword(fault)
  const passwordHash = await hashPassword(input.password, ctx.random(16))

  const outcome = await ctx.database.transaction(async (tx) => {
    const accountId = await spendSecret(tx, input.secret, await steadyNow(ctx, tx))
    if (accountId === null) return null
    const account = await accountById(tx, accountId)
    const needed = await needsSecondFactor(tx, accountActor(account, ''))
    const key = (await personKeys(ctx, tx, [account.personId])).get(account.personId) as PersonKey
    const place = { column: 'credentials.totp_pending', row: accountId } as const
    const totpPending = needed
      ? protect(key, place, ctx.random(TOTP_SECRET_BYTES), ctx.random(NONCE_LENGTH))
      : null
    const row = { passwordHash, totpSecret: null, totpPending, totpStep: 0 }
    await tx
      .insert(credentials)
      .values({ accountId, ...row })
      .onConflictDoUpdate({ target: credentials.accountId, set: row })
    await endSessions(ctx, tx, accountId)
    await forgiveAttempt(ctx, tx, { login: account.login, address: null })
    const session = await beginSession(ctx, tx, {
      kind: 'account',
      holderId: accountId,
      secondFactor: false,
      agent: input.client.agent,
    })
    const asOwner = { ...ctx, actor: accountActor(account, session.sessionId) }
    await recordAct(asOwner, tx, { act: 'enrolment', officeId: account.officeId, about: accountId })
    return { ...session, needsSecondFactor: needed }
  })
  if (outcome === null) throw await refusedSecret(ctx)
  return outcome
}

async function refusedSecret(ctx: Context): Promise<Refusal> {
  const refusal = badSecret()
  await recordRefused(ctx, { act: 'enrolment', officeId: null, code: refusal.code })
  return refusal
}

// Only its bearer gets as far as a password's own faults.
async function loginBehind(ctx: Context, secret: string): Promise<string> {
  const digest = digestOf(secret)
  if (!digest) throw await refusedSecret(ctx)
  const [found] = await ctx.database.read
    .select({ login: accounts.login })
    .from(oneTimeSecrets)
    .innerJoin(accounts, eq(accounts.id, oneTimeSecrets.accountId))
    .where(eq(oneTimeSecrets.digest, digest))
  if (!found) throw await refusedSecret(ctx)
  return found.login
}
