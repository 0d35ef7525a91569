import { and, eq, isNull, ne } from 'drizzle-orm'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protect, reveal, type PersonKey } from '../../people/protect.ts'
import type { Actor, Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { grantsOf } from '../authorise.ts'
import { roleRow } from '../role.ts'
import { signedIn } from './account.ts'
import { accountById } from './find-account.ts'
import { proveAgain, type Proof } from './prove-again.ts'
import { nothingToConfirm, secondFactorNeeded, wrongCode } from './refusals.ts'
import { credentials, sessions } from './schema.ts'
import { steadyNow } from './steady-now.ts'
import { stepOf, toEnrol, TOTP_SECRET_BYTES, type SecondFactorToEnrol } from './totp.ts'

const pendingPlace = (row: string) => ({ column: 'credentials.totp_pending', row }) as const
export const totpPlace = (row: string) => ({ column: 'credentials.totp_secret', row }) as const

/** Does any role held now ask for one? */
export async function needsSecondFactor(handle: Handle, actor: Actor): Promise<boolean> {
  return (await grantsOf(handle, actor)).some(({ role }) => roleRow(role).secondFactor)
}

/**
 * Step: refuses `identity/second-factor-needed` to a person whose roles ask for a second factor and whose session
 * was begun without. Everything but one's own door stands behind it; other systems sign, and have none.
 */
export async function requireSecondFactor(ctx: Context, handle: Handle): Promise<void> {
  if (ctx.actor.kind !== 'account') return
  const [session] = await handle
    .select({ secondFactor: sessions.secondFactor })
    .from(sessions)
    .where(eq(sessions.id, signedIn(ctx.actor).sessionId))
  if (!session?.secondFactor && (await needsSecondFactor(handle, ctx.actor))) throw secondFactorNeeded()
}

/**
 * Begins to bind an authenticator, also instead of an earlier one, which stays until the new one is confirmed.
 * Refuses `identity/wrong-password`.
 */
export async function enrolSecondFactor(ctx: Context, proof: Proof): Promise<SecondFactorToEnrol> {
  const secret = ctx.random(TOTP_SECRET_BYTES)
  const { login } = await proveAgain(ctx, proof, async (tx, me) => {
    const key = await keyOf(ctx, tx, me.personId)
    const totpPending = protect(key, pendingPlace(me.accountId), secret, ctx.random(NONCE_LENGTH))
    await tx.update(credentials).set({ totpPending }).where(eq(credentials.accountId, me.accountId))
    await recordAct(ctx, tx, {
      act: 'second-factor',
      officeId: null,
      about: me.accountId,
      facts: { what: 'begun' },
    })
  })
  return toEnrol(secret, login)
}

/** What waits to be confirmed, for the eyes of its owner; null when nothing does. */
export async function secondFactorToConfirm(ctx: Context): Promise<SecondFactorToEnrol | null> {
  const me = signedIn(ctx.actor)
  const { read } = ctx.database
  const [found] = await read
    .select({ pending: credentials.totpPending })
    .from(credentials)
    .where(eq(credentials.accountId, me.accountId))
  if (!found?.pending) return null
  const key = await keyOf(ctx, read, me.personId)
  const { login } = await accountById(read, me.accountId)
  return toEnrol(reveal(key, pendingPlace(me.accountId), found.pending), login)
}

/** Has the actor a confirmed authenticator? */
export async function hasSecondFactor(ctx: Context): Promise<boolean> {
  const [found] = await ctx.database.read
    .select({ secret: credentials.totpSecret })
    .from(credentials)
    .where(eq(credentials.accountId, signedIn(ctx.actor).accountId))
  return found !== undefined && found.secret !== null
}

/**
 * Confirms it by its first code, which is spent by that. This session counts as signed in with it; all others end.
 * Refuses `identity/wrong-code`, `identity/no-second-factor-to-confirm`.
 */
export async function confirmSecondFactor(ctx: Context, input: { readonly code: string }): Promise<void> {
  const me = signedIn(ctx.actor)
  await ctx.database.transaction(async (tx) => {
    const now = await steadyNow(ctx, tx)
    const mine = eq(credentials.accountId, me.accountId)
    const [credential] = await tx.select().from(credentials).where(mine).for('update')
    if (!credential?.totpPending) throw nothingToConfirm()
    const key = await keyOf(ctx, tx, me.personId)
    const secret = reveal(key, pendingPlace(me.accountId), credential.totpPending)
    const step = stepOf(secret, input.code, now)
    if (step === null) throw wrongCode()
    const totpSecret = protect(key, totpPlace(me.accountId), secret, ctx.random(NONCE_LENGTH))
    await tx.update(credentials).set({ totpSecret, totpPending: null, totpStep: step }).where(mine)
    await tx.update(sessions).set({ secondFactor: true }).where(eq(sessions.id, me.sessionId))
    await tx
      .update(sessions)
      .set({ endedAt: ctx.now() })
      .where(
        and(eq(sessions.holderId, me.accountId), ne(sessions.id, me.sessionId), isNull(sessions.endedAt)),
      )
    await recordAct(ctx, tx, {
      act: 'second-factor',
      officeId: null,
      about: me.accountId,
      facts: { what: 'confirmed' },
    })
  })
}

const keyOf = async (ctx: Context, handle: Handle, personId: string): Promise<PersonKey> =>
  (await personKeys(ctx, handle, [personId])).get(personId) as PersonKey
