import type { Context as HonoContext } from 'hono'
import { Refusal, type RefusalKind } from './refusal.ts'

const STATUS = {
  invalid: 422,
  'not-found': 404,
  conflict: 409,
  forbidden: 403,
  unavailable: 503,
  'too-large': 413,
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
  const body = {
    type: `/problems/${refusal.code}`,
    title: refusal.code,
    status,
    detail: refusal.message,
    ...(refusal.kind === 'unavailable' ? {} : refusal.facts),
  }
  return c.json(body, status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(status === 503 ? { 'Retry-After': '5' } : {}),
  })
}
