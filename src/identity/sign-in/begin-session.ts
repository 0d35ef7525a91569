import { and, eq, inArray, isNull, lt } from 'drizzle-orm'
import { base64url } from '../../signing/bytes.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { sessions } from './schema.ts'
import { ABSOLUTE_MS, CLIENT_MS, tokenDigest, tokenOf } from './session.ts'

/** Handed to its bearer once. */
export interface BegunSession {
  readonly sessionId: string
  readonly token: string
  readonly expiresAt: Date
}

interface NewSession {
  readonly kind: 'account' | 'client'
  readonly holderId: string
  readonly secondFactor: boolean
  readonly agent: string
}

const FORGET_MS = 30 * 86_400_000

/** Step: lets somebody in. What ended long ago is forgotten on the way. */
export async function beginSession(
  ctx: Context,
  tx: Transaction,
  session: NewSession,
): Promise<BegunSession> {
  const now = ctx.now()
  const sessionId = base64url(ctx.random(16))
  const token = tokenOf(ctx.random(32))
  const expiresAt = new Date(now.getTime() + (session.kind === 'client' ? CLIENT_MS : ABSOLUTE_MS))
  await tx.insert(sessions).values({
    ...session,
    id: sessionId,
    digest: tokenDigest(token) as Uint8Array,
    createdAt: now,
    seenAt: now,
    expiresAt,
  })
  const forgotten = tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(lt(sessions.expiresAt, new Date(now.getTime() - FORGET_MS)))
    .for('update', { skipLocked: true })
  await tx.delete(sessions).where(inArray(sessions.id, forgotten))
  return { sessionId, token, expiresAt }
}

/** Step: ends every session of an account or client at once. */
export async function endSessions(ctx: Context, tx: Transaction, holderId: string): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: ctx.now() })
    .where(and(eq(sessions.holderId, holderId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id })
  return ended.length
}
