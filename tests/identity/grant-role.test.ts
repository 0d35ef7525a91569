import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { grantRole } from '../../src/identity/grant-role.ts'
import type { Role } from '../../src/identity/role.ts'
import { roleGrants } from '../../src/identity/schema.ts'
import { closeAccount } from '../../src/identity/sign-in/close-account.ts'
import { apiClients, sealedApiClients } from '../../src/identity/sign-in/schema.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { sealRows } from '../../src/ledger/seal.ts'
import type { Context } from '../../src/platform/context.ts'
import { fromUtf8 } from '../../src/signing/bytes.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { databaseTest } from '../support/database.ts'
import { officesAlone, somebody } from '../support/staff.ts'

const rowsOf = (ctx: Context, grantee: string) =>
  ctx.database.read
    .select()
    .from(roleGrants)
    .where(eq(roleGrants.grantee, grantee))
    .orderBy(roleGrants.position)

async function refused(ctx: Context, code: string, act: () => Promise<unknown>) {
  const before = await ctx.database.read.select({ id: roleGrants.id }).from(roleGrants)
  await expect(act()).rejects.toMatchObject({ name: 'Refusal', code })
  expect(await ctx.database.read.select({ id: roleGrants.id }).from(roleGrants)).toEqual(before)
}

describe('granting and withdrawing a role', () => {
  databaseTest(
    'leaves a row for each decision, a record and an entry without a person',
    async ({ database }) => {
      const { ctx, ids } = await officesAlone(database)
      const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
      const grantee = desk.actor.accountId
      await withdrawRole(ctx, { grantee, role: 'clerk', officeId: ids.dali })
      await grantRole(ctx, { grantee, role: 'clerk', officeId: ids.dali })
      expect(
        (await rowsOf(ctx, grantee)).map(({ position, state, decidedBy }) => [position, state, decidedBy]),
      ).toEqual([
        [1, 'granted', 'console:test'],
        [2, 'withdrawn', 'console:test'],
        [3, 'granted', 'console:test'],
      ])
      const bodies = (await database.read.select().from(ledgerEntries)).map(({ body }) => fromUtf8(body))
      const entries = bodies.filter((body) => body.includes('"type":"role.'))
      expect(entries).toHaveLength(3)
      for (const body of entries) {
        expect(JSON.parse(body)).toMatchObject({ facts: { role: 'clerk' } })
        expect(body).not.toContain(grantee)
        expect(body).not.toContain(desk.actor.personId)
      }
      const records = await database.read.select().from(trailRecords).where(eq(trailRecords.about, grantee))
      expect(records.map(({ facts }) => facts).filter((facts) => facts.includes('clerk'))).toEqual([
        '{"role":"clerk","state":"granted"}',
        '{"role":"clerk","state":"withdrawn"}',
        '{"role":"clerk","state":"granted"}',
      ])
    },
  )

  databaseTest('is not done twice', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    const role = { grantee: desk.actor.accountId, role: 'clerk' as const, officeId: ids.dali }
    await refused(ctx, 'identity/already-granted', () => grantRole(ctx, role))
    await withdrawRole(ctx, role)
    await refused(ctx, 'identity/not-granted', () => withdrawRole(ctx, role))
    await refused(ctx, 'identity/not-granted', () => withdrawRole(ctx, { ...role, role: 'reviewer' }))
  })

  databaseTest('is never done to oneself, nor to one’s other account', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const operator = await somebody(ctx, { officeId: ids.dali, roles: ['operator'], person: 1 })
    const other = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    expect(other.actor.personId).toBe(operator.actor.personId)
    const own = { role: 'sealer' as const, officeId: ids.dali }
    await refused(ctx, 'identity/own-role', () =>
      grantRole(operator, { ...own, grantee: operator.actor.accountId }),
    )
    await refused(ctx, 'identity/own-role', () =>
      grantRole(operator, { ...own, grantee: other.actor.accountId }),
    )
    await refused(ctx, 'identity/own-role', () =>
      withdrawRole(operator, { grantee: operator.actor.accountId, role: 'operator', officeId: ids.dali }),
    )
  })

  databaseTest('reaches only offices and accounts below the operator', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const operator = await somebody(ctx, { officeId: ids.dali, roles: ['operator'], person: 1 })
    const below = (await somebody(ctx, { officeId: ids.eryuan, roles: [], person: 2 })).actor.accountId
    const beside = (await somebody(ctx, { officeId: ids.kunming, roles: ['clerk'], person: 3 })).actor
      .accountId
    const give = (grantee: string, officeId: string, role: Role = 'reviewer') =>
      grantRole(operator, { grantee, role, officeId })
    await give(below, ids.eryuan)
    await refused(ctx, 'identity/office-not-found', () => give(below, ids.kunming))
    await refused(ctx, 'identity/office-not-found', () => give(below, ids.province))
    await refused(ctx, 'identity/office-not-found', () => give(below, 'nowhere'))
    await refused(ctx, 'identity/grantee-not-found', () => give(beside, ids.dali))
    await refused(ctx, 'identity/grantee-not-found', () => give('nobody', ids.dali))
    await refused(ctx, 'identity/office-not-found', () =>
      withdrawRole(operator, { grantee: beside, role: 'clerk', officeId: ids.kunming }),
    )
  })

  databaseTest('is no clerk’s to do', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const clerk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk', 'supervisor'], person: 1 })
    const other = (await somebody(ctx, { officeId: ids.dali, roles: [], person: 2 })).actor.accountId
    await refused(ctx, 'identity/office-not-found', () =>
      grantRole(clerk, { grantee: other, role: 'clerk', officeId: ids.dali }),
    )
  })

  databaseTest('stays within what the office can hold', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const grantee = (await somebody(ctx, { officeId: ids.committee, roles: [], person: 1 })).actor.accountId
    const give = (role: Role) => grantRole(ctx, { grantee, role, officeId: ids.committee })
    await give('committee-secretary')
    await refused(ctx, 'identity/role-not-held-here', () => give('sealer'))
    await refused(ctx, 'identity/role-not-held-here', () => give('document-issuer'))
    await refused(ctx, 'identity/role-not-held-here', () => give('employer'))
    await refused(ctx, 'identity/unknown-role', () => give('emperor' as Role))
    await refused(ctx, 'identity/unknown-role', () => give('toString' as Role))
  })

  databaseTest('is not done to a closed account', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const { accountId } = (await somebody(ctx, { officeId: ids.dali, roles: [], person: 1 })).actor
    await closeAccount(ctx, { accountId })
    await refused(ctx, 'identity/grantee-not-found', () =>
      grantRole(ctx, { grantee: accountId, role: 'clerk', officeId: ids.dali }),
    )
  })

  databaseTest('gives a machine nothing that approves or signs', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const { rows } = sealRows(
      sealedApiClients,
      'a'.repeat(22),
      [
        {
          id: 'machine',
          name: '业务系统',
          officeId: ids.dali,
          key: {} as never,
          registeredOn: ctx.today(),
          registeredBy: 'console:test',
        },
      ],
      ctx.random(32),
    )
    await database.read.insert(apiClients).values([...rows])
    const give = (role: Role) => grantRole(ctx, { grantee: 'machine', role, officeId: ids.dali })
    await give('clerk')
    for (const role of ['reviewer', 'document-issuer', 'sealer'] as const)
      await refused(ctx, 'identity/role-for-people', () => give(role))
  })
})
