import type { Context as HonoContext } from 'hono'
import { Refusal, type RefusalKind } from './refusal.ts'

const STATUS = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'wrong-method': 405,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  'too-many': 429,
  unavailable: 503,
} as const satisfies Record<RefusalKind, number>

/** The HTTP status of a refusal: known here and nowhere else. */
export const statusOf = (refusal: Refusal) => STATUS[refusal.kind]

/** RFC 9457. A Refusal speaks for itself; anything else is a bug, logged whole and told to nobody. */
export function problem(c: HonoContext, error: unknown): Response {
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal('unavailable', 'internal', '服务内部出错，已记录，请稍后再试。')
  const status = error instanceof Refusal ? statusOf(error) : 500
  const members = {
    type: `/problems/${refusal.code}`,
    title: refusal.code,
    status,
    detail: refusal.message,
  }
  // The facts of these are for the log and the header.
  const facts = refusal.kind === 'unavailable' || refusal.kind === 'too-many' ? {} : refusal.facts
  // Whatever a fact is called, it takes no member's place.
  const body = { ...members, ...facts, ...members }
  return c.json(body, status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...headersOf(refusal, status),
  })
}

/** What a program must know of a refusal besides its body. */
export function headersOf(refusal: Refusal, status: number): Readonly<Record<string, string>> {
  if (status === 401) return { 'WWW-Authenticate': 'Bearer realm="zhengxin"' }
  if (status === 405) return { Allow: String(refusal.facts.allow) }
  if (status === 429) return { 'Retry-After': String(refusal.facts.retryAfterSeconds) }
  return status === 503 ? { 'Retry-After': '5' } : {}
}
