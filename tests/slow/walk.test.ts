import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_ROLES } from '../../src/identity/role.ts'
import type { Database } from '../../src/platform/database.ts'
import { ownDatabase } from '../support/database.ts'
import { expectStep } from '../support/walk-expectations.ts'
import { STEPS, walkAt, type Walk } from '../support/walk.ts'

let database: Database
let walk: Walk
beforeAll(async () => {
  database = await ownDatabase()
  walk = await walkAt(database)
})
afterAll(() => database.close())

// What a prefecture's own people never reach at home: it is decided above them, or is a session nobody has.
const DECIDED_ABOVE = [
  'post /api/v1/offices/{officeId}/changes',
  'post /api/v1/offices/{officeId}/powers',
  'post /api/v1/powers/{powerId}/withdrawal',
  // Named by the office above.
  'post /api/v1/offices/{officeId}/report-key',
  'delete /api/v1/me/sessions/{sessionId}',
  'delete /api/v1/me/integrity/consents/{consentId}',
]

describe('every role at every operation, at home and elsewhere', () => {
  const names = STEPS.map((step) => [`${step.method} ${step.path}`, step] as const)

  it.each(names)('%s answers by the table of roles', async (name, step) => {
    const reached: boolean[] = []
    for (const role of ALL_ROLES) reached.push(await expectStep(walk, role, step))
    // A walk that reaches nothing proves nothing.
    expect(reached.includes(true), name).toBe(!DECIDED_ABOVE.includes(name))
  })

  it.each(names)('%s does not know who is not signed in', async (_, step) => {
    for (const things of [walk.own, walk.other, walk.unknown])
      expect((await walk.ask(null, step, things)).status).toBe(401)
  })
})
