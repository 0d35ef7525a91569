import { describe, expect } from 'vitest'
import { ALL_ACTS } from '../../src/identity/act.ts'
import { authorise, authoriseSomewhere, inScope, officesFor } from '../../src/identity/authorise.ts'
import { changeAuthority } from '../../src/identity/change-authority.ts'
import { findAuthority, seenAuthorities, seenAuthority } from '../../src/identity/find-authority.ts'
import { grantRole } from '../../src/identity/grant-role.ts'
import { officeNotFound } from '../../src/identity/refusals.ts'
import { ALL_ROLES, roleRow } from '../../src/identity/role.ts'
import { currentAuthorities } from '../../src/identity/schema.ts'
import { closeAccount } from '../../src/identity/sign-in/close-account.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import { actorOf, type Context } from '../../src/platform/context.ts'
import { databaseTest } from '../support/database.ts'
import { OFFICES, officesAlone, somebody } from '../support/staff.ts'

const may = (ctx: Context, act: (typeof ALL_ACTS)[number], officeId: string) =>
  authorise(ctx, ctx.database.read, act, officeId).then(
    () => true,
    (error: { code: string }) => {
      expect(error.code).toBe('identity/not-allowed')
      return false
    },
  )

// Two prefectures: each bureau kind holds every role but those of employers and committees.
const AT_BUREAUS = ALL_ROLES.filter((role) => roleRow(role).heldAt.includes('prefecture'))

describe('a role', () => {
  databaseTest.for(AT_BUREAUS)(
    '%s carries exactly its acts, as far as it reaches',
    async (role, { database }) => {
      const { ctx, ids } = await officesAlone(database)
      const desk = await somebody(ctx, { officeId: ids.dali, roles: [role], person: 1 })
      for (const act of ALL_ACTS) {
        const carried = roleRow(role).acts.includes(act)
        expect(await may(desk, act, ids.dali), `${act} at home`).toBe(carried)
        expect(await may(desk, act, ids.eryuan), `${act} below`).toBe(
          carried && roleRow(role).reach === 'below',
        )
        expect(await may(desk, act, ids.province), `${act} above`).toBe(false)
        expect(await may(desk, act, ids.kunming), `${act} beside`).toBe(false)
        expect(await may(desk, act, 'nowhere'), `${act} nowhere`).toBe(false)
      }
    },
  )

  databaseTest('counts no more from the moment it is withdrawn', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    expect(await may(desk, 'lists.import', ids.dali)).toBe(true)
    const role = { grantee: desk.actor.accountId, role: 'clerk' as const, officeId: ids.dali }
    await withdrawRole(ctx, role)
    expect(await may(desk, 'lists.import', ids.dali)).toBe(false)
    expect(await officesFor(desk, database.read, 'lists.see')).toEqual([])
    await grantRole(ctx, role)
    expect(await may(desk, 'lists.import', ids.dali)).toBe(true)
  })

  databaseTest('counts no more once the account is closed', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    await closeAccount(ctx, { accountId: desk.actor.accountId })
    expect(await may(desk, 'lists.see', ids.dali)).toBe(false)
  })

  databaseTest('follows the tree when an office is moved', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.kunming, roles: ['supervisor'], person: 1 })
    expect(await may(desk, 'lists.see', ids.eryuan)).toBe(false)
    await changeAuthority(ctx, {
      authorityId: ids.eryuan,
      parentId: ids.kunming,
      ground: '云政发〔2026〕1号',
    })
    expect(await may(desk, 'lists.see', ids.eryuan)).toBe(true)
  })
})

describe('who is no account', () => {
  databaseTest('may everything at the console and nothing in public', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    for (const act of ALL_ACTS) {
      expect(await may(ctx, act, ids.dali)).toBe(true)
      expect(await may({ ...ctx, actor: actorOf('public', '') }, act, ids.dali)).toBe(false)
      expect(await may({ ...ctx, actor: actorOf('service', 'jobs') }, act, ids.dali)).toBe(false)
    }
  })
})

describe('what is out of reach', () => {
  databaseTest('looks like what does not exist', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['supervisor'], person: 1 })
    const answer = (id: string) => seenAuthority(desk, id).catch((error: unknown) => error)
    const [beside, nowhere] = [await answer(ids.kunming), await answer('A'.repeat(22))]
    expect(beside).toMatchObject({ code: 'identity/office-not-found' })
    expect(nowhere).toMatchObject({ code: 'identity/office-not-found', message: (beside as Error).message })
    expect(await answer(ids.eryuan)).toMatchObject({ name: OFFICES.eryuan })
    await expect(
      authorise(desk, database.read, 'lists.confirm', ids.dali, officeNotFound('x')),
    ).rejects.toMatchObject({ code: 'identity/office-not-found' })
  })

  databaseTest('is in no list', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['auditor', 'clerk'], person: 1 })
    const named = async (act: 'accounts.see' | 'lists.import' | 'keys.see' | 'accounts.manage') => {
      const scope = inScope(await officesFor(desk, database.read, act), currentAuthorities.id)
      const rows = await database.read.select().from(currentAuthorities).where(scope)
      return rows.map(({ id }) => id).toSorted()
    }
    expect(await named('accounts.see')).toEqual([ids.dali, ids.eryuan].toSorted())
    expect(await named('lists.import')).toEqual([ids.dali])
    expect(await named('accounts.manage')).toEqual([])
    expect((await seenAuthorities(desk, { limit: 10 })).map(({ id }) => id).toSorted()).toEqual(
      [ids.dali, ids.eryuan].toSorted(),
    )
    expect(await officesFor(ctx, database.read, 'accounts.manage')).toBe('all')
  })

  databaseTest('is told from what one may nowhere do', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    await expect(authoriseSomewhere(desk, database.read, 'lists.import')).resolves.toBeUndefined()
    await expect(authoriseSomewhere(desk, database.read, 'lists.confirm')).rejects.toMatchObject({
      code: 'identity/not-allowed',
      kind: 'forbidden',
      facts: { act: 'lists.confirm' },
    })
  })
})

describe('an office out of the tree', () => {
  databaseTest('ends every question, even in a ring bent into the database', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const desk = await somebody(ctx, { officeId: ids.dali, roles: ['supervisor'], person: 1 })
    await database.read.execute(`update authorities set parent_id = '${ids.eryuan}' where id = '${ids.dali}'`)
    expect(await may(desk, 'lists.see', ids.eryuan)).toBe(true)
    expect((await officesFor(desk, database.read, 'lists.see')).length).toBe(2)
    expect(await findAuthority(database.read, ids.dali)).toMatchObject({ parentId: ids.eryuan })
  })
})
