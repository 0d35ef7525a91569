import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { holdersAt } from '../../../src/identity/find-grants.ts'
import { grantRole } from '../../../src/identity/grant-role.ts'
import { currentRoleGrants } from '../../../src/identity/schema.ts'
import { moveAccount, renameAccount } from '../../../src/identity/sign-in/change-account.ts'
import { closeAccount } from '../../../src/identity/sign-in/close-account.ts'
import { accountById } from '../../../src/identity/sign-in/find-account.ts'
import { namedAccount } from '../../../src/identity/sign-in/named-account.ts'
import { accountChanges } from '../../../src/identity/sign-in/schema.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { decodeEntry } from '../../../src/ledger/entry.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { ledgerEntries } from '../../../src/ledger/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { trailRecords } from '../../../src/trail/schema.ts'
import { desksAtWork } from '../../approvals/desks-at-work.ts'
import { databaseTest as it } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'

const idOf = (somebody: Context) => somebody.actor.accountId ?? ''

async function lastEntries(ctx: Context, n: number) {
  const rows = await ctx.database.read.select().from(ledgerEntries).orderBy(ledgerEntries.index)
  return rows.slice(-n).map(({ body }) => decodeEntry(body))
}

const recorded = async (ctx: Context, about: string) =>
  (await ctx.database.read.select().from(trailRecords).where(eq(trailRecords.about, about))).map(
    ({ officeId, facts }) => [officeId, JSON.parse(facts) as unknown],
  )

const audited = async (ctx: Context) => {
  const memory = memoryInMemory()
  await publishCheckpoint(ctx, memory)
  return (await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects
}

describe('an account', () => {
  it('gets another display name, and stays whose it is', async ({ database }) => {
    const { ctx, province, someone } = await desksAtWork(database)
    const clerk = await someone('clerk', province)
    const operator = await someone('operator', province)
    await renameAccount(operator, { accountId: idOf(clerk), name: '韦小娟' })
    await renameAccount(operator, { accountId: idOf(clerk), name: '韦娟' })
    expect(await namedAccount(ctx, database.read, idOf(clerk))).toMatchObject({
      name: '韦娟',
      personId: clerk.actor.personId,
      officeId: province,
    })
    expect(await lastEntries(ctx, 1)).toMatchObject([
      { entry: { type: 'account.changed', seals: { account_changes: { rows: 1 } } } },
    ])
    expect(JSON.stringify(await lastEntries(ctx, 2))).not.toMatch(/韦|from/)
    expect((await recorded(ctx, idOf(clerk))).at(-1)).toEqual([province, { what: 'renamed' }])
    expect(await audited(ctx)).toEqual([])
  })

  it('moves to another office without one of its roles', async ({ database }) => {
    const { ctx, province, prefecture, someone } = await desksAtWork(database)
    const clerk = await someone('clerk', prefecture)
    const accountId = idOf(clerk)
    await grantRole(ctx, { grantee: accountId, role: 'reviewer', officeId: province })
    const operator = await someone('operator', province)

    expect(await moveAccount(operator, { accountId, officeId: province })).toEqual({ withdrawn: 2 })
    expect((await accountById(database.read, accountId)).officeId).toBe(province)
    const held = database.read
      .select()
      .from(currentRoleGrants)
      .where(eq(currentRoleGrants.grantee, accountId))
    expect(await held).toEqual([])
    expect((await holdersAt(operator, province)).find(({ id }) => id === accountId)?.roles).toEqual([])
    expect(
      (await lastEntries(ctx, 3)).map((read) => ('entry' in read ? read.entry.type : read.kind)),
    ).toEqual(['role.withdrawn', 'role.withdrawn', 'account.changed'])
    expect((await recorded(ctx, accountId)).slice(-4)).toEqual([
      [prefecture, { role: 'clerk', state: 'withdrawn' }],
      [province, { role: 'reviewer', state: 'withdrawn' }],
      [prefecture, { what: 'moved-away' }],
      [province, { what: 'moved-in' }],
    ])
    await grantRole(operator, { grantee: accountId, role: 'clerk', officeId: province })
    expect(await audited(ctx)).toEqual([])
  })

  const refused: [string, string, (desks: Desks) => Promise<unknown>][] = [
    [
      'to where it is',
      'identity/already-there',
      ({ operator, clerk, province }) =>
        moveAccount(operator, { accountId: idOf(clerk), officeId: province }),
    ],
    [
      'to an office nobody knows',
      'identity/office-not-found',
      ({ operator, clerk }) => moveAccount(operator, { accountId: idOf(clerk), officeId: 'nowhere' }),
    ],
    [
      'by its own owner',
      'identity/own-account',
      ({ operator, prefecture }) =>
        moveAccount(operator, { accountId: idOf(operator), officeId: prefecture }),
    ],
    [
      'out of reach',
      'identity/account-not-found',
      ({ below, clerk, prefecture }) => moveAccount(below, { accountId: idOf(clerk), officeId: prefecture }),
    ],
    [
      'up, by who runs only the office below',
      'identity/office-not-found',
      ({ below, lower, province }) => moveAccount(below, { accountId: idOf(lower), officeId: province }),
    ],
    [
      'by a clerk',
      'identity/account-not-found',
      ({ clerk, lower, province }) => moveAccount(clerk, { accountId: idOf(lower), officeId: province }),
    ],
    [
      'to the name it has',
      'identity/same-name',
      async ({ ctx, operator, clerk }) =>
        renameAccount(operator, {
          accountId: idOf(clerk),
          name: (await namedAccount(ctx, ctx.database.read, idOf(clerk))).name,
        }),
    ],
    [
      'to a formula',
      'identity/bad-person',
      ({ operator, clerk }) => renameAccount(operator, { accountId: idOf(clerk), name: '=1+1' }),
    ],
    [
      'once it is closed',
      'identity/account-closed',
      async ({ ctx, operator, lower }) => {
        await closeAccount(ctx, { accountId: idOf(lower) })
        await renameAccount(operator, { accountId: idOf(lower), name: '韦娟' })
      },
    ],
  ]
  it.for(refused)('is not changed %s (%s)', async ([, code, deed], { database }) => {
    const { ctx, province, prefecture, someone } = await desksAtWork(database)
    const [operator, below] = [await someone('operator', province), await someone('operator', prefecture)]
    const [clerk, lower] = [await someone('clerk', province), await someone('clerk', prefecture)]
    await expect(deed({ ctx, province, prefecture, operator, below, clerk, lower })).rejects.toMatchObject({
      code,
    })
    expect(await database.read.select().from(accountChanges)).toEqual([])
  })
})

interface Desks {
  readonly ctx: Context
  readonly province: string
  readonly prefecture: string
  readonly operator: Context
  readonly below: Context
  readonly clerk: Context
  readonly lower: Context
}
