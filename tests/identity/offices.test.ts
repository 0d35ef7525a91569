import { describe, expect } from 'vitest'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { changeAuthority, type AuthorityChange } from '../../src/identity/change-authority.ts'
import { authorityByCreditCode, authorityById, listAuthorities } from '../../src/identity/find-authority.ts'
import { registerAuthority, type NewAuthority } from '../../src/identity/register-authority.ts'
import { authorities, authorityChanges } from '../../src/identity/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import { databaseTest } from '../support/database.ts'
import { OFFICES, officesAlone, somebody } from '../support/staff.ts'

const GROUND = '云编办〔2026〕3号'
const codeOf = (serial: number) => {
  const body = `1153990100009${String(serial).padStart(4, '0')}`
  return body + creditCodeCheck(body)
}

const office = (changed: Partial<NewAuthority>): NewAuthority => ({
  parentId: null,
  kind: 'county',
  name: '漾濞县人力资源和社会保障局',
  creditCode: codeOf(1),
  place: '532922',
  documentWord: null,
  numberPrefix: null,
  ...changed,
})

async function refused(ctx: Context, code: string, act: () => Promise<unknown>) {
  const traces = async () => [
    await ctx.database.read.select({ id: authorities.id }).from(authorities),
    await ctx.database.read.select({ id: authorityChanges.id }).from(authorityChanges),
  ]
  const before = await traces()
  await expect(act()).rejects.toMatchObject({ name: 'Refusal', code })
  expect(await traces()).toEqual(before)
}

describe('an office', () => {
  databaseTest('is entered by whoever runs the one above it', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const operator = await somebody(ctx, { officeId: ids.dali, roles: ['operator'], person: 1 })
    const entered = await registerAuthority(operator, office({ parentId: ids.dali }))
    expect(await authorityById(database.read, entered.id)).toEqual({
      ...office({ parentId: ids.dali }),
      id: entered.id,
      sealName: '漾濞县人力资源和社会保障局',
      state: 'open',
    })
    const enter = (changed: Partial<NewAuthority>) =>
      registerAuthority(operator, office({ creditCode: codeOf(2), ...changed }))
    await refused(ctx, 'identity/parent-not-found', () => enter({ parentId: ids.kunming }))
    await refused(ctx, 'identity/parent-not-found', () => enter({ parentId: 'nowhere' }))
    await refused(ctx, 'identity/not-allowed', () => enter({ parentId: null }))
    await refused(ctx, 'identity/authority-exists', () =>
      enter({ parentId: ids.dali, creditCode: codeOf(1) }),
    )
  })

  databaseTest.for<[string, Partial<NewAuthority>]>([
    ['a blank name', { name: ' ' }],
    ['a name of 41 characters', { name: '局'.repeat(41) }],
    ['a name that runs backwards', { name: '大理\u202e局' }],
    ['a name with a line in it', { name: '大理\n局' }],
    [
      'a wrong check digit',
      { creditCode: `${codeOf(1).slice(0, 17)}${codeOf(1).endsWith('0') ? '1' : '0'}` },
    ],
    ['a place of five digits', { place: '53292' }],
    ['a kind nobody knows', { kind: 'empire' as never }],
    ['a prefix in small letters', { numberPrefix: 'ynd' }],
    ['a prefix another office has', { numberPrefix: 'YN' }],
    ['a document word with a number', { documentWord: '漾人社发〔2023〕' }],
    ['a seal without a name', { sealName: '' }],
  ])('is not entered with %s', async ([, changed], { database }) => {
    const { ctx, ids } = await officesAlone(database)
    const input = office({ parentId: ids.dali, ...changed })
    await refused(ctx, 'identity/bad-authority', () => registerAuthority(ctx, input))
  })

  databaseTest('never stands under an employer, nor a bureau under a narrower one', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const employer = await registerAuthority(
      ctx,
      office({ parentId: ids.eryuan, kind: 'employer', name: '洱源县第一中学' }),
    )
    expect(employer.sealName).toBeNull()
    const enter = (parentId: string, kind: NewAuthority['kind']) =>
      registerAuthority(ctx, office({ parentId, kind, creditCode: codeOf(2) }))
    await refused(ctx, 'identity/bad-parent', () => enter(employer.id, 'county'))
    await refused(ctx, 'identity/bad-parent', () => enter(employer.id, 'employer'))
    await refused(ctx, 'identity/bad-parent', () => enter(ids.eryuan, 'prefecture'))
    await refused(ctx, 'identity/bad-parent', () => enter(ids.dali, 'province'))
  })
})

