import { Hono } from 'hono'
import { describe, expect } from 'vitest'
import { deskPages } from '../../src/desk.tsx'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { authorityById, listAuthorities } from '../../src/identity/find-authority.ts'
import { holdersAt } from '../../src/identity/find-grants.ts'
import { powersOf } from '../../src/identity/find-powers.ts'
import { officeDesk } from '../../src/identity/pages.tsx'
import { ALL_ROLES, ROLES, type Role } from '../../src/identity/role.ts'
import { actorOf, type Context, type Env } from '../../src/platform/context.ts'
import { rateLimits } from '../../src/platform/rate-limit.ts'
import type { Database } from '../../src/platform/database.ts'
import { addressOf } from '../../src/web/client-address.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { databaseTest } from '../support/database.ts'
import { signedIn } from '../support/signed-in.ts'
import { madeUpNumber, OFFICES, officesAlone } from '../support/staff.ts'
import { SITE } from '../verification/answers.ts'

/** A browser without scripts, in which somebody with these roles is signed in. */
async function browserOf(ctx: Context, officeId: string, roles: readonly Role[], person = 1) {
  const { headers, accountId } = await signedIn(ctx, { officeId, roles, person })
  const visitor: Context = { ...ctx, actor: actorOf('public', '') }
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', visitor)
      await next()
    })
    .route(
      '/',
      deskPages({
        site: SITE,
        door: new Hono<Env>(),
        desks: [officeDesk],
        limits: rateLimits(ctx),
        addressOf: addressOf([]),
        publish: () => Promise.resolve(),
        log: () => {},
      }),
    )
  const ask = async (path: string, form?: Record<string, string>) => {
    const response = await app.request(`${ctx.config.publicOrigin}${path}`, {
      method: form ? 'POST' : 'GET',
      headers: { ...headers, Accept: 'text/html' },
      ...(form && { body: new URLSearchParams(form) }),
    })
    return { status: response.status, to: response.headers.get('Location'), text: await response.text() }
  }
  return { ask, accountId }
}

async function operatorOf(database: Database) {
  const { ctx, ids } = await officesAlone(database)
  return { ctx, ids, ...(await browserOf(ctx, ids.province, ['operator'])) }
}

const BODY = '11539901000099001'
const NEW_OFFICE = {
  name: '漾濞县人力资源和社会保障局',
  kind: 'county',
  creditCode: BODY + creditCodeCheck(BODY),
  place: '532922',
  documentWord: '漾人社发',
  numberPrefix: '',
  sealName: '漾濞县人力资源和社会保障局',
}

