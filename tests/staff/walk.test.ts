import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_ROLES, roleRow, type Role } from '../../src/identity/role.ts'
import type { Act } from '../../src/identity/act.ts'
import type { Database } from '../../src/platform/database.ts'
import { ownDatabase } from '../support/database.ts'
import { expectStep } from '../support/walk-expectations.ts'
import { STEPS, walkAt, type Walk } from '../support/walk.ts'

// Everybody at every route is walked in tests/slow; here each route once with somebody who may and somebody who may not.
let database: Database
let walk: Walk
beforeAll(async () => {
  database = await ownDatabase()
  walk = await walkAt(database)
})
afterAll(() => database.close())

const carries = (role: Role, act: Act) => act === 'self' || roleRow(role).acts.includes(act)

describe('whoever comes to the staff API', () => {
  it.each(STEPS.map((step) => [`${step.method} ${step.path}`, step] as const))(
    '%s lets in who may, as far as they reach, and nobody else',
    async (_, step) => {
      const act = step.operation['x-act'] as Act
      const may = ALL_ROLES.find((role) => carries(role, act))
      const mayNot = ALL_ROLES.find((role) => !carries(role, act))
      for (const role of [may, mayNot]) if (role) await expectStep(walk, role, step)
      expect((await walk.ask(null, step, walk.own)).status).toBe(401)
    },
  )
})
