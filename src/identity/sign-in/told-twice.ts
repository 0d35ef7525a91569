import { base64url } from '../../signing/bytes.ts'
import type { Context } from '../../platform/context.ts'
import { onceOnly } from '../../platform/idempotency.ts'
import type { OneTimeSecret } from './one-time-secret.ts'

/** Long enough for a second click and a slow line. */
const AGAIN_MS = 60_000

/** A form, as it is posted; `once` is its token: empty for a form that has none. */
interface PostedOnce {
  readonly once: string
  readonly name: string
  /** Everything that was asked. */
  readonly asked: string
}

/** What a form carries so that posting it twice is one act. */
export const formToken = (ctx: Context): string => base64url(ctx.random(16))

/**
 * Does what tells a secret once, however often its form is posted: for a minute the same form is told the same secret,
 * which lies encrypted under the form's own token meanwhile. Refuses `request/told-once` later, `request/key-reused`.
 */
export async function toldTwice(
  ctx: Context,
  { once, name, asked }: PostedOnce,
  act: (ctx: Context) => Promise<OneTimeSecret>,
): Promise<OneTimeSecret> {
  if (!/^[\w-]{22}$/.test(once)) return act(ctx)
  const request = {
    key: once,
    actor: ctx.actor.name,
    route: `form ${name}`,
    asked,
    isToldOnce: true,
    toldAgainMs: AGAIN_MS,
  }
  const { answer } = await onceOnly(ctx, request, async (within) => {
    const { secret, expiresAt } = await act(within)
    return { status: 200, body: JSON.stringify({ secret, expiresAt }) }
  })
  const told = JSON.parse(answer.body) as { secret: string; expiresAt: string }
  return { secret: told.secret, expiresAt: new Date(told.expiresAt) }
}
