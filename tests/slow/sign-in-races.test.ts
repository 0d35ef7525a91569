import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { SignJWT } from 'jose'
import { describe, expect, inject, it } from 'vitest'
import { closeAccount } from '../../src/identity/sign-in/close-account.ts'
import { enrol } from '../../src/identity/sign-in/enrol.ts'
import { exchangeAssertion, tokenUrl } from '../../src/identity/sign-in/exchange-assertion.ts'
import { openAccount } from '../../src/identity/sign-in/open-account.ts'
import { approveRecovery, startRecovery } from '../../src/identity/sign-in/recovery.ts'
import { registerClient } from '../../src/identity/sign-in/register-client.ts'
import { signIn } from '../../src/identity/sign-in/sign-in.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import type { Context } from '../../src/platform/context.ts'
import { rowsOf, type Database } from '../../src/platform/database.ts'
import { openServerDatabase } from '../../src/platform/server-database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { door, idNumber, PASSWORD } from '../identity/sign-in/door.ts'
import { ownDatabase } from '../support/database.ts'
import { withName } from '../support/global-setup.ts'

// PGlite has one connection, and no race can be seen in it.
const onServer = inject('template').kind === 'server'
const CLIENT = { address: null, agent: 'test' }
const REFUSED = 'identity/sign-in-refused'

/** A door on two instances of the service, taking turns. */
async function twoDoors() {
  const database = await ownDatabase()
  const template = inject('template')
  const [row] = await rowsOf<{ name: string }>(database.read, sql`select current_database() as name`)
  const second = await openServerDatabase(
    withName(template.kind === 'server' ? template.url : '', row?.name ?? ''),
  )
  const desk = await door(database)
  const at = (i: number, ctx: Context = desk.ctx): Context => ({
    ...ctx,
    database: i % 2 === 0 ? database : second,
  })
  return { ...desk, database, at, close: () => Promise.all([database.close(), second.close()]) }
}

async function together<T>(count: number, act: (i: number) => Promise<T>) {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, i) => act(i)))
  const done = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const codes = settled.flatMap((each) =>
    each.status === 'rejected' ? [(each.reason as { code?: string }).code ?? String(each.reason)] : [],
  )
  return { done, codes }
}

/** How often the trail gives which reason for a refused act. */
async function reasons(database: Database, act: string): Promise<Readonly<Record<string, number>>> {
  const rows = await rowsOf<{ reason: string; n: number }>(
    database.read,
    sql`select facts::json->>'reason' as reason, count(*)::int as n from trail_records
      where act = ${act} and outcome = 'refused' group by 1`,
  )
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]))
}

async function live(database: Database, holderId: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    database.read,
    sql`select count(*)::int as n from sessions where holder_id = ${holderId} and ended_at is null`,
  )
  return row?.n ?? 0
}

async function expectSound(ctx: Context) {
  expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory: null })).defects).toEqual([])
  expect((await auditTrail(ctx)).defects).toEqual([])
}

