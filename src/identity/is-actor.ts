import { isSamePerson } from '../people/same-persons.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'

/** Step: is it the actor's own, under whichever of their numbers? False of whoever is no person. */
export const isActor = async (
  { actor: { personId: own } }: Context,
  handle: Handle,
  personId: string | null,
): Promise<boolean> => own !== null && personId !== null && (await isSamePerson(handle, own, personId))
