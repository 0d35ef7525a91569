import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { authenticate } from '../../../src/identity/sign-in/authenticate.ts'
import { changePassword } from '../../../src/identity/sign-in/change-password.ts'
import {
  endAllSessions,
  endSession,
  listSessions,
  signOut,
} from '../../../src/identity/sign-in/my-sessions.ts'
import { credentials, sessions } from '../../../src/identity/sign-in/schema.ts'
import {
  confirmSecondFactor,
  enrolSecondFactor,
  requireSecondFactor,
} from '../../../src/identity/sign-in/second-factor.ts'
import { grantRole } from '../../../src/identity/grant-role.ts'
import { withdrawRole } from '../../../src/identity/withdraw-role.ts'
import { databaseTest } from '../../support/database.ts'
import { door, PASSWORD } from './door.ts'

const MINUTES = 60
const HOURS = 3600

describe('a session', () => {
  databaseTest('ends after thirty minutes of rest, and not while it is used', async ({ database }) => {
    const { enrolled, tryIn, pass, actorOfToken } = await door(database)
    await enrolled('yang.xy', ['applicant'])
    const { token } = await tryIn('yang.xy')
    for (let i = 0; i < 5; i++) {
      pass(29 * MINUTES)
      await actorOfToken(token)
    }
    pass(30 * MINUTES)
    await expect(actorOfToken(token)).rejects.toThrow('nobody')
  })

  databaseTest('ends after twelve hours however busy', async ({ database }) => {
    const { enrolled, tryIn, pass, actorOfToken } = await door(database)
    await enrolled('yang.xy', ['applicant'])
    const { token } = await tryIn('yang.xy')
    for (let i = 0; i < 35; i++) {
      pass(20 * MINUTES)
      await actorOfToken(token)
    }
    pass(20 * MINUTES)
    await expect(actorOfToken(token)).rejects.toThrow('nobody')
  })

  databaseTest('is written to at most once a minute', async ({ database }) => {
    const { enrolled, tryIn, pass, actorOfToken } = await door(database)
    await enrolled('yang.xy', ['applicant'])
    const { token, sessionId } = await tryIn('yang.xy')
    const seen = async () =>
      (await database.read.select().from(sessions).where(eq(sessions.id, sessionId)))[0]?.seenAt.getTime()
    const first = await seen()
    pass(59)
    await actorOfToken(token)
    expect(await seen()).toBe(first)
    pass(1)
    await actorOfToken(token)
    expect(await seen()).toBe((first ?? 0) + 60_000)
  })

  databaseTest(
    'is over for good when the clock goes back, even if it comes forward again',
    async ({ database }) => {
      const { enrolled, tryIn, pass, actorOfToken } = await door(database)
      await enrolled('yang.xy', ['applicant'])
      const { token } = await tryIn('yang.xy')
      pass(-30)
      await actorOfToken(token)
      pass(-2 * HOURS)
      await expect(actorOfToken(token)).rejects.toThrow('nobody')
      pass(2 * HOURS)
      await expect(actorOfToken(token)).rejects.toThrow('nobody')
    },
  )

  databaseTest.for([
    ['nothing', ''],
    ['a text that is no token', 'x'],
    ['a token of nobody', 'A'.repeat(43)],
    ['a token and a blank', `${'A'.repeat(43)} `],
    ['SQL', `' or '1'='1`],
    ['a book', 'A'.repeat(100_000)],
  ] as const)('is nobody’s with %s', async ([, cookie], { database }) => {
    const { ctx } = await door(database)
    expect(await authenticate(ctx, database.read, { cookie })).toBeNull()
    expect(await authenticate(ctx, database.read, { bearer: cookie })).toBeNull()
  })

  databaseTest('of a person opens nothing as a bearer token, nor together with one', async ({ database }) => {
    const { ctx, enrolled } = await door(database)
    const { token } = await enrolled('yang.xy', ['applicant'])
    expect(await authenticate(ctx, database.read, { bearer: token })).toBeNull()
    expect(await authenticate(ctx, database.read, { cookie: token, bearer: token })).toBeNull()
    expect(await authenticate(ctx, database.read, { cookie: token })).not.toBeNull()
  })
})

