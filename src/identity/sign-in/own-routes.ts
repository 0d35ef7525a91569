import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../route.ts'
import { endAllSessions, endSession, listSessions } from './my-sessions.ts'
import { id, nothing, sessionShape } from './route-shapes.ts'
import { hasSecondFactor } from './second-factor.ts'

/**
 * Everybody's own door. What asks for the password again has pages only: an answer kept for a repeated request would
 * take the count of wrong passwords back with it.
 */
export const ownRoutes: readonly StaffRoute[] = [
  staffRoute({
    method: 'get',
    path: '/api/v1/me/sessions',
    summary: '我的登录',
    act: 'self',
    office: 'none',
    answers: { 200: z.strictObject({ items: z.array(sessionShape) }) },
    problems: ['identity/not-signed-in'],
    async handle(ctx) {
      const items = (await listSessions(ctx)).map(({ createdAt, seenAt, ...session }) => ({
        ...session,
        createdAt: createdAt.toISOString(),
        seenAt: seenAt.toISOString(),
      }))
      return { status: 200, body: { items } }
    },
  }),
  staffRoute({
    method: 'delete',
    path: '/api/v1/me/sessions/{sessionId}',
    summary: '结束我的一次登录',
    act: 'self',
    office: 'none',
    params: z.strictObject({ sessionId: id.describe('登录编号') }),
    body: 'none',
    answers: { 200: nothing },
    problems: ['identity/not-signed-in', 'identity/session-not-found'],
    async handle(ctx, { params }) {
      await endSession(ctx, params)
      return { status: 200, body: {} }
    },
  }),
  staffRoute({
    method: 'delete',
    path: '/api/v1/me/sessions',
    summary: '结束我的全部登录，包括这一次',
    act: 'self',
    office: 'none',
    body: 'none',
    answers: { 200: z.strictObject({ ended: z.int().min(1) }) },
    problems: ['identity/not-signed-in'],
    handle: async (ctx) => ({ status: 200, body: await endAllSessions(ctx) }),
  }),
  staffRoute({
    method: 'get',
    path: '/api/v1/me/second-factor',
    summary: '我是否已绑定验证器',
    act: 'self',
    office: 'none',
    answers: { 200: z.strictObject({ isBound: z.boolean() }) },
    problems: ['identity/not-signed-in'],
    handle: async (ctx) => ({ status: 200, body: { isBound: await hasSecondFactor(ctx) } }),
  }),
]
