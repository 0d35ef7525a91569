import type { z } from 'zod'
import { expect } from 'vitest'
import { approvalRoutes } from '../../src/approvals/api.ts'
import type { Context } from '../../src/platform/context.ts'
import { databaseTest } from '../support/database.ts'
import { desksAtWork, digestOf } from './desks-at-work.ts'

/** Calls a route as the door does: what its schemas let through, and an answer that is what it promised. */
async function call(
  ctx: Context,
  of: string,
  input: { params?: unknown; query?: unknown; body?: unknown } = {},
) {
  const route = approvalRoutes.find(({ method, path }) => `${method} ${path}` === of)
  if (!route) throw new Error(`no route ${of}`)
  const parsed = {
    params: route.params?.parse(input.params ?? {}),
    query: route.query?.parse(input.query ?? {}),
    body: (route.body as z.ZodType | undefined)?.parse(input.body),
  }
  const { status, body } = await route.handle(ctx, parsed)
  return route.answers[status]?.parse(JSON.parse(JSON.stringify(body)))
}

const ONE = '/api/v1/approvals/{requestId}'

databaseTest('the routes answer what they promise, page by page', async ({ database }) => {
  const { province, request, someone } = await desksAtWork(database)
  const reviewer = await someone('reviewer', province)
  const snapshot = [1, 2, 3].map((n) => ({ key: String(n), label: `第${n}人`, fields: { 级别: '副高级' } }))
  const requestId = await request({ snapshot })
  const params = { requestId }
  expect(await call(reviewer, 'get /api/v1/approvals')).toMatchObject({
    items: [{ id: requestId }],
    next: null,
  })
  const view = await call(reviewer, `get ${ONE}`, { params, query: { limit: '2' } })
  expect(view).toMatchObject({
    state: 'open',
    isTheirTurn: true,
    differences: { added: 3, rows: { length: 2 }, next: 2 },
  })
  expect(await call(reviewer, `get ${ONE}`, { params, query: { after: '2' } })).toMatchObject({
    differences: { rows: [{ label: '第3人' }], next: null },
  })
  expect(await call(reviewer, `post ${ONE}/approval`, { params, body: { digest: digestOf('a') } })).toEqual({
    requestId,
    decision: 'approved',
    step: 0,
    isComplete: true,
  })
  const again = await request({ digest: digestOf('b') })
  const back = { digest: digestOf('b'), comment: '请核对' }
  expect(
    await call(reviewer, `post ${ONE}/return`, { params: { requestId: again }, body: back }),
  ).toMatchObject({
    decision: 'returned',
  })
})

databaseTest('the routes take nothing but what they name', async ({ database }) => {
  const { province, someone } = await desksAtWork(database)
  const reviewer = await someone('reviewer', province)
  const params = { requestId: 'x' }
  for (const body of [
    {},
    { digest: 1 },
    { digest: digestOf('a'), step: 2 },
    { digest: digestOf('a'), role: 'sealer' },
    null,
  ])
    await expect(call(reviewer, `post ${ONE}/approval`, { params, body })).rejects.toMatchObject({
      name: 'ZodError',
    })
  for (const query of [{ limit: '201' }, { limit: '0' }, { after: '' }, { sort: 'id' }])
    await expect(call(reviewer, 'get /api/v1/approvals', { query })).rejects.toMatchObject({
      name: 'ZodError',
    })
})