describe('my sessions', () => {
  databaseTest('are listed, ended one by one, and ended together', async ({ database }) => {
    const { enrolled, tryIn, as, actorOfToken, pass } = await door(database)
    await enrolled('yang.xy', ['applicant'])
    pass(60)
    const here = await tryIn('yang.xy')
    pass(60)
    const there = await tryIn('yang.xy', { client: { address: null, agent: 'Chrome · Windows' } })
    const me = as(await actorOfToken(here.token))
    const listed = await listSessions(me)
    expect(listed.map(({ agent, isThis }) => ({ agent, isThis }))).toEqual([
      { agent: 'Chrome · Windows', isThis: false },
      { agent: 'Firefox · Linux', isThis: true },
      { agent: 'Firefox · Linux', isThis: false },
    ])
    await endSession(me, { sessionId: there.sessionId })
    await expect(actorOfToken(there.token)).rejects.toThrow('nobody')
    await expect(endSession(me, { sessionId: there.sessionId })).rejects.toMatchObject({
      code: 'identity/session-not-found',
    })
    expect(await endAllSessions(me)).toEqual({ ended: 2 })
    await expect(actorOfToken(here.token)).rejects.toThrow('nobody')
  })

  databaseTest('of somebody else are not there', async ({ database }) => {
    const { enrolled, actorOfToken } = await door(database)
    const mine = await enrolled('yang.xy', ['applicant'])
    const other = await enrolled('li.wei', ['applicant'], 102)
    const sessionId = (await actorOfToken(other.token)).sessionId ?? ''
    await expect(endSession(mine.me, { sessionId })).rejects.toMatchObject({
      code: 'identity/session-not-found',
    })
    await actorOfToken(other.token)
  })

  databaseTest('signing out ends this one alone, and a stranger has none', async ({ database }) => {
    const { ctx, console, enrolled, tryIn, as, actorOfToken } = await door(database)
    const { token } = await enrolled('yang.xy', ['applicant'])
    const second = await tryIn('yang.xy')
    await signOut(as(await actorOfToken(second.token)))
    await expect(actorOfToken(second.token)).rejects.toThrow('nobody')
    await actorOfToken(token)
    for (const nobody of [ctx, console])
      await expect(signOut(nobody)).rejects.toMatchObject({ code: 'identity/not-signed-in' })
  })
})

describe('a new password', () => {
  databaseTest('ends every session and makes the old one worthless', async ({ database }) => {
    const { enrolled, tryIn, actorOfToken, pass } = await door(database)
    const { me, token, code } = await enrolled('yang.xy', ['operator'])
    const newPassword = '洱海的风比口令难猜得多'.padEnd(12, '！')
    await changePassword(me, { password: PASSWORD, code: code(), newPassword })
    await expect(actorOfToken(token)).rejects.toThrow('nobody')
    pass(30)
    await expect(tryIn('yang.xy', { code: code() })).rejects.toMatchObject({
      code: 'identity/sign-in-refused',
    })
    await tryIn('yang.xy', { password: newPassword, code: code() })
  })

  databaseTest.for([
    ['the old one is wrong', { password: 'not the old one' }, 'identity/wrong-password'],
    ['the code is missing', { code: '' }, 'identity/wrong-password'],
    ['the new one is too short', { newPassword: 'short' }, 'identity/password-too-short'],
    ['the new one is the login', { newPassword: 'yang.xiaoyun' }, 'identity/password-is-login'],
  ] as const)('is refused when %s, and nothing changes', async ([, wrong, refused], { database }) => {
    const { enrolled, actorOfToken, tryIn, pass } = await door(database)
    const { me, token, code } = await enrolled('yang.xiaoyun', ['operator'])
    const input = { password: PASSWORD, code: code(), newPassword: 'correct horse battery', ...wrong }
    await expect(changePassword(me, input)).rejects.toMatchObject({ code: refused })
    await actorOfToken(token)
    pass(30)
    await tryIn('yang.xiaoyun', { code: code() })
  })

  databaseTest('cannot be guessed at from an open desk: the same lock holds', async ({ database }) => {
    const { enrolled, tryIn } = await door(database)
    const { me } = await enrolled('yang.xy', ['applicant'])
    const input = { password: 'not the old one', newPassword: 'correct horse battery' }
    for (let i = 0; i < 5; i++)
      await expect(changePassword(me, input)).rejects.toMatchObject({ code: 'identity/wrong-password' })
    await expect(changePassword(me, { ...input, password: PASSWORD })).rejects.toMatchObject({
      code: 'identity/wrong-password',
    })
    await expect(tryIn('yang.xy')).rejects.toMatchObject({ code: 'identity/sign-in-refused' })
  })
})