describe('changing an office', () => {
  databaseTest('is seen everywhere at once, while what was registered stays', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const before = await authorityById(database.read, ids.dali)
    await changeAuthority(ctx, {
      authorityId: ids.dali,
      name: '大理州人力资源和社会保障局',
      documentWord: null,
      sealName: '大理州人力资源和社会保障局（新）',
      ground: GROUND,
    })
    await changeAuthority(ctx, { authorityId: ids.dali, documentWord: '大州人社发', ground: GROUND })
    const after = {
      ...before,
      name: '大理州人力资源和社会保障局',
      documentWord: '大州人社发',
      sealName: '大理州人力资源和社会保障局（新）',
    }
    expect(await authorityById(database.read, ids.dali)).toEqual(after)
    expect(await authorityByCreditCode(database.read, before.creditCode)).toEqual(after)
    expect(await listAuthorities(database.read)).toContainEqual(after)
    const [registered] = (await database.read.select().from(authorities)).filter(({ id }) => id === ids.dali)
    expect(registered).toMatchObject({ name: OFFICES.dali })
    expect(
      (await database.read.select().from(authorityChanges).orderBy(authorityChanges.position)).map(
        ({ position, ground, changedBy }) => [position, ground, changedBy],
      ),
    ).toEqual([
      [1, GROUND, 'console:test'],
      [2, GROUND, 'console:test'],
    ])
  })

  databaseTest('never makes a ring of the tree', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const move = (authorityId: string, parentId: string) =>
      changeAuthority(ctx, { authorityId, parentId, ground: GROUND })
    await refused(ctx, 'identity/office-ring', () => move(ids.dali, ids.eryuan))
    await refused(ctx, 'identity/office-ring', () => move(ids.dali, ids.dali))
    await refused(ctx, 'identity/office-ring', () => move(ids.province, ids.eryuan))
    await refused(ctx, 'identity/parent-not-found', () => move(ids.dali, 'nowhere'))
    await refused(ctx, 'identity/bad-parent', () => move(ids.kunming, ids.dali))
    expect(await move(ids.eryuan, ids.kunming)).toMatchObject({ parentId: ids.kunming })
  })

  databaseTest('closes it for good, once nothing open is below', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const close = (authorityId: string) => changeAuthority(ctx, { authorityId, close: true, ground: GROUND })
    await refused(ctx, 'identity/offices-below', () => close(ids.dali))
    await close(ids.eryuan)
    await refused(ctx, 'identity/office-closed', () => close(ids.eryuan))
    await refused(ctx, 'identity/office-closed', () =>
      registerAuthority(ctx, office({ parentId: ids.eryuan, kind: 'employer' })),
    )
    await close(ids.dali)
    expect(await authorityById(database.read, ids.eryuan)).toMatchObject({
      state: 'closed',
      name: OFFICES.eryuan,
    })
  })

  databaseTest.for<[string, string, Partial<AuthorityChange>]>([
    ['no change at all', 'identity/nothing-changed', { name: OFFICES.eryuan }],
    ['no reason', 'identity/bad-ground', { name: '甲局', ground: ' ' }],
    ['a blank name', 'identity/bad-authority', { name: '\t' }],
  ])('is refused with %s', async ([, code, change], { database }) => {
    const { ctx, ids } = await officesAlone(database)
    await refused(ctx, code, () =>
      changeAuthority(ctx, { authorityId: ids.eryuan, ground: GROUND, ...change }),
    )
  })

  databaseTest('is decided above it, never in it', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const operator = await somebody(ctx, { officeId: ids.dali, roles: ['operator'], person: 1 })
    const rename = (authorityId: string, more: Partial<AuthorityChange> = {}) =>
      changeAuthority(operator, { authorityId, name: '新名字的局', ground: GROUND, ...more })
    await refused(ctx, 'identity/office-not-found', () => rename(ids.dali))
    await refused(ctx, 'identity/office-not-found', () => rename(ids.kunming))
    await refused(ctx, 'identity/office-not-found', () => rename('nowhere'))
    await refused(ctx, 'identity/parent-not-found', () => rename(ids.eryuan, { parentId: ids.kunming }))
    await refused(ctx, 'identity/not-allowed', () => rename(ids.eryuan, { parentId: null }))
    expect(await rename(ids.eryuan)).toMatchObject({ name: '新名字的局' })
  })
})
