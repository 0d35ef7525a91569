import type { Context } from '../platform/context.ts'
import { holdRole, lastDecision, storeDecision, type RoleOfSomebody } from './decide-role.ts'
import { alreadyGranted, officeClosed, roleForPeople, roleNotHeldHere } from './refusals.ts'
import { isForPeople, roleRow } from './role.ts'

/**
 * Gives somebody a role for an office. Refuses `identity/own-role` (one's other account is oneself),
 * `identity/office-not-found` and `identity/grantee-not-found` for what is out of reach, `identity/role-not-held-here`,
 * `identity/role-for-people`, `identity/unknown-role`, `identity/office-closed`, `identity/already-granted`.
 */
export async function grantRole(ctx: Context, input: RoleOfSomebody): Promise<void> {
  const { role } = input
  await ctx.database.transaction(async (tx) => {
    const { office, holder } = await holdRole(ctx, tx, input)
    if (office.state === 'closed') throw officeClosed(office.name)
    if (!roleRow(role).heldAt.includes(office.kind)) throw roleNotHeldHere(role, office.kind)
    if (holder.personId === null && isForPeople(role)) throw roleForPeople(role)
    const last = await lastDecision(tx, input)
    if (last?.state === 'granted') throw alreadyGranted(role)
    await storeDecision(ctx, tx, {
      of: input,
      office,
      holder,
      position: (last?.position ?? 0) + 1,
      state: 'granted',
    })
  })
}