describe('an operator at the desk', () => {
  databaseTest('sees the tree, enters an office, renames and closes it', async ({ database }) => {
    const { ids, ask } = await operatorOf(database)
    const tree = await ask('/desk/offices')
    for (const name of Object.values(OFFICES)) expect(tree.text).toContain(name)

    const wrong = await ask(`/desk/offices/${ids.dali}/new`, { ...NEW_OFFICE, place: '5329' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('行政区划代码应为 6 位数字')
    expect(wrong.text).toContain(`value="${NEW_OFFICE.creditCode}"`)

    const entered = await ask(`/desk/offices/${ids.dali}/new`, NEW_OFFICE)
    expect(entered.status).toBe(303)
    const office = (await listAuthorities(database.read)).find(({ name }) => name === NEW_OFFICE.name)
    expect(entered.to).toBe(`/desk/offices/${office?.id}`)
    expect(office).toMatchObject({ parentId: ids.dali, documentWord: '漾人社发', numberPrefix: null })

    const change = {
      ...NEW_OFFICE,
      name: '漾濞局',
      parentId: ids.kunming,
      'change-ground': '云编办〔2026〕3号',
    }
    expect((await ask(`${entered.to}/changes`, change)).status).toBe(303)
    expect((await ask(`${entered.to}/closing`, { 'close-ground': '' })).status).toBe(422)
    expect((await ask(`${entered.to}/closing`, { 'close-ground': '云编办〔2026〕4号' })).status).toBe(303)
    expect(await authorityById(database.read, office?.id ?? '')).toMatchObject({
      name: '漾濞局',
      parentId: ids.kunming,
      state: 'closed',
    })
    const closed = (await ask(entered.to ?? '')).text
    expect(closed).toContain('已撤销')
    expect(closed).not.toContain('<form method="post" action="/desk/offices')
  })

  databaseTest('gives an office a power and takes it back', async ({ database }) => {
    const { ids, ask } = await operatorOf(database)
    const page = `/desk/offices/${ids.committee}`
    const power = { power: 'file', 'level-411': 'on', series: '工程技术人员，卫生技术人员', fromYear: '2024' }
    const wrong = await ask(`${page}/powers`, { ...power, ground: '' })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('请写明依据')
    const granted = await ask(`${page}/powers`, { ...power, throughYear: '', ground: '云人社函〔2024〕1号' })
    expect(granted.status).toBe(303)
    const shown = '受理备案：正高级，工程技术人员、卫生技术人员，2024 年起（云人社函〔2024〕1号）'
    expect((await ask(page)).text).toContain(shown)
    const [held] = await powersOf(database.read, ids.committee)
    expect((await ask(`/desk/powers/${held?.id}`)).text).toContain(shown)
    expect((await ask(`/desk/powers/${held?.id}/withdrawal`, { ground: '云人社函〔2026〕2号' })).to).toBe(
      page,
    )
    expect(await powersOf(database.read, ids.committee)).toEqual([])
    expect((await ask(`/desk/powers/${held?.id}`)).status).toBe(404)
  })

  databaseTest('opens an account, gives it a role and takes it back, all on record', async ({ database }) => {
    const { ctx, ids, ask, accountId } = await operatorOf(database)
    const page = `/desk/offices/${ids.dali}/people`
    const opened = await ask(`/desk/offices/${ids.dali}/accounts`, {
      login: 'yangli',
      name: '杨丽',
      idType: 'resident-identity-card',
      idNumber: madeUpNumber(7),
    })
    expect(opened.text).toMatch(/<p class="secret mono">[0-9A-Z-]{29}</)
    const [holder] = await holdersAt(ctx, ids.dali)
    expect(holder).toMatchObject({ login: 'yangli', name: '杨丽', roles: [] })

    const role = { grantee: holder?.id ?? '', role: 'clerk' }
    const give = () => ask(`/desk/offices/${ids.dali}/grants`, role)
    expect((await give()).to).toBe(page)
    const again = await give()
    expect(again.status).toBe(409)
    expect(again.text).toContain('不必重复授予')
    const shown = (await ask(page)).text
    expect(shown).toMatch(/经办人 <span class="soft small">2026-11-21 起，由 p1\.\w+ 授予<\/span>/)
    expect(shown).not.toContain(madeUpNumber(7))
    expect((await ask('/desk/people')).text).toContain('杨丽')
    expect((await ask(`/desk/offices/${ids.dali}/grants/withdrawal`, role)).to).toBe(page)
    expect((await holdersAt(ctx, ids.dali))[0]?.roles).toEqual([])

    const acts = (await database.read.select().from(trailRecords))
      .filter(({ actor, facts }) => actor === `account:${accountId}` && facts.includes('clerk'))
      .map(({ facts }) => facts)
    expect(acts).toEqual(['{"role":"clerk","state":"granted"}', '{"role":"clerk","state":"withdrawn"}'])
  })

  databaseTest('cannot give a role to themselves', async ({ database }) => {
    const { ids, ask, accountId } = await operatorOf(database)
    const own = await ask(`/desk/offices/${ids.province}/grants`, { grantee: accountId, role: 'sealer' })
    expect(own.status).toBe(403)
    expect(own.text).toContain('不能给自己')
  })

  databaseTest('reads the table of roles', async ({ database }) => {
    const { ask } = await operatorOf(database)
    const { text } = await ask('/desk/roles')
    for (const role of ALL_ROLES) expect(text).toContain(ROLES[role].purpose)
  })
})

describe('who may only look', () => {
  databaseTest('is shown no form, and posts into nothing', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const { ask } = await browserOf(ctx, ids.dali, ['supervisor'])
    const before = await listAuthorities(database.read)
    for (const path of [`/desk/offices/${ids.eryuan}`, `/desk/offices/${ids.eryuan}/people`]) {
      const { status, text } = await ask(path)
      expect(status).toBe(200)
      expect(text).not.toMatch(/<form method="post" action="\/desk\/(offices|powers)/)
    }
    for (const [path, form] of [
      [`/desk/offices/${ids.dali}/new`, NEW_OFFICE],
      [`/desk/offices/${ids.eryuan}/changes`, { name: '乙局', 'change-ground': '云编办〔2026〕3号' }],
      [`/desk/offices/${ids.eryuan}/closing`, { 'close-ground': '云编办〔2026〕3号' }],
      [`/desk/offices/${ids.eryuan}/grants`, { grantee: 'x', role: 'clerk' }],
      [`/desk/offices/${ids.eryuan}/accounts`, {}],
    ] as const)
      expect((await ask(path, form)).status, path).toBeGreaterThanOrEqual(403)
    expect(await listAuthorities(database.read)).toEqual(before)
  })

  databaseTest('cannot tell an office out of reach from one that does not exist', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const { ask } = await browserOf(ctx, ids.dali, ['supervisor'])
    expect((await ask('/desk/offices')).text).not.toContain(OFFICES.kunming)
    const [power] = await powersOf(database.read, ids.kunming)
    for (const [there, nowhere] of [
      [`/desk/offices/${ids.kunming}`, `/desk/offices/${'A'.repeat(22)}`],
      [`/desk/offices/${ids.kunming}/people`, `/desk/offices/${'A'.repeat(22)}/people`],
      [`/desk/powers/${power?.id}`, `/desk/powers/${'A'.repeat(22)}`],
    ] as const) {
      const [one, other] = [await ask(there), await ask(nowhere)]
      expect(one.status).toBe(404)
      expect(one).toEqual(other)
    }
  })
})
