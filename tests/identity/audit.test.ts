import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { changeAuthority } from '../../src/identity/change-authority.ts'
import { sealedAuthorityChanges, sealedAuthorityPowers, sealedRoleGrants } from '../../src/identity/schema.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import { rowsOf } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { databaseTest } from '../support/database.ts'
import { memoryInMemory } from '../support/offices-at-work.ts'
import { officesAlone, somebody } from '../support/staff.ts'

/** A superuser at work, and what the audit says of it. */
async function after(ctx: Context, deed: string) {
  const memory = memoryInMemory()
  await publishCheckpoint(ctx, memory)
  expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  await ctx.database.read.execute(sql.raw(deed))
  return (await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects
}

class Undone extends Error {}

/** The first thing found once one cell is another; null when the database itself will not have it. */
async function alteredCell(ctx: Context, table: string, column: string) {
  const slot: { found?: unknown } = {}
  await ctx.database
    .transaction(async (tx) => {
      const text = `"${column}"::text`
      const other = `case when ${text} is null then '2' when ${text} ~ '^[0-9]+$' then (${text}::int + 1)::text
        when ${text} ~ '^[0-9]{4}-' then '2001-01-01' when ${text} ~ '^\\[' then '["x"]' else ${text} || 'x' end`
      const kind = `(select data_type from information_schema.columns
        where table_name = '${table}' and column_name = '${column}')`
      const [type] = await rowsOf<{ data_type: string }>(tx, sql.raw(`select ${kind} as data_type`))
      await tx.execute(
        sql.raw(
          `update ${table} set "${column}" = (${other})::${type?.data_type}
            where id = (select id from ${table} order by id limit 1)`,
        ),
      )
      const inside = { ...ctx, database: { ...ctx.database, read: tx } }
      const memory = memoryInMemory()
      slot.found = (await auditLedger(inside, { sealedTables: SEALED_TABLES, memory })).defects[0]
      throw new Undone()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) expect(String((error as Error).cause)).toMatch(/foreign key/)
    })
  return 'found' in slot ? slot.found : null
}

describe('the audit names', () => {
  databaseTest.for<[string, string, string]>([
    [
      'a role raised to another',
      'role_grants',
      `update role_grants set role = 'sealer' where role = 'clerk' and position = 1`,
    ],
    [
      'a role moved to another office',
      'role_grants',
      `update role_grants set authority_id = (select id from authorities where number_prefix = 'YN') where position = 2`,
    ],
    ['a withdrawal undone', 'role_grants', `update role_grants set state = 'granted' where position = 2`],
    ['a withdrawal taken out', 'role_grants', `delete from role_grants where position = 2`],
    [
      'a power widened',
      'authority_powers',
      `update authority_powers set levels = '["411","420"]' where power = 'issue' and levels @> '["420"]'`,
    ],
    [
      'an office moved',
      'authority_changes',
      `update authority_changes set parent_id = (select id from authorities where number_prefix = 'YN')`,
    ],
    [
      'an office renamed',
      'authorities',
      `update authorities set name = '另一个局' where number_prefix = 'YNKM'`,
    ],
  ])('%s', async ([, table, deed], { database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    await withdrawRole(ctx, { grantee: desk.actor.accountId, role: 'clerk', officeId: ids.dali })
    await changeAuthority(ctx, { authorityId: ids.eryuan, name: '洱源县人社局', ground: '云编办〔2026〕3号' })
    const defects = await after(ctx, deed)
    expect(defects.length).toBeGreaterThan(0)
    for (const { where } of defects) expect(where).toMatchObject({ table })
  })

  databaseTest('every altered cell of every decision about offices and roles', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    await changeAuthority(ctx, { authorityId: ids.eryuan, name: '洱源县人社局', ground: '云编办〔2026〕3号' })
    for (const { name: table, columns } of [sealedRoleGrants, sealedAuthorityChanges, sealedAuthorityPowers])
      for (const { name } of columns) {
        const altered = await alteredCell(ctx, table, name)
        if (altered !== null)
          expect(altered, `${table}.${name}`).toMatchObject({
            where: { table, row: expect.any(String) as string },
          })
      }
  })

  databaseTest('a role row nobody granted', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    const defects = await after(
      ctx,
      `insert into role_grants select 'forged', grantee, 'sealer', authority_id, 1, 'granted', decided_on,
         decided_by, seal_salt, seal, sealed_by from role_grants`,
    )
    expect(defects).toContainEqual(
      expect.objectContaining({
        where: expect.objectContaining({ table: 'role_grants', row: 'forged' }) as object,
      }),
    )
  })
})
