import { and, eq, inArray, lt } from 'drizzle-orm'
import type { Config } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { clientActor } from './account.ts'
import { beginSession, type BegunSession } from './begin-session.ts'
import {
  claimedClient,
  verifyAssertion,
  type AssertionFault,
  type SoundAssertion,
} from './client-assertion.ts'
import { isClosed } from './find-account.ts'
import { assertionRefused } from './refusals.ts'
import { apiClients, spentAssertions } from './schema.ts'
import { steadyNow } from './steady-now.ts'

/** Kept a day beyond its end, in case the clock goes back. */
const KEEP_SPENT_MS = 86_400_000

/** The one audience an assertion may name. */
export const tokenUrl = ({ publicOrigin }: Pick<Config, 'publicOrigin'>): string =>
  `${publicOrigin}/api/v1/token`

/**
 * Takes a client's signed assertion (RFC 7523 §2.2, private_key_jwt) once and gives an access token for ten minutes.
 * The key is the registered one, whatever the header says. Refuses `identity/assertion-refused`.
 */
export async function exchangeAssertion(
  ctx: Context,
  { assertion }: { readonly assertion: string },
): Promise<BegunSession> {
  const { client, claimed } = await readAssertion(ctx, assertion)
  const outcome = await ctx.database.transaction(async (tx) => {
    const fault = client && typeof claimed !== 'string' ? await spend(ctx, tx, client.id, claimed) : claimed
    if (typeof fault === 'string') return refused(ctx, tx, client, fault)
    return admit(ctx, tx, client as Client)
  })
  if (typeof outcome === 'string') throw assertionRefused(outcome)
  return outcome
}

type Client = Pick<typeof apiClients.$inferSelect, 'id' | 'officeId' | 'key'>

interface Read {
  /** Named by the assertion; null for nobody. Named is not proved. */
  readonly client: Client | null
  readonly claimed: SoundAssertion | AssertionFault
}

async function readAssertion(ctx: Context, assertion: string): Promise<Read> {
  const named = claimedClient(assertion)
  if (typeof named === 'string') return { client: null, claimed: named }
  const { read } = ctx.database
  const client = await clientById(read, named.clientId)
  if (!client) return { client: null, claimed: 'client' }
  const audience = tokenUrl(ctx.config)
  const now = await steadyNow(ctx, read)
  const claimed = await verifyAssertion(assertion, { key: client.key, clientId: client.id, audience, now })
  return { client, claimed }
}

async function clientById(handle: Handle, id: string): Promise<Client | null> {
  const [client] = await handle
    .select({ id: apiClients.id, officeId: apiClients.officeId, key: apiClients.key })
    .from(apiClients)
    .where(eq(apiClients.id, id))
  return client ?? null
}

async function spend(
  ctx: Context,
  tx: Transaction,
  clientId: string,
  { jti, expiresAt }: SoundAssertion,
): Promise<AssertionFault | null> {
  // Closing a client waits for this row, or has been seen by the next statement.
  await tx.select({ id: apiClients.id }).from(apiClients).where(eq(apiClients.id, clientId)).for('share')
  if (await isClosed(tx, clientId)) return 'client'
  const first = await tx
    .insert(spentAssertions)
    .values({ clientId, jti, expiresAt })
    .onConflictDoNothing()
    .returning({ jti: spentAssertions.jti })
  if (first.length === 0) return 'spent'
  const isPast = lt(spentAssertions.expiresAt, new Date(ctx.now().getTime() - KEEP_SPENT_MS))
  const past = tx
    .select({ jti: spentAssertions.jti })
    .from(spentAssertions)
    .where(isPast)
    .for('update', { skipLocked: true })
  // Another client may have used the same text: only what is past goes.
  await tx.delete(spentAssertions).where(and(isPast, inArray(spentAssertions.jti, past)))
  return null
}

async function admit(ctx: Context, tx: Transaction, client: Client): Promise<BegunSession> {
  const session = await beginSession(ctx, tx, {
    kind: 'client',
    holderId: client.id,
    secondFactor: false,
    agent: '接口系统',
  })
  const asClient = { ...ctx, actor: clientActor(client.id, session.sessionId) }
  await recordAct(asClient, tx, { act: 'token', officeId: client.officeId, about: client.id })
  return session
}

async function refused(
  ctx: Context,
  tx: Transaction,
  client: Client | null,
  reason: AssertionFault,
): Promise<AssertionFault> {
  await recordAct(ctx, tx, {
    act: 'token',
    officeId: client?.officeId ?? null,
    ...(client && { about: client.id }),
    outcome: 'refused',
    code: 'identity/assertion-refused',
    facts: { reason },
  })
  return reason
}
