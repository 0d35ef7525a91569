import { Hono, type Context as Request } from 'hono'
import type { RouteAnswer, StaffRoute } from './identity/route.ts'
import { mediaTypeOf } from './openapi.ts'
import type { Context, Env } from './platform/context.ts'
import { onceOnly, type KeptAnswer } from './platform/idempotency.ts'
import { problem } from './platform/problem.ts'
import { Refusal } from './platform/refusal.ts'
import { eventStream, isEvents } from './staff-events.ts'
import { enter, officeInReach, refuseUnlessRole, withPurpose, type Door } from './staff-door.ts'
import { idempotencyKey, readStaffRequest } from './staff-request.ts'
import { recordRefused } from './trail/record-refused.ts'
import { answerHungUp } from './web/hung-up.ts'

export interface StaffOptions extends Door {
  /** What every capability lays before the staff API. */
  readonly routes: readonly StaffRoute[]
  /** After an act that changed something: what it appended becomes public before its success is told. */
  publish(ctx: Context): Promise<unknown>
  /** For what is a fault of ours. */
  log(error: unknown): void
  /** Set when the process stops: streams end, and their readers ask another instance. */
  readonly stopping?: AbortSignal
}

/** The staff API: the routes of all capabilities behind one door. The context of visitors is set before it. */
export function mountStaffRoutes(options: StaffOptions): Hono<Env> {
  const app = new Hono<Env>()
  for (const route of options.routes)
    app.on(route.method.toUpperCase(), honoPath(route.path), (c) => answerRequest(c, route, options))
  return app.onError((error, c) => {
    const hungUp = answerHungUp(error)
    if (hungUp) return hungUp
    if (!(error instanceof Refusal)) options.log(error)
    return problem(c, error)
  })
}

/** '/jobs/{jobId}' as Hono spells it. */
const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

const isLook = (route: StaffRoute): boolean => route.method === 'get'

async function answerRequest(c: Request<Env>, route: StaffRoute, options: StaffOptions): Promise<Response> {
  const ctx = await enter(c, c.var.ctx, options)
  let about: string | undefined
  let officeId: string | null = null
  try {
    // 1. Nobody without the role makes us read what they sent.
    await refuseUnlessRole(ctx, ctx.database.read, route.act)
    const acting = withPurpose(c, ctx)
    const { input, asked } = await readStaffRequest(c, route)
    about = aboutOf(input.params)
    const key = isLook(route) ? null : idempotencyKey(c)

    // 2. The office, before the handler; the verb asks again inside its transaction.
    officeId = await officeInReach(acting, ctx.database.read, route, input)

    // 3. The act, once.
    if (isLook(route)) return sendLook(c, route, await route.handle(acting, input), options)
    const act = async (within: Context) => kept(await route.handle(within, input))
    const name = `${route.method} ${route.path}`
    const answer =
      key === null || route.repeatsItself
        ? await act(acting)
        : (
            await onceOnly(
              acting,
              { key, actor: ctx.actor.name, route: name, asked, isToldOnce: route.tellsSecret === true },
              act,
            )
          ).answer

    // 4. It has happened: a checkpoint that cannot be published now is the log's and /readyz's matter.
    if (!route.repeatsItself) await options.publish(acting).catch(options.log)
    return sendKept(c, route, answer)
  } catch (error) {
    if (error instanceof Refusal && isRecorded(route, error))
      await recordRefused(ctx, {
        act: route.act,
        officeId,
        code: error.code,
        ...(about === undefined ? {} : { about }),
        facts: { route: `${route.method} ${route.path}` },
      })
    throw error
  }
}

// Whoever tries doors is seen. What is merely absent, busy or mistyped on the way to a look is not worth a record.
const isRecorded = (route: StaffRoute, { kind, code }: Refusal): boolean =>
  kind !== 'unavailable' &&
  kind !== 'too-many' &&
  (!isLook(route) || kind === 'forbidden' || code === 'request/no-such-thing')

function aboutOf(params: unknown): string | undefined {
  const values = Object.values((params ?? {}) as Record<string, unknown>)
  return values.length === 0 ? undefined : values.map(String).join('/').slice(0, 128)
}

const NOT_KEPT = { 'Cache-Control': 'no-store' }

const isJson = (mediaType: string): boolean => mediaType === 'application/json'

type Sent = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null

// By the request's own answer, never a bare Response: that would lose the security headers set before us.
function send(c: Request, status: number, mediaType: string, body: Sent): Response {
  if (body === null) return c.body(null, status as 204, NOT_KEPT)
  return c.body(body, status as 200, { ...NOT_KEPT, 'Content-Type': mediaType })
}

function sendLook(c: Request, route: StaffRoute, answer: RouteAnswer, { stopping }: StaffOptions): Response {
  const { status, body } = answer
  const mediaType = mediaTypeOf(route.answers[status])
  if (isEvents(body)) return send(c, status, mediaType, eventStream(body, stopping))
  if (body instanceof Uint8Array) return send(c, status, mediaType, body as Uint8Array<ArrayBuffer>)
  return sendKept(c, route, kept(answer))
}

/** An answer as text, so that the repetition of a request gets the same bytes. */
const kept = ({ status, body }: RouteAnswer): KeptAnswer => ({
  status,
  body: body instanceof Uint8Array ? Buffer.from(body).toString('base64') : JSON.stringify(body ?? null),
})

function sendKept(c: Request, route: StaffRoute, { status, body }: KeptAnswer): Response {
  const mediaType = mediaTypeOf(route.answers[status])
  if (status === 204) return send(c, status, mediaType, null)
  return send(c, status, mediaType, isJson(mediaType) ? body : new Uint8Array(Buffer.from(body, 'base64')))
}
