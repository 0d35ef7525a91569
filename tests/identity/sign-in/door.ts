import { Secret, TOTP } from 'otpauth'
import { dayOf } from '../../../src/calendar/day.ts'
import { grantRole } from '../../../src/identity/grant-role.ts'
import { creditCodeCheck } from '../../../src/identity/credit-code.ts'
import { registerAuthority, type NewAuthority } from '../../../src/identity/register-authority.ts'
import { beginLedger } from '../../../src/ledger/begin.ts'
import type { Role } from '../../../src/identity/role.ts'
import { authenticate } from '../../../src/identity/sign-in/authenticate.ts'
import { enrol } from '../../../src/identity/sign-in/enrol.ts'
import { openAccount } from '../../../src/identity/sign-in/open-account.ts'
import { confirmSecondFactor, secondFactorToConfirm } from '../../../src/identity/sign-in/second-factor.ts'
import { signIn, type SignInInput } from '../../../src/identity/sign-in/sign-in.ts'
import { checkDigit } from '../../../src/people/id-number.ts'
import { actorOf, type Actor, type Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { testContext } from '../../support/context.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'

export const PASSWORD = '滇池边的海鸥每年十一月回来'
const PLACE = { address: '192.0.2.1', agent: 'Firefox · Linux' }

/** A made-up citizen's number; serials differ from people to people. */
export function idNumber(serial: number): string {
  const digits = `53010219900101${String(serial).padStart(3, '0')}`
  return digits + checkDigit(digits)
}

// Division 539901 exists nowhere: no real office bears these codes.
const codeOf = (serial: number) => {
  const body = `1153990100000${String(serial).padStart(4, '0')}`
  return body + creditCodeCheck(body)
}
const OFFICE: NewAuthority = {
  parentId: null,
  kind: 'prefecture',
  name: '大理白族自治州人力资源和社会保障局',
  creditCode: codeOf(1),
  place: '532900',
  documentWord: '大人社发',
  numberPrefix: 'YNDL',
}
const COUNTY: NewAuthority = {
  ...OFFICE,
  kind: 'county',
  name: '洱源县人力资源和社会保障局',
  creditCode: codeOf(2),
  place: '532930',
  documentWord: null,
  numberPrefix: null,
}

/** A desk whose clock the test moves. `ctx` is a stranger's; `console` the machine's owner's. */
export async function door(database: Database) {
  let now = new Date('2026-11-20T16:30:00Z')
  const console: Context = { ...testContext(database), now: () => now, today: () => dayOf(now) }
  await beginLedger(console, 'rcps.example.gov.cn/ledger')
  const office = await registerAuthority(console, OFFICE)
  const county = await registerAuthority(console, { ...COUNTY, parentId: office.id })
  const ctx: Context = { ...console, actor: actorOf('public', '') }
  const as = (actor: Actor): Context => ({ ...console, actor })

  const open = async (login: string, roles: readonly Role[] = [], serial = 101) => {
    const opened = await openAccount(console, {
      login,
      name: '杨晓芸',
      idType: 'resident-identity-card',
      idNumber: idNumber(serial),
      officeId: office.id,
    })
    for (const role of roles)
      await grantRole(console, { grantee: opened.accountId, role, officeId: office.id })
    return opened
  }
  const actorOfToken = async (token: string): Promise<Actor> => {
    const actor = await authenticate(ctx, database.read, { cookie: token })
    if (!actor) throw new Error('nobody')
    return actor
  }
  /** Opens, sets the password and, where the roles need it, binds an authenticator; leaves its session open. */
  const enrolled = async (login: string, roles: readonly Role[] = [], serial = 101) => {
    const opened = await open(login, roles, serial)
    const { token } = await enrol(ctx, { secret: opened.secret, password: PASSWORD, client: PLACE })
    const me = as(await actorOfToken(token))
    const waiting = await secondFactorToConfirm(me)
    const totp = waiting && new TOTP({ secret: Secret.fromBase32(waiting.secret) })
    const code = (at = now) => totp?.generate({ timestamp: at.getTime() }) ?? ''
    if (waiting) {
      await confirmSecondFactor(me, { code: code() })
      pass(30)
    }
    return { ...opened, me, token, code }
  }
  const pass = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000)
  }
  const tryIn = (login: string, more: Partial<SignInInput> = {}) =>
    signIn(ctx, { login, password: PASSWORD, client: PLACE, ...more })

  return {
    memory: memoryInMemory(),
    ctx,
    console,
    office,
    county,
    as,
    open,
    enrolled,
    actorOfToken,
    pass,
    tryIn,
    now: () => now,
  }
}
