import { describe, expect } from 'vitest'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { batchRoutes } from '../../../src/verification/batch/api.ts'
import { databaseTest as test } from '../../support/database.ts'
import { signedIn, staffApi } from '../../support/signed-in.ts'
import { officesAlone } from '../../support/staff.ts'

const PURPOSE = { 'X-Purpose': encodeURIComponent('岗位聘用') }

describe('POST /api/v1/verifications/batch', () => {
  test('takes JSON as well as files, and a repetition looks again', async ({ database }) => {
    const { ctx } = await officesAlone(database)
    const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')
    const who = { officeId: employer?.id ?? '', roles: ['employer'], person: 1, secondFactor: false } as const
    const { headers } = await signedIn(ctx, who)
    const { app, faults } = staffApi(ctx, batchRoutes)
    const ask = async (type: string, body: string, more: Record<string, string> = PURPOSE) => {
      const response = await app.request(`/api/v1/verifications/batch?office=${employer?.creditCode}`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': type, 'Idempotency-Key': 'again', ...more },
        body,
      })
      return { status: response.status, body: (await response.json()) as Record<string, unknown> }
    }
    const rows = JSON.stringify({ rows: [{ number: 'YN2026000001X', name: '张三' }, { name: '李四' }] })
    const first = await ask('application/json', rows)
    expect(first).toMatchObject({
      status: 200,
      body: {
        counts: { valid: 0, 'not-valid': 0, 'cannot-tell': 1 },
        rows: [{ row: 1, verdict: 'cannot-tell', word: '无法判定', reasons: ['not-found'], title: null }],
        refused: [{ row: 2, code: 'verification/nothing-to-check' }],
      },
    })
    const second = await ask('application/json', rows)
    expect(second.status).toBe(200)
    expect(second.body['receipt']).not.toBe(first.body['receipt'])
    expect((await ask('text/csv', '姓名,证书编号\n张三,YN2026000001X\n')).body['rows']).toHaveLength(1)

    const refused = [
      await ask('application/json', rows, {}),
      await ask('application/json', '{"rows":1}'),
      await ask('application/json', '{"rows":[{"number":1}]}'),
      await ask('application/json', '{"rows":[],"rows":[]}'),
    ].map(({ status, body }) => [status, body['title']])
    expect(refused).toEqual([
      [422, 'verification/purpose-needed'],
      [422, 'verification/not-a-batch'],
      [422, 'verification/not-a-batch'],
      [422, 'request/not-json'],
    ])
    expect(faults).toEqual([])
  })
})
