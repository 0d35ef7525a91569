import { hash } from '@node-rs/argon2'
import { desc, eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { closeAccount } from '../../src/identity/sign-in/close-account.ts'
import { delayAfter } from '../../src/identity/sign-in/lock-out.ts'
import { credentials, sessions, signInAttempts } from '../../src/identity/sign-in/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { databaseTest } from '../support/database.ts'
import { door, PASSWORD } from '../identity/sign-in/door.ts'

const REFUSED = { code: 'identity/sign-in-refused' }

async function lastReason({ database }: Context) {
  const [last] = await database.read.select().from(trailRecords).orderBy(desc(trailRecords.position)).limit(1)
  return last && { outcome: last.outcome, ...(JSON.parse(last.facts) as { reason?: string; login?: string }) }
}

const sessionCount = async ({ database }: Context) => (await database.read.select().from(sessions)).length

describe('signing in', () => {
  databaseTest('hands out a token once, stores its hash, and records who', async ({ database }) => {
    const { ctx, enrolled, tryIn, actorOfToken } = await door(database)
    const { accountId, personId, code } = await enrolled('yang.xy', ['operator'])
    const session = await tryIn(' YANG.xy ', { code: code() })
    expect(session.token).toMatch(/^[\w-]{43}$/)
    expect(await actorOfToken(session.token)).toEqual({
      kind: 'account',
      name: `account:${accountId}`,
      personId,
      accountId,
      sessionId: session.sessionId,
      purpose: null,
    })
    const rows = await database.read.select().from(sessions)
    expect(JSON.stringify(rows.map(({ digest, ...row }) => [row, Buffer.from(digest).toString('base64url')])))
      .not //
      .toContain(session.token)
    const [record] = await database.read
      .select()
      .from(trailRecords)
      .orderBy(desc(trailRecords.position))
      .limit(1)
    expect(record).toMatchObject({ act: 'sign-in', actor: `account:${accountId}`, personId, outcome: 'done' })
    expect(await lastReason(ctx)).toMatchObject({ secondFactor: true })
  })

  databaseTest('answers every failure alike; only the trail says why', async ({ database }) => {
    const { ctx, enrolled, tryIn, now } = await door(database)
    const { code } = await enrolled('yang.xy', ['operator'])
    const before = await sessionCount(ctx)
    const messages = new Set<string>()
    const failing = async (reason: string, act: Promise<unknown>) => {
      const error: unknown = await act.then(
        () => null,
        (thrown: unknown) => thrown,
      )
      expect(error).toBeInstanceOf(Refusal)
      const { code: refusedAs, message, kind, facts } = error as Refusal
      messages.add(JSON.stringify({ refusedAs, message, kind, facts }))
      expect(await lastReason(ctx)).toMatchObject({ outcome: 'refused', reason })
    }
    await failing('unknown-login', tryIn('nobody'))
    await failing('unknown-login', tryIn('yаng.xy', { code: code() }))
    await failing('wrong-password', tryIn('yang.xy', { password: `${PASSWORD}!`, code: code() }))
    await failing('code-missing', tryIn('yang.xy'))
    const other = code() === '000000' ? '000001' : '000000'
    await failing('wrong-code', tryIn('yang.xy', { code: other }))
    await failing('wrong-code', tryIn('yang.xy', { code: code(new Date(now().getTime() + 120_000)) }))
    await failing('code-missing', tryIn('yang.xy', { code: '   ' }))
    await failing('locked', tryIn('yang.xy', { code: code() }))
    expect(messages.size).toBe(1)
    expect(await sessionCount(ctx)).toBe(before)
  })

  databaseTest('never puts a login name into the trail, only its keyed hash', async ({ database }) => {
    const { ctx, tryIn } = await door(database)
    await expect(tryIn('somebody.else')).rejects.toMatchObject(REFUSED)
    const records = await database.read.select().from(trailRecords)
    expect(JSON.stringify(records, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)))
      .not //
      .toContain('somebody')
    expect((await lastReason(ctx))?.login).toMatch(/^[\w-]{43}$/)
  })

  databaseTest('refuses ten kilobytes of password before any hashing', async ({ database }) => {
    const { ctx, tryIn } = await door(database)
    const tooLong = { code: 'identity/password-too-long' }
    await expect(tryIn('yang.xy', { password: 'a'.repeat(10_240) })).rejects.toMatchObject(tooLong)
    expect(await database.read.select().from(signInAttempts)).toEqual([])
    expect(await sessionCount(ctx)).toBe(0)
  })

  databaseTest('hashes the password anew when the parameters have changed', async ({ database }) => {
    const { enrolled, tryIn } = await door(database)
    const { accountId } = await enrolled('yang.xy', ['applicant'])
    const mine = eq(credentials.accountId, accountId)
    const weak = await hash(PASSWORD.normalize('NFKC'), { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
    await database.read.update(credentials).set({ passwordHash: weak }).where(mine)
    await tryIn('yang.xy')
    const [credential] = await database.read.select().from(credentials).where(mine)
    expect(credential?.passwordHash).toMatch(/\$m=65536,t=3,p=4\$/)
    await tryIn('yang.xy')
  })
})

describe('a code', () => {
  databaseTest('works once', async ({ database }) => {
    const { ctx, enrolled, tryIn } = await door(database)
    const { code } = await enrolled('yang.xy', ['operator'])
    await tryIn('yang.xy', { code: code() })
    await expect(tryIn('yang.xy', { code: code() })).rejects.toMatchObject(REFUSED)
    expect(await lastReason(ctx)).toMatchObject({ reason: 'spent-code' })
  })

  databaseTest('of an earlier step is refused once a later one was taken', async ({ database }) => {
    const { ctx, enrolled, tryIn, pass, now } = await door(database)
    const { code } = await enrolled('yang.xy', ['operator'])
    pass(30)
    await tryIn('yang.xy', { code: code() })
    await expect(tryIn('yang.xy', { code: code(new Date(now().getTime() - 30_000)) })).rejects.toMatchObject(
      REFUSED,
    )
    expect(await lastReason(ctx)).toMatchObject({ reason: 'spent-code' })
  })

  databaseTest('counts for its step and its neighbours, and not a minute later', async ({ database }) => {
    const { enrolled, tryIn, pass } = await door(database)
    const { code } = await enrolled('yang.xy', ['operator'])
    const old = code()
    pass(61)
    await expect(tryIn('yang.xy', { code: old })).rejects.toMatchObject(REFUSED)
    const recent = code()
    pass(30)
    await tryIn('yang.xy', { code: recent })
  })

  databaseTest('lives no longer when the clock goes back', async ({ database }) => {
    const { enrolled, tryIn, pass } = await door(database)
    const { code } = await enrolled('yang.xy', ['operator'])
    const seenOverAShoulder = code()
    pass(600)
    await tryIn('yang.xy', { code: code() })
    pass(-600)
    await expect(tryIn('yang.xy', { code: seenOverAShoulder })).rejects.toMatchObject(REFUSED)
  })

  databaseTest('nobody has used lives no longer either, while others are at work', async ({ database }) => {
    const { enrolled, tryIn, pass } = await door(database)
    const { code } = await enrolled('yang.xy', ['operator'])
    await enrolled('li.wei', ['applicant'], 102)
    const seenOverAShoulder = code()
    pass(600)
    await tryIn('li.wei')
    pass(-600)
    await expect(tryIn('yang.xy', { code: seenOverAShoulder })).rejects.toMatchObject(REFUSED)
  })

  databaseTest('may be typed in full width and with a blank', async ({ database }) => {
    const { enrolled, tryIn } = await door(database)
    const { code } = await enrolled('yang.xy', ['operator'])
    const wide = code().replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    await tryIn('yang.xy', { code: `${wide.slice(0, 3)} ${wide.slice(3)}` })
  })
})

describe('locking out', () => {
  databaseTest(
    'five failures cost half a minute, and every further one twice as long',
    async ({ database }) => {
      const { ctx, enrolled, tryIn, pass } = await door(database)
      await enrolled('yang.xy', ['applicant'])
      const wrong = () =>
        expect(tryIn('yang.xy', { password: 'wrong password' })).rejects.toMatchObject(REFUSED)
      for (let i = 0; i < 5; i++) await wrong()
      await expect(tryIn('yang.xy')).rejects.toMatchObject(REFUSED)
      expect(await lastReason(ctx)).toMatchObject({ reason: 'locked' })
      pass(31)
      await wrong()
      pass(31)
      await expect(tryIn('yang.xy')).rejects.toMatchObject(REFUSED)
      pass(30)
      await tryIn('yang.xy')
      await wrong()
      await tryIn('yang.xy')
    },
  )

  databaseTest('a stranger’s name is locked like anybody’s', async ({ database }) => {
    const { ctx, tryIn } = await door(database)
    for (let i = 0; i < 5; i++) await expect(tryIn('nobody')).rejects.toMatchObject(REFUSED)
    await expect(tryIn('nobody')).rejects.toMatchObject(REFUSED)
    expect(await lastReason(ctx)).toMatchObject({ reason: 'locked' })
  })

  databaseTest('an address that tries thirty names is locked for all of them', async ({ database }) => {
    const { ctx, enrolled, tryIn } = await door(database)
    await enrolled('yang.xy', ['applicant'])
    for (let i = 0; i < 30; i++) await expect(tryIn(`name${i}`)).rejects.toMatchObject(REFUSED)
    await expect(tryIn('yang.xy')).rejects.toMatchObject(REFUSED)
    expect(await lastReason(ctx)).toMatchObject({ reason: 'locked' })
    await tryIn('yang.xy', { client: { address: '198.51.100.7', agent: '' } })
  })

  databaseTest('a locked attempt lengthens nothing', async ({ database }) => {
    const { enrolled, tryIn, pass } = await door(database)
    await enrolled('yang.xy', ['applicant'])
    for (let i = 0; i < 12; i++)
      await expect(tryIn('yang.xy', { password: 'wrong password' })).rejects.toMatchObject(REFUSED)
    pass(31)
    await tryIn('yang.xy')
  })

  databaseTest.for([
    [4, 0],
    [5, 30_000],
    [6, 60_000],
    [9, 480_000],
    [10, 900_000],
    [1_000_000, 900_000],
  ] as const)('after %i failures it is %i ms', ([failures, delay]) => {
    expect(delayAfter(failures, 5)).toBe(delay)
  })
})

describe('a closed account', () => {
  databaseTest('is out at once and never in again', async ({ database }) => {
    const { ctx, console, enrolled, tryIn, token, actorOf } = await withSession(database)
    await closeAccount(console, { accountId: enrolled.accountId })
    await expect(actorOf(token)).rejects.toThrow('nobody')
    await expect(tryIn('yang.xy')).rejects.toMatchObject(REFUSED)
    expect(await lastReason(ctx)).toMatchObject({ reason: 'unknown-login' })
    await expect(closeAccount(console, { accountId: enrolled.accountId })).rejects.toMatchObject({
      code: 'identity/account-closed',
    })
  })

  databaseTest('is never one’s own', async ({ database }) => {
    const desk = await door(database)
    const operator = await desk.enrolled('yang.xy', ['operator'])
    const second = await desk.open('yang.two')
    expect(second.personId).toBe(operator.personId)
    for (const { accountId } of [operator, second])
      await expect(closeAccount(operator.me, { accountId })).rejects.toMatchObject({
        code: 'identity/own-account',
      })
  })
})

async function withSession(database: Context['database']) {
  const { ctx, console, enrolled, tryIn, actorOfToken } = await door(database)
  const account = await enrolled('yang.xy', ['applicant'])
  const { token } = await tryIn('yang.xy')
  return { ctx, console, enrolled: account, tryIn, token, actorOf: actorOfToken }
}
