import { eq } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { accountActor } from './account.ts'
import { beginSession, type BegunSession } from './begin-session.ts'
import type { Account } from './find-account.ts'
import { judgeClaim, spendStep, tryPassword, type Reason } from './judge-claim.ts'
import { forgiveAttempt, type Tried } from './lock-out.ts'
import { readLogin } from './login.ts'
import { hashPassword, isOutdated, isTooLong } from './password.ts'
import { badPassword, signInRefused } from './refusals.ts'
import { credentials } from './schema.ts'

/** Where somebody signs in from. */
export interface ClientPlace {
  /** Null when it is not known. */
  readonly address: string | null
  /** Class of browser and system (agent-class.ts). */
  readonly agent: string
}

export interface SignInInput {
  readonly login: string
  readonly password: string
  /** Required of whoever has confirmed an authenticator. */
  readonly code?: string | undefined
  readonly client: ClientPlace
}

/**
 * Lets a person in and hands out the session's token. Refuses `identity/sign-in-refused`, the same for an unknown
 * login, a wrong password, a wrong or spent code and a locked account, after the same work; and
 * `identity/password-too-long` before any. Only the trail knows why.
 */
export async function signIn(ctx: Context, input: SignInInput): Promise<BegunSession> {
  if (isTooLong(input.password)) throw badPassword('too-long')
  // Strangers are counted and recorded like everybody.
  const login = readLogin(input.login)
  const tried = { login: login ?? input.login.slice(0, 64), address: input.client.address }
  const claim = await tryPassword(ctx, { ...input, tried, login: login ?? '', code: input.code })
  const isOld = claim.verified !== null && isOutdated(claim.verified)
  const renewed = isOld ? await hashPassword(input.password, ctx.random(16)) : null
  const outcome = await ctx.database.transaction(async (tx) => {
    const judged = await judgeClaim(ctx, tx, claim)
    if (judged.kind === 'refused') return refused(ctx, tx, tried, judged)
    return admit(ctx, tx, { ...judged, renewed, tried, agent: input.client.agent })
  })
  // Thrown out here: inside, it would take its own record back with it.
  if (outcome === null) throw signInRefused()
  return outcome
}

interface Admitted {
  readonly account: Account
  readonly step: number | null
  readonly renewed: string | null
  readonly tried: Tried
  readonly agent: string
}

async function admit(
  ctx: Context,
  tx: Transaction,
  { account, step, renewed, tried, agent }: Admitted,
): Promise<BegunSession> {
  if (step !== null) await spendStep(tx, account.id, step)
  if (renewed !== null)
    await tx.update(credentials).set({ passwordHash: renewed }).where(eq(credentials.accountId, account.id))
  await forgiveAttempt(ctx, tx, tried)
  const session = await beginSession(ctx, tx, {
    kind: 'account',
    holderId: account.id,
    secondFactor: step !== null,
    agent,
  })
  const signedIn = { ...ctx, actor: accountActor(account, session.sessionId) }
  await recordAct(signedIn, tx, {
    act: 'sign-in',
    officeId: account.officeId,
    about: account.id,
    facts: { secondFactor: step !== null, agent },
  })
  return session
}

async function refused(
  ctx: Context,
  tx: Transaction,
  { login }: Tried,
  { reason, known }: { readonly reason: Reason; readonly known: Account | null },
): Promise<null> {
  const hashed = base64url(ctx.keyring.fields.trailIndex(`login|${login}`))
  await recordAct(ctx, tx, {
    act: 'sign-in',
    officeId: known?.officeId ?? null,
    about: known?.id ?? hashed,
    outcome: 'refused',
    code: 'identity/sign-in-refused',
    facts: { reason, login: hashed },
  })
  return null
}
