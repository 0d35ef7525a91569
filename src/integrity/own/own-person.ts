import type { Actor, Context } from '../../platform/context.ts'
import { notAtOwnDoor } from './refusals.ts'

/** Who is at their own door: signed in, or admitted by a code. Refuses `integrity/not-at-own-door`. */
export function ownPerson({ actor }: Pick<Context, 'actor'>): string {
  if (actor.personId === null) throw notAtOwnDoor()
  return actor.personId
}

/** Somebody who came by a code: nobody of the offices, and the trail knows which human. */
export const visitor = (personId: string, visitId: string): Actor => ({
  kind: 'public',
  name: 'public',
  personId,
  accountId: null,
  sessionId: visitId,
  purpose: null,
})
