import { and, eq, isNull, lt } from 'drizzle-orm'
import type { Actor, Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { accountActor, clientActor } from './account.ts'
import { accounts, closings, sessions } from './schema.ts'
import { isAlive, SLIDE_MS, tokenDigest } from './session.ts'

/** What a request brought: people a cookie, other systems a bearer token. Neither opens the other's door. */
export interface Presented {
  readonly cookie?: string | undefined
  readonly bearer?: string | undefined
}

/** Who is asking; null for nobody we know, and for whoever brings both. Never refuses. */
export async function authenticate(
  ctx: Context,
  handle: Handle,
  { cookie, bearer }: Presented,
): Promise<Actor | null> {
  if (cookie !== undefined && bearer !== undefined) return null
  const digest = tokenDigest(cookie ?? bearer ?? '')
  if (!digest) return null
  const [found] = await handle
    .select({ session: sessions, personId: accounts.personId, closedBy: closings.closedBy })
    .from(sessions)
    .leftJoin(accounts, eq(accounts.id, sessions.holderId))
    .leftJoin(closings, eq(closings.holderId, sessions.holderId))
    .where(eq(sessions.digest, digest))
  if (!found || found.closedBy !== null) return null
  const { session, personId } = found
  if (session.kind !== (cookie === undefined ? 'client' : 'account')) return null

  const now = ctx.now()
  if (!isAlive(session, now)) {
    // A clock that went back may come forward again; this session does not.
    if (session.endedAt === null) await endOne(handle, session.id, now)
    return null
  }
  if (now.getTime() - session.seenAt.getTime() >= SLIDE_MS)
    await handle
      .update(sessions)
      .set({ seenAt: now })
      .where(and(eq(sessions.id, session.id), lt(sessions.seenAt, now)))
  if (session.kind === 'client') return clientActor(session.holderId, session.id)
  if (personId === null) return null
  return { ...accountActor({ id: session.holderId, personId }, session.id), purpose: session.purpose }
}

const endOne = (handle: Handle, id: string, now: Date) =>
  handle
    .update(sessions)
    .set({ endedAt: now })
    .where(and(eq(sessions.id, id), isNull(sessions.endedAt)))
