import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { purposeFault } from '../../trail/purpose.ts'
import { recordAct } from '../../trail/record-act.ts'
import { badPurpose } from '../../trail/refusals.ts'
import { signedIn } from './account.ts'
import { endSessions } from './begin-session.ts'
import { sessionNotFound } from './refusals.ts'
import { sessions } from './schema.ts'
import { isAlive } from './session.ts'

export interface ListedSession {
  readonly id: string
  readonly agent: string
  readonly createdAt: Date
  readonly seenAt: Date
  /** The one that asks. */
  readonly isThis: boolean
}

/** Where the actor is signed in now, the latest seen first. */
export async function listSessions(ctx: Context): Promise<readonly ListedSession[]> {
  const me = signedIn(ctx.actor)
  const now = ctx.now()
  const rows = await ctx.database.read
    .select()
    .from(sessions)
    .where(and(eq(sessions.holderId, me.accountId), isNull(sessions.endedAt), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.seenAt))
  return rows
    .filter((session) => isAlive(session, now))
    .map(({ id, agent, createdAt, seenAt }) => ({
      id,
      agent,
      createdAt,
      seenAt,
      isThis: id === me.sessionId,
    }))
}

/** Ends one of the actor's own. Refuses `identity/session-not-found`. */
export async function endSession(ctx: Context, input: { readonly sessionId: string }): Promise<void> {
  const me = signedIn(ctx.actor)
  await ctx.database.transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: ctx.now() })
      .where(
        and(eq(sessions.id, input.sessionId), eq(sessions.holderId, me.accountId), isNull(sessions.endedAt)),
      )
      .returning({ id: sessions.id })
    if (ended.length === 0) throw sessionNotFound(input.sessionId)
    const act = input.sessionId === me.sessionId ? 'sign-out' : 'sessions.end'
    await recordAct(ctx, tx, { act, officeId: null, about: me.accountId })
  })
}

/** Ends every session of the actor, this one too. */
export async function endAllSessions(ctx: Context): Promise<{ readonly ended: number }> {
  const me = signedIn(ctx.actor)
  return ctx.database.transaction(async (tx) => {
    const ended = await endSessions(ctx, tx, me.accountId)
    await recordAct(ctx, tx, { act: 'sessions.end', officeId: null, about: me.accountId, facts: { ended } })
    return { ended }
  })
}

/** Ends the session that asks. Refuses `identity/not-signed-in`. */
export async function signOut(ctx: Context): Promise<void> {
  await endSession(ctx, { sessionId: signedIn(ctx.actor).sessionId })
}

/**
 * Says what this session is at work for: it stands beside every act from now on, until something else is said; empty
 * takes it back. Refuses `trail/bad-purpose`.
 */
export async function statePurpose(ctx: Context, input: { readonly purpose: string }): Promise<void> {
  const me = signedIn(ctx.actor)
  const purpose = input.purpose.trim() === '' ? null : input.purpose.trim()
  const fault = purpose === null ? null : purposeFault(purpose)
  if (fault !== null) throw badPurpose(fault)
  await ctx.database.transaction(async (tx) => {
    await tx.update(sessions).set({ purpose }).where(eq(sessions.id, me.sessionId))
    const stating = { ...ctx, actor: { ...ctx.actor, purpose } }
    await recordAct(stating, tx, { act: 'purpose', officeId: null, about: me.accountId })
  })
}
