import { and, eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { sessionCookieName } from '../../src/identity/sign-in/cookie.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import type { Role } from '../../src/identity/role.ts'
import { authorities } from '../../src/identity/schema.ts'
import { mirrorUnusable } from '../../src/ledger/refusals.ts'
import { RATE_RULES } from '../../src/platform/rate-limit.ts'
import type { Database } from '../../src/platform/database.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { databaseTest } from '../support/database.ts'
import { deskPaths, desksAt } from '../support/desks.ts'
import { signedIn } from '../support/signed-in.ts'
import { officesAlone } from '../support/staff.ts'

async function atDesk(database: Database, roles: readonly Role[], at: 'dali' | 'employer' = 'dali') {
  const { ctx, ids } = await officesAlone(database)
  const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')?.id ?? ''
  const officeId = at === 'employer' ? employer : ids.dali
  const who = await signedIn(ctx, { officeId, roles, person: 1 })
  const app = desksAt(ctx)
  const ask = async (path: string, form?: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await app.request(path, {
      method: form ? 'POST' : 'GET',
      headers: { ...who.headers, Accept: 'text/html', ...headers },
      ...(form && { body: new URLSearchParams(form) }),
    })
    return { status: response.status, to: response.headers.get('Location'), text: await response.text() }
  }
  const refusals = () => database.read.select().from(trailRecords).where(eq(trailRecords.outcome, 'refused'))
  return { ctx, ids, who, ask, refusals }
}

describe('the door of the desks', () => {
  databaseTest(
    'says that a form came after the session had ended, and does nothing',
    async ({ database }) => {
      const { ctx, ids, ask, refusals } = await atDesk(database, ['operator'])
      const offices = () => database.read.select().from(authorities)
      const before = await offices()
      const Cookie = `${sessionCookieName(ctx.config.publicOrigin)}=${'A'.repeat(43)}`
      const late = await ask(`/desk/offices/${ids.dali}/new`, { name: '某县局' }, { Cookie })
      expect([late.status, late.to]).toEqual([401, null])
      expect(late.text).toContain('刚才提交的内容没有办理')
      expect(await offices()).toEqual(before)
      // A stranger fills no trail.
      expect(await refusals()).toEqual([])
      expect((await ask('/desk/offices', undefined, { Cookie })).to).toBe('/desk/sign-in')
    },
  )

  // These bring a file, and limit it themselves.
  const bringsFile =
    /^\/desk\/(lists|verifications|integrity)$|\/(evidence|three-reviews|elsewhere|recommendations|channels|steps\/:step|integrity\/:\w+\/corrections|assessments\/:\w+\/list|uploads|imports)$/
  const isEmployers = (path: string) => /^\/desk\/(assessments|consents)/.test(path)
  const officers = ['operator', 'clerk', 'sealer', 'supervisor', 'document-issuer'] as const
  databaseTest.for<[string, 'dali' | 'employer', readonly Role[]]>([
    ['an office’s', 'dali', officers],
    ['an employer’s', 'employer', ['employer', 'employer-clerk']],
  ])('takes no form longer than any form is, at any address: %s', async ([, at, roles], { database }) => {
    const { ask } = await atDesk(database, roles, at)
    const paths = deskPaths('POST').filter(
      (each) => !bringsFile.test(each) && isEmployers(each) === (at === 'employer'),
    )
    expect(paths.length).toBeGreaterThan(0)
    for (const path of paths) {
      const address = path.replaceAll(/:\w+(\{[^}]*\}(?!\}))?/g, 'A'.repeat(22))
      const { status } = await ask(address.replace(/\{.*?\}\}?/, ''), { ground: 'x'.repeat(1_100_000) })
      expect([path, status]).toEqual([path, 413])
    }
  })

  databaseTest.for([
    [
      'a NUL in a field',
      'application/x-www-form-urlencoded',
      'ground=%00&document=%00&about=%00',
      'request/not-plain',
    ],
    ['half a form', 'multipart/form-data; boundary=x', 'garbage', 'request/not-a-form'],
    ['a form without its boundary', 'multipart/form-data', 'garbage', 'request/not-a-form'],
  ] as const)('refuses %s in words', async ([, type, body, code], { database }) => {
    const { ctx, ids } = await officesAlone(database)
    const { headers } = await signedIn(ctx, {
      officeId: ids.dali,
      roles: ['supervisor', 'sealer'],
      person: 1,
    })
    const app = desksAt(ctx)
    for (const path of [
      '/desk/trail',
      '/desk/certificates/issuing',
      `/desk/approvals/${ids.dali}/approval`,
    ]) {
      const response = await app.request(path, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': type },
        body,
      })
      expect([path, response.status]).toEqual([path, 422])
      expect(await response.text()).toContain(code)
    }
  })

  databaseTest('has nothing at an address no database keeps', async ({ database }) => {
    const { ask } = await atDesk(database, ['clerk', 'supervisor', 'operator'])
    for (const path of deskPaths('GET')) {
      const address = path.replace(/:\w+(\{.*\})?/, '%00')
      expect([path, (await ask(`${address}?after=%00`)).status]).toEqual([path, 404])
    }
  })

  databaseTest('records who was refused by what they wanted to do, and from where', async ({ database }) => {
    const { who, ask, refusals } = await atDesk(database, ['supervisor'])
    expect((await ask('/desk/recoveries')).status).toBe(403)
    expect((await ask('/desk/sign-out', {}, { Origin: 'https://evil.example' })).status).toBe(403)
    const mine = and(eq(trailRecords.outcome, 'refused'), eq(trailRecords.actor, `account:${who.accountId}`))
    const records = await database.read.select().from(trailRecords).where(mine).orderBy(trailRecords.position)
    expect(records.map(({ act, code, facts }) => [act, code, facts])).toEqual([
      ['accounts.recover', 'identity/not-allowed', '{"page":"GET /desk/recoveries"}'],
      ['desk', 'identity/other-origin', '{"page":"POST /desk/sign-out"}'],
    ])
    expect(await refusals()).toHaveLength(2)
    const { text } = await ask('/desk/trail', { outcome: 'refused' })
    expect(text).toContain('在工作台办理')
    expect(text).not.toContain('POST /desk')
  })

  databaseTest('shows where their work is to whom no approval ever waits for', async ({ database }) => {
    const { ctx, ids, ask } = await atDesk(database, ['operator'])
    const operator = await ask('/desk')
    expect(operator.text).toContain('<h1>工作台</h1>')
    expect(operator.text).toContain('href="/desk/people"')
    const nobody = await signedIn(ctx, { officeId: ids.dali, roles: [], person: 2 })
    expect((await ask('/desk', undefined, nobody.headers)).text).toContain('您还没有岗位')
  })

  databaseTest(
    'tells that an act is done when its checkpoint cannot be published yet, and logs why',
    async ({ database }) => {
      const { ctx, ids, who } = await atDesk(database, ['operator'])
      const logged: unknown[] = []
      const why = mirrorUnusable('/mnt/second', 'ENOENT')
      const app = desksAt(ctx, undefined, {
        publish: () => Promise.reject(why),
        log: (error) => logged.push(error),
      })
      const code = '12530000015100009'
      const answer = await app.request(`/desk/offices/${ids.dali}/new`, {
        method: 'POST',
        headers: { ...who.headers, Accept: 'text/html' },
        body: new URLSearchParams({
          kind: 'convening-body',
          name: '某评审委员会组建单位',
          creditCode: code + creditCodeCheck(code),
          place: '532900',
        }),
      })
      expect([answer.status, logged]).toEqual([303, [why]])
      const offices = await listAuthorities(database.read)
      expect(offices.map(({ name }) => name)).toContain('某评审委员会组建单位')
    },
  )

  databaseTest('slows down an account that turns pages like a machine', async ({ database }) => {
    const { ask } = await atDesk(database, ['clerk'])
    for (let i = 0; i < RATE_RULES.changes.most; i++) await ask('/desk/no-such-page', {})
    expect((await ask('/desk/no-such-page', {})).status).toBe(429)
  })
})
