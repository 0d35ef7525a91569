import { like } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { STAFF_ROUTES } from '../../src/desks.ts'
import { accounts } from '../../src/identity/sign-in/schema.ts'
import type { Database } from '../../src/platform/database.ts'
import { databaseTest } from '../support/database.ts'
import { signedIn, staffApi } from '../support/signed-in.ts'
import { madeUpNumber, officesAlone } from '../support/staff.ts'

async function operatorAt(database: Database) {
  const { ctx, ids } = await officesAlone(database)
  const { headers } = await signedIn(ctx, { officeId: ids.dali, roles: ['operator'], person: 1 })
  const { app } = staffApi(ctx, STAFF_ROUTES)
  const open = (login: string) =>
    app.request('/api/v1/accounts', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': 'open-1' },
      body: JSON.stringify({
        login,
        name: '杨晓云',
        idType: 'resident-identity-card',
        idNumber: madeUpNumber(9),
        officeId: ids.dali,
      }),
    })
  return { app, headers, open }
}

describe('an answer with a secret', () => {
  databaseTest('is told once: its repetition does nothing and tells nothing', async ({ database }) => {
    const { open } = await operatorAt(database)
    const first = await open('yang.xy')
    expect(first.status).toBe(201)
    const { secret } = (await first.json()) as { secret: string }
    expect(secret.length).toBeGreaterThan(10)

    const again = await open('yang.xy')
    const text = await again.text()
    expect([again.status, (JSON.parse(text) as { title: string }).title]).toEqual([409, 'request/told-once'])
    expect(text).not.toContain(secret)
    expect((await open('yang.other')).status).toBe(409)
    expect(await database.read.select().from(accounts).where(like(accounts.login, 'yang%'))).toHaveLength(1)
  })

  databaseTest('is what every route says it is that answers one', () => {
    const telling = STAFF_ROUTES.filter((route) =>
      Object.values(route.answers).some((shape) => 'shape' in shape && 'secret' in (shape.shape as object)),
    )
    expect(telling.map(({ path }) => path)).toContain('/api/v1/accounts')
    for (const { path, tellsSecret } of telling) expect([path, tellsSecret]).toEqual([path, true])
  })
})

describe('an address with a NUL', () => {
  databaseTest('is refused by every operation that names a thing', async ({ database }) => {
    const { app, headers } = await operatorAt(database)
    for (const path of ['/api/v1/jobs/%00', '/api/v1/offices/%00/people', '/api/v1/accounts/%00/closing'])
      for (const method of ['GET', 'POST']) {
        const { status } = await app.request(path, { method, headers })
        expect([404, 422], `${method} ${path}`).toContain(status)
      }
  })
})
