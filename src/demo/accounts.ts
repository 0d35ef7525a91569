import { TOTP } from 'otpauth'
import type { AuthorityKind } from '../identity/authority.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import { grantRole } from '../identity/grant-role.ts'
import { roleRow, type Role } from '../identity/role.ts'
import { authenticate } from '../identity/sign-in/authenticate.ts'
import { enrol } from '../identity/sign-in/enrol.ts'
import { openAccount } from '../identity/sign-in/open-account.ts'
import { confirmSecondFactor, secondFactorToConfirm } from '../identity/sign-in/second-factor.ts'
import { checkDigit } from '../people/id-number.ts'
import type { Actor, Context } from '../platform/context.ts'
import { base64url } from '../signing/bytes.ts'
import type { DemoLogin } from './folder.ts'

/** Somebody at work in the demonstration; nobody is called so or has such a number. */
export interface DemoAccount extends DemoLogin {
  /** Signed in, as the demonstration's own acts need them. */
  readonly actor: Actor
}

interface Person {
  readonly login: string
  readonly name: string
  readonly role: Role
  readonly at: AuthorityKind
}

const PEOPLE: readonly Person[] = [
  { login: 'operator', name: '甘系统', role: 'operator', at: 'province' },
  { login: 'operator2', name: '乐管理', role: 'operator', at: 'province' },
  { login: 'clerk', name: '经小办', role: 'clerk', at: 'province' },
  { login: 'secretary', name: '米书文', role: 'committee-secretary', at: 'convening-body' },
  { login: 'reviewer1', name: '沈初核', role: 'reviewer', at: 'convening-body' },
  { login: 'reviewer2', name: '阿卜杜拉·买买提', role: 'reviewer', at: 'province' },
  { login: 'issuer', name: '文发章', role: 'document-issuer', at: 'province' },
  { login: 'sealer', name: '印怀真', role: 'sealer', at: 'province' },
  { login: 'integrity', name: '成守信', role: 'integrity-officer', at: 'province' },
  { login: 'collection', name: '归有年', role: 'collection-officer', at: 'province' },
  { login: 'supervisor', name: '督察明', role: 'supervisor', at: 'province' },
  { login: 'auditor', name: '计清源', role: 'auditor', at: 'province' },
  { login: 'employer', name: '聘人达', role: 'employer', at: 'employer' },
  { login: 'applicant', name: '申报生', role: 'applicant', at: 'province' },
  { login: 'reviewer3', name: '复又审', role: 'reviewer', at: 'province' },
]

/** Opens an account for every role, ready to sign in; each with a password and an authenticator of its own. */
export async function openDemoAccounts(ctx: Context): Promise<ReadonlyMap<string, DemoAccount>> {
  const offices = await listAuthorities(ctx.database.read)
  const opened = new Map<string, DemoAccount>()
  for (const [i, person] of PEOPLE.entries()) {
    const office = offices.find(({ kind }) => kind === person.at)
    if (!office) throw new Error(`the demonstration has no ${person.at}`)
    const body = `53990119800101${String(i + 1).padStart(3, '0')}`
    const account = await openAccount(ctx, {
      login: person.login,
      name: person.name,
      idType: 'resident-identity-card',
      idNumber: body + checkDigit(body),
      officeId: office.id,
    })
    await grantRole(ctx, { grantee: account.accountId, role: person.role, officeId: office.id })
    const password = base64url(ctx.random(12))
    opened.set(person.login, {
      login: person.login,
      roleName: roleRow(person.role).zh,
      office: office.name,
      password,
      ...(await enrolled(ctx, account.secret, password)),
    })
  }
  return opened
}

async function enrolled(
  ctx: Context,
  secret: string,
  password: string,
): Promise<Pick<DemoAccount, 'totp' | 'actor'>> {
  const client = { address: null, agent: 'demo' }
  const { token, needsSecondFactor } = await enrol(ctx, { secret, password, client })
  const actor = await authenticate(ctx, ctx.database.read, { cookie: token })
  if (!actor) throw new Error('the account just enrolled is not known')
  if (!needsSecondFactor) return { totp: null, actor }
  const acting = { ...ctx, actor }
  const pending = await secondFactorToConfirm(acting)
  if (!pending) throw new Error('no second factor waits to be confirmed')
  await confirmSecondFactor(acting, { code: codeOf(pending.secret, ctx.now()) })
  return { totp: pending.secret, actor }
}

/** The code an authenticator would show now. */
export const codeOf = (totp: string, now: Date): string =>
  new TOTP({ secret: totp }).generate({ timestamp: now.getTime() })