describe('the second factor', () => {
  const needed = { code: 'identity/second-factor-needed' }

  databaseTest('is asked for as soon as a role needs it, and no longer than that', async ({ database }) => {
    const { console, office, enrolled } = await door(database)
    const { accountId, me } = await enrolled('yang.xy', ['applicant'])
    await requireSecondFactor(me, database.read)
    const role = { grantee: accountId, role: 'operator', officeId: office.id } as const
    await grantRole(console, role)
    await expect(requireSecondFactor(me, database.read)).rejects.toMatchObject(needed)
    await withdrawRole(console, role)
    await requireSecondFactor(me, database.read)
  })

  databaseTest('is bound with the password and confirmed by a first code', async ({ database }) => {
    const { console, office, enrolled, actorOfToken, tryIn } = await door(database)
    const { accountId, me, token } = await enrolled('yang.xy', ['applicant'])
    const elsewhere = await tryIn('yang.xy')
    await grantRole(console, { grantee: accountId, role: 'operator', officeId: office.id })
    await expect(enrolSecondFactor(me, { password: 'wrong password' })).rejects.toMatchObject({
      code: 'identity/wrong-password',
    })
    const { uri, secret } = await enrolSecondFactor(me, { password: PASSWORD })
    expect(uri).toMatch(/^otpauth:\/\/totp\/.+yang\.xy\?.*secret=[A-Z2-7]{32}/)
    await expect(confirmSecondFactor(me, { code: '12345' })).rejects.toMatchObject({
      code: 'identity/wrong-code',
    })
    await expect(requireSecondFactor(me, database.read)).rejects.toMatchObject(needed)
    const { TOTP, Secret } = await import('otpauth')
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    await confirmSecondFactor(me, { code: totp.generate({ timestamp: me.now().getTime() }) })
    await requireSecondFactor(me, database.read)
    await actorOfToken(token)
    await expect(actorOfToken(elsewhere.token)).rejects.toThrow('nobody')
    await expect(confirmSecondFactor(me, { code: '123456' })).rejects.toMatchObject({
      code: 'identity/no-second-factor-to-confirm',
    })
  })

  databaseTest(
    'once bound, is replaced only with a code of the old one, which works until then',
    async ({ database }) => {
      const { enrolled, tryIn, pass } = await door(database)
      const { me, code } = await enrolled('yang.xy', ['operator'])
      await expect(enrolSecondFactor(me, { password: PASSWORD })).rejects.toMatchObject({
        code: 'identity/wrong-password',
      })
      await enrolSecondFactor(me, { password: PASSWORD, code: code() })
      pass(30)
      await tryIn('yang.xy', { code: code() })
    },
  )

  databaseTest('is stored so that only the person’s own row opens it', async ({ database }) => {
    const { enrolled, tryIn } = await door(database)
    const mine = await enrolled('yang.xy', ['operator'])
    const other = await enrolled('li.wei', ['operator'], 102)
    const [stolen] = await database.read
      .select()
      .from(credentials)
      .where(eq(credentials.accountId, other.accountId))
    await database.read
      .update(credentials)
      .set({ totpSecret: stolen?.totpSecret ?? null })
      .where(eq(credentials.accountId, mine.accountId))
    await expect(tryIn('yang.xy', { code: other.code() })).rejects.toMatchObject({
      code: 'people/unreadable',
    })
  })
})
