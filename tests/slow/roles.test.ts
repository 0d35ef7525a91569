import { sql } from 'drizzle-orm'
import { describe, expect, inject, it } from 'vitest'
import { authorise } from '../../src/identity/authorise.ts'
import { changeAuthority } from '../../src/identity/change-authority.ts'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { grantRole } from '../../src/identity/grant-role.ts'
import { registerAuthority } from '../../src/identity/register-authority.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import { lockHead } from '../../src/ledger/append.ts'
import { rowsOf, type Database } from '../../src/platform/database.ts'
import { ownDatabase } from '../support/database.ts'
import { officesAlone, somebody } from '../support/staff.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'

/** A promise somebody else keeps. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((done) => (open = done))
  return { open: () => open(), opened }
}

/** Until that many sessions of the test's database wait for a lock. */
async function waiting(database: Database, many: number): Promise<void> {
  for (;;) {
    const [row] = await rowsOf<{ n: number }>(
      database.read,
      sql`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if ((row?.n ?? 0) >= many) return
    await new Promise((done) => setTimeout(done, 10))
  }
}

describe.skipIf(!onServer)('a role withdrawn at the same moment', () => {
  it('waits for the act that was allowed, and stops the next', async () => {
    const database = await ownDatabase()
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    const order: string[] = []
    const [allowed, go] = [gate(), gate()]
    const acting = database.transaction(async (tx) => {
      await authorise(desk, tx, 'lists.import', ids.dali)
      allowed.open()
      await go.opened
      order.push('acted')
    })
    await allowed.opened
    const withdrawing = withdrawRole(ctx, {
      grantee: desk.actor.accountId,
      role: 'clerk',
      officeId: ids.dali,
    }).then(() => order.push('withdrawn'))
    await waiting(database, 1)
    go.open()
    await Promise.all([acting, withdrawing])
    expect(order).toEqual(['acted', 'withdrawn'])
    await expect(authorise(desk, database.read, 'lists.import', ids.dali)).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
    await database.close()
  })

  it('is seen by an act that asks while the withdrawal has not yet committed', async () => {
    const database = await ownDatabase()
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    const [held, go] = [gate(), gate()]
    // Whoever holds the ledger stops the withdrawal just before its end.
    const stopping = database.transaction(async (tx) => {
      await lockHead(tx)
      held.open()
      await go.opened
    })
    await held.opened
    const withdrawing = withdrawRole(ctx, {
      grantee: desk.actor.accountId,
      role: 'clerk',
      officeId: ids.dali,
    })
    await waiting(database, 1)
    const acting = database
      .transaction((tx) => authorise(desk, tx, 'lists.import', ids.dali))
      .catch((error: unknown) => error)
    await waiting(database, 2)
    go.open()
    await Promise.all([stopping, withdrawing])
    expect(await acting).toMatchObject({ code: 'identity/not-allowed' })
    await database.close()
  })

  it('by two operators from each other is one withdrawal and one refusal, never a deadlock', async () => {
    const database = await ownDatabase()
    const { ctx, ids } = await officesAlone(database)
    const officeId = ids.dali
    const one = await somebody(ctx, { officeId, roles: ['operator'], person: 1 })
    const two = await somebody(ctx, { officeId, roles: ['operator'], person: 2 })
    const roleOf = (of: typeof one) => ({ grantee: of.actor.accountId, role: 'operator' as const, officeId })
    for (let round = 0; round < 20; round++) {
      const ended = await Promise.allSettled([withdrawRole(one, roleOf(two)), withdrawRole(two, roleOf(one))])
      const codes = ended.map((each) =>
        each.status === 'fulfilled' ? 'done' : (each.reason as { code: string }).code,
      )
      expect(codes.toSorted()).toEqual(['done', 'identity/office-not-found'])
      await grantRole(ctx, roleOf(codes[0] === 'done' ? two : one))
    }
    await database.close()
  })

  it('many times over is withdrawn once', async () => {
    const database = await ownDatabase()
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    const role = { grantee: desk.actor.accountId, role: 'clerk' as const, officeId: ids.dali }
    const ended = await Promise.allSettled(Array.from({ length: 16 }, () => withdrawRole(ctx, role)))
    const failed = ended.filter((each) => each.status === 'rejected')
    expect(failed).toHaveLength(15)
    for (const { reason } of failed) expect(reason).toMatchObject({ code: 'identity/not-granted' })
    await database.close()
  })
})

describe.skipIf(!onServer)('two offices moved under each other at the same moment', () => {
  it('never make a ring', async () => {
    const database = await ownDatabase()
    const { ctx, ids } = await officesAlone(database)
    const bodies = await Promise.all(
      [1, 2].map((serial) => {
        const code = `115399010000900${String(serial).padStart(2, '0')}`
        return registerAuthority(ctx, {
          parentId: ids.province,
          kind: 'convening-body',
          name: `评委会组建单位${serial}`,
          creditCode: code + creditCodeCheck(code),
          place: '530000',
          documentWord: null,
          numberPrefix: null,
        })
      }),
    )
    const [a, b] = bodies.map(({ id }) => id) as [string, string]
    for (let round = 0; round < 10; round++) {
      const move = (authorityId: string, parentId: string) =>
        changeAuthority(ctx, { authorityId, parentId, ground: '云编办〔2026〕3号' })
      const ended = await Promise.allSettled([move(a, b), move(b, a)])
      const failed = ended.filter((each) => each.status === 'rejected')
      expect(failed).toHaveLength(1)
      expect(failed[0]?.reason).toMatchObject({ code: 'identity/office-ring' })
      await move(ended[0].status === 'fulfilled' ? a : b, ids.province)
    }
    await database.close()
  })
})
