import type { Actor } from '../../platform/context.ts'
import { notSignedIn } from './refusals.ts'

/** A person at work through an account. */
export interface SignedInActor extends Actor {
  readonly personId: string
  readonly accountId: string
  readonly sessionId: string
}

export const accountActor = (
  account: { readonly id: string; readonly personId: string },
  sessionId: string,
): SignedInActor => ({
  kind: 'account',
  name: `account:${account.id}`,
  personId: account.personId,
  accountId: account.id,
  sessionId,
  purpose: null,
})

export const clientActor = (clientId: string, sessionId: string): Actor => ({
  kind: 'client',
  name: `client:${clientId}`,
  personId: null,
  accountId: clientId,
  sessionId,
  purpose: null,
})

/** Refuses `identity/not-signed-in` for anybody but a person with a session. */
export function signedIn(actor: Actor): SignedInActor {
  const { kind, personId, accountId, sessionId } = actor
  if (kind !== 'account' || personId === null || accountId === null || sessionId === null) throw notSignedIn()
  return { ...actor, personId, accountId, sessionId }
}
