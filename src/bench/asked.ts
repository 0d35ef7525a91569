import { Hono } from 'hono'
import { performance } from 'node:perf_hooks'
import { grantRole } from '../identity/grant-role.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import { accountActor } from '../identity/sign-in/account.ts'
import { beginSession } from '../identity/sign-in/begin-session.ts'
import { sessionCookieName } from '../identity/sign-in/cookie.ts'
import { openAccount } from '../identity/sign-in/open-account.ts'
import { askedRoutes } from '../integrity/asked/api.ts'
import { giveConsent } from '../integrity/asked/consent.ts'
import { misconductTerms, sealedMisconductTerms } from '../integrity/schema.ts'
import { sealRows } from '../ledger/seal.ts'
import { checkDigit } from '../people/id-number.ts'
import { actorOf, type Context, type Env } from '../platform/context.ts'
import { rateLimits } from '../platform/rate-limit.ts'
import { mountStaffRoutes } from '../staff.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow, Timed, Work } from './measure.ts'
import { difference } from './same-distribution.ts'

const SAMPLES = 500
const QUICK_SAMPLES = 100
/** The first askings pay for plans and compilers. */
const WARM = 40
const AT_ONCE = 20
const NAME = '某甲'

interface Answer {
  readonly milliseconds: number
  readonly bytes: number
  /** Status and headers, but for the date. */
  readonly outside: string
}

/** A person with a record and one without are asked about in turn: nothing but the word itself tells them apart. */
export const askedRow: BenchRow = {
  name: 'asked',
  what: '凭授权查一人，有诚信记录的',
  limit: '同样查一人，没有记录的',
  target: 0.9,
  async prepare(setting) {
    const { ctx, close } = await benchDeployment(setting)
    const office = (await listAuthorities(ctx.database.read)).find(({ kind }) => kind === 'employer')
    if (!office) throw new Error('no employer')
    const [listed, unlisted] = [await somebody(ctx, office.id, 1), await somebody(ctx, office.id, 2)]
    await record(ctx, listed.actor.personId ?? '')
    const ask = await asker(ctx, office.id)
    const samples = await inTurn(ask, [listed, unlisted], setting.quick ? QUICK_SAMPLES : SAMPLES)
    const many =
      (person: Context): Work =>
      async (): Promise<Timed> => {
        let milliseconds = 0
        for (let i = 0; i < AT_ONCE; i++) milliseconds += (await ask(person)).milliseconds
        return { done: AT_ONCE, milliseconds }
      }
    return { figure: many(listed), limit: many(unlisted), remark: () => said(samples), close }
  },
}

function said([listed, unlisted]: readonly [readonly Answer[], readonly Answer[]]): string {
  const one = (of: (answer: Answer) => number | string) =>
    new Set([...listed, ...unlisted].map(of)).size === 1 ? '相同' : '不同！'
  const { means, interval, welch, ks } = difference(
    listed.map(({ milliseconds }) => milliseconds),
    unlisted.map(({ milliseconds }) => milliseconds),
  )
  return (
    `各 ${listed.length} 次随机交替：长度${one(({ bytes }) => bytes)}，状态和头部${one(({ outside }) => outside)}；` +
    `平均差 ${(means * 1000).toFixed(0)} ± ${(interval * 1000).toFixed(0)} 微秒，` +
    `Welch t = ${welch.t.toFixed(2)}（p = ${welch.p.toFixed(2)}），KS D = ${ks.d.toFixed(3)}（p = ${ks.p.toFixed(2)}）`
  )
}

/** Which of the two comes first is chance: neither drifts with the machine alone. */
async function inTurn(
  ask: (person: Context) => Promise<Answer>,
  [listed, unlisted]: readonly [Context, Context],
  times: number,
): Promise<readonly [readonly Answer[], readonly Answer[]]> {
  const answers: [Answer[], Answer[]] = [[], []]
  for (let i = -WARM; i < times; i++) {
    const isListedFirst = (listed.random(1)[0] ?? 0) % 2 === 0
    for (const isListed of [isListedFirst, !isListedFirst]) {
      const answer = await ask(isListed ? listed : unlisted)
      if (i >= 0) answers[isListed ? 0 : 1].push(answer)
    }
  }
  return answers
}

/** Asks over the staff API by a fresh word of the person's; giving it is not timed. */
async function asker(ctx: Context, officeId: string): Promise<(person: Context) => Promise<Answer>> {
  const personnel = await somebody(ctx, officeId, 3)
  const accountId = personnel.actor.accountId ?? ''
  await grantRole(ctx, { grantee: accountId, role: 'employer', officeId })
  const { token: session } = await ctx.database.transaction((tx) =>
    beginSession(ctx, tx, { kind: 'account', holderId: accountId, secondFactor: true, agent: 'bench' }),
  )
  const { publicOrigin } = ctx.config
  // Nobody asks so fast; the askings themselves are still counted.
  const limits = { ...rateLimits(ctx), count: () => Promise.resolve() }
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', { ...ctx, actor: actorOf('public', '') })
      await next()
    })
    .route(
      '/',
      mountStaffRoutes({
        routes: askedRoutes,
        limits,
        addressOf: () => 'bench',
        publish: () => Promise.resolve(),
        log: (error) => {
          throw error
        },
      }),
    )
  return async (person) => {
    const { token } = await giveConsent(person, { officeId, purpose: '竞聘高级岗位', days: 1 })
    const request = {
      method: 'POST',
      headers: {
        Cookie: `${sessionCookieName(publicOrigin)}=${session}`,
        Origin: publicOrigin,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify({ officeId, token, name: NAME }),
    }
    const started = performance.now()
    const response = await app.request('/api/v1/integrity/inquiries', request)
    const text = await response.text()
    const milliseconds = performance.now() - started
    if (response.status !== 200) throw new Error(text)
    const headers = [...response.headers].filter(([name]) => name !== 'date')
    return { milliseconds, bytes: Buffer.byteLength(text), outside: `${response.status} ${headers.join()}` }
  }
}

async function somebody(ctx: Context, officeId: string, person: number): Promise<Context> {
  const body = `53990119900101${String(person).padStart(3, '0')}`
  const opened = await openAccount(ctx, {
    login: `bench${person}`,
    name: NAME,
    idType: 'resident-identity-card',
    idNumber: body + checkDigit(body),
    officeId,
  })
  return { ...ctx, actor: accountActor({ id: opened.accountId, personId: opened.personId }, 'bench') }
}

/** A term that runs today: its seal is filler, for nobody audits it here. */
async function record(ctx: Context, personId: string): Promise<void> {
  const year = Number(ctx.today().slice(0, 4))
  const term = {
    id: 'bench',
    recordId: 'bench',
    position: 1,
    versionId: 'bench',
    personId,
    officeId: null,
    startsOn: `${year - 1}-01-01`,
    endsOn: `${year + 1}-12-31`,
    appliedOn: `${year - 1}-01-01`,
    appliedBy: 'console',
    digest: new Uint8Array(32),
  }
  const { rows } = sealRows(sealedMisconductTerms, 'filler', [term], ctx.random(32))
  await ctx.database.read.insert(misconductTerms).values([...rows])
}