describe.skipIf(!onServer)('at the same moment, on two instances', () => {
  it('a hundred guesses at one password are five, and the ninety-five others learn nothing', async () => {
    const { database, at, enrolled, pass, tryIn, console, close } = await twoDoors()
    await enrolled('yang.xy', ['applicant'])
    const { codes } = await together(100, (i) =>
      signIn(at(i), {
        login: 'yang.xy',
        password: `guess number ${i}`,
        client: { address: `192.0.2.${i}`, agent: 'test' },
      }),
    )
    expect([codes.length, new Set(codes)]).toEqual([100, new Set([REFUSED])])
    expect(await reasons(database, 'sign-in')).toEqual({ 'wrong-password': 5, locked: 95 })
    await expect(tryIn('yang.xy')).rejects.toMatchObject({ code: REFUSED })
    pass(31)
    await tryIn('yang.xy')
    await expectSound(console)
    await close()
  })

  it('a hundred names from one address are thirty', async () => {
    const { database, at, close } = await twoDoors()
    await together(100, (i) =>
      signIn(at(i), {
        login: `name${i}`,
        password: PASSWORD,
        client: { address: '192.0.2.1', agent: 'test' },
      }),
    )
    expect(await reasons(database, 'sign-in')).toEqual({ 'unknown-login': 30, locked: 70 })
    await close()
  })

  it('one code lets one in, however many bring it', async () => {
    const { database, at, enrolled, console, close } = await twoDoors()
    const { accountId, code } = await enrolled('yang.xy', ['operator'])
    const before = await live(database, accountId)
    const { done, codes } = await together(40, (i) =>
      signIn(at(i), { login: 'yang.xy', password: PASSWORD, code: code(), client: CLIENT }),
    )
    expect([done.length, new Set(codes)]).toEqual([1, new Set([REFUSED])])
    expect(await live(database, accountId)).toBe(before + 1)
    await expectSound(console)
    await close()
  })

  it('a one-time secret, an assertion and a recovery are each spent once', async () => {
    const { at, ctx, console, office, open, enrolled, now, close } = await twoDoors()
    const { secret } = await open('yang.xy')
    const enrolments = await together(20, (i) => enrol(at(i), { secret, password: PASSWORD, client: CLIENT }))
    expect([enrolments.done.length, new Set(enrolments.codes)]).toEqual([
      1,
      new Set(['identity/bad-one-time-secret']),
    ])

    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const { clientId } = await registerClient(console, {
      name: '系统',
      officeId: office.id,
      jwk: { ...publicKey.export({ format: 'jwk' }) },
    })
    const assertion = await new SignJWT({ jti: 'only-once' })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(tokenUrl(ctx.config))
      .setExpirationTime(Math.floor(now().getTime() / 1000) + 120)
      .sign(privateKey)
    const exchanged = await together(50, (i) => exchangeAssertion(at(i), { assertion }))
    expect([exchanged.done.length, new Set(exchanged.codes)]).toEqual([
      1,
      new Set(['identity/assertion-refused']),
    ])

    const first = await enrolled('li.wei', ['operator'], 102)
    const others = [
      await enrolled('wang.fang', ['operator'], 103),
      await enrolled('zhao.min', ['operator'], 104),
    ]
    const lost = await enrolled('chen.jie', ['applicant'], 105)
    const { recoveryId } = await startRecovery(first.me, { accountId: lost.accountId })
    const approved = await together(10, (i) =>
      approveRecovery(at(i, others[i % 2]?.me ?? ctx), { recoveryId }),
    )
    expect([approved.done.length, new Set(approved.codes)]).toEqual([
      1,
      new Set(['identity/recovery-already-approved']),
    ])
    await expectSound(console)
    await close()
  })

  it('an account that is being closed keeps no session that was just begun', async () => {
    const { database, at, enrolled, console, close } = await twoDoors()
    for (let round = 0; round < 5; round++) {
      const login = `yang.${round}`
      const { accountId } = await enrolled(login, ['applicant'], 110 + round)
      const { codes } = await together(6, async (i) =>
        i === 3
          ? closeAccount(at(i, console), { accountId })
          : signIn(at(i), { login, password: PASSWORD, client: CLIENT }),
      )
      expect(codes.filter((code) => code !== REFUSED)).toEqual([])
      expect(await live(database, accountId)).toBe(0)
    }
    await expectSound(console)
    await close()
  })

  it('one login is opened once, and strangers named twice are one person', async () => {
    const { database, at, console, office, close } = await twoDoors()
    const { done, codes } = await together(16, (i) =>
      openAccount(at(i, console), {
        login: i < 8 ? 'yang.xy' : `yang.${i}`,
        name: '杨晓芸',
        idType: 'resident-identity-card',
        idNumber: idNumber(101),
        officeId: office.id,
      }),
    )
    expect([done.length, new Set(codes)]).toEqual([9, new Set(['identity/login-taken'])])
    expect(new Set(done.map(({ personId }) => personId)).size).toBe(1)
    const [row] = await rowsOf<{ n: number }>(database.read, sql`select count(*)::int as n from persons`)
    expect(row?.n).toBe(1)
    await expectSound(console)
    await close()
  })
})
