import type { Context } from '../platform/context.ts'
import { holdRole, lastDecision, storeDecision, type RoleOfSomebody } from './decide-role.ts'
import { notGranted } from './refusals.ts'

/**
 * Takes the role back. Whoever acts by it at this moment either commits first or is refused. Refuses
 * `identity/not-granted`, and what `grantRole` refuses of oneself and of what is out of reach.
 */
export async function withdrawRole(ctx: Context, input: RoleOfSomebody): Promise<void> {
  const { role } = input
  await ctx.database.transaction(async (tx) => {
    const { office, holder } = await holdRole(ctx, tx, input)
    const last = await lastDecision(tx, input)
    if (last?.state !== 'granted') throw notGranted(role)
    await storeDecision(ctx, tx, {
      of: input,
      office,
      holder,
      position: last.position + 1,
      state: 'withdrawn',
    })
  })
}
