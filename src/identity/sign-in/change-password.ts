import { eq } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { signedIn } from './account.ts'
import { endSessions } from './begin-session.ts'
import { accountById } from './find-account.ts'
import { hashPassword, passwordFault } from './password.ts'
import { proveAgain, type Proof } from './prove-again.ts'
import { badPassword } from './refusals.ts'
import { credentials } from './schema.ts'

/** Sets another password; every session ends, this one too. Refuses `identity/wrong-password`, `identity/password-…`. */
export async function changePassword(
  ctx: Context,
  input: Proof & { readonly newPassword: string },
): Promise<void> {
  const { login } = await accountById(ctx.database.read, signedIn(ctx.actor).accountId)
  const fault = passwordFault(input.newPassword, login)
  if (fault !== null) throw badPassword(fault)
  const passwordHash = await hashPassword(input.newPassword, ctx.random(16))
  await proveAgain(ctx, input, async (tx, me) => {
    await tx.update(credentials).set({ passwordHash }).where(eq(credentials.accountId, me.accountId))
    await endSessions(ctx, tx, me.accountId)
    await recordAct(ctx, tx, { act: 'password.change', officeId: null, about: me.accountId })
  })
}
