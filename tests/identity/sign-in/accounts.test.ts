import { desc, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { appendEntries } from '../../../src/ledger/append.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { entryRecord } from '../../../src/ledger/entry.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { grantRole } from '../../../src/identity/grant-role.ts'
import { withdrawRole } from '../../../src/identity/withdraw-role.ts'
import { moveAccount, renameAccount } from '../../../src/identity/sign-in/change-account.ts'
import { enrol } from '../../../src/identity/sign-in/enrol.ts'
import { listAccounts } from '../../../src/identity/sign-in/list-accounts.ts'
import { openAccount } from '../../../src/identity/sign-in/open-account.ts'
import { approveRecovery, listRecoveries, startRecovery } from '../../../src/identity/sign-in/recovery.ts'
import { accounts, closings } from '../../../src/identity/sign-in/schema.ts'
import { closeAccount } from '../../../src/identity/sign-in/close-account.ts'
import { mergePersons } from '../../../src/people/merge-persons.ts'
import { persons } from '../../../src/people/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { trailRecords } from '../../../src/trail/schema.ts'
import { databaseTest } from '../../support/database.ts'
import { door, idNumber, PASSWORD } from './door.ts'

/** Two numbers that turned out to be one human’s. */
const joined = (ctx: Context, oneId: string, otherId: string) =>
  ctx.database.transaction(async (tx) => {
    const record = entryRecord(ctx.random(16))
    const said = { oneId, otherId, officeId: 'office', ground: '护照与身份证为同一人' }
    const { sealRoot } = await mergePersons(ctx, tx, record, said)
    await appendEntries(tx, [
      { type: 'document.committed', record, day: ctx.today(), seals: { person_joins: sealRoot } },
    ])
  })

const CLIENT = { address: null, agent: '' }
const bad = { code: 'identity/bad-one-time-secret' }

describe('opening an account', () => {
  databaseTest(
    'two accounts of one number are one person, fifteen digits or eighteen',
    async ({ database }) => {
      const { console, office, open } = await door(database)
      const first = await open('yang.xy')
      const officeId = office.id
      const more = { name: '杨晓芸', idType: 'resident-identity-card', officeId }
      const lower = await openAccount(console, { ...more, login: 'yang.two', idNumber: ` ${idNumber(101)} ` })
      const old = `${idNumber(101).slice(0, 6)}${idNumber(101).slice(8, 17)}`
      const fifteen = await openAccount(console, { ...more, login: 'yang.three', idNumber: old })
      expect([lower.personId, fifteen.personId]).toEqual([first.personId, first.personId])
      expect(await database.read.select({ id: persons.id }).from(persons)).toHaveLength(1)
    },
  )

  databaseTest.for([
    ['a login somebody has', { login: 'YANG.XY' }, 'identity/login-taken'],
    ['a login of another script', { login: 'yаng.two' }, 'identity/bad-login'],
    ['an identity number for a login', { login: '530102199001011012' }, 'identity/bad-login'],
    ['a number with a wrong check digit', { idNumber: '530102199001011010' }, 'identity/bad-person'],
    ['an unknown document', { idType: 'library-card' }, 'identity/bad-person'],
    ['an empty name', { name: ' ' }, 'identity/bad-person'],
    ['a formula for a name', { name: '=1+1' }, 'identity/bad-person'],
    ['a known number under another name', { name: '李伟' }, 'identity/other-name'],
    ['an office that is not there', { officeId: 'nowhere' }, 'identity/office-not-found'],
  ] as const)('%s is refused and leaves no trace', async ([, wrong, code], { database }) => {
    const { console, office, open } = await door(database)
    await open('yang.xy')
    const input = {
      login: 'yang.two',
      name: '杨晓芸',
      idType: 'resident-identity-card',
      idNumber: idNumber(101),
      officeId: office.id,
      ...wrong,
    }
    await expect(openAccount(console, input)).rejects.toMatchObject({ code })
    expect(await database.read.select({ id: accounts.id }).from(accounts)).toHaveLength(1)
    expect(await database.read.select({ id: persons.id }).from(persons)).toHaveLength(1)
  })

  databaseTest(
    'is for those who manage the office, and for nobody without a session',
    async ({ database }) => {
      const { ctx, office, enrolled } = await door(database)
      const clerk = await enrolled('li.wei', ['clerk'], 102)
      const input = {
        login: 'yang.two',
        name: '杨晓芸',
        idType: 'resident-identity-card',
        idNumber: idNumber(101),
        officeId: office.id,
      }
      for (const nobody of [ctx, clerk.me])
        await expect(openAccount(nobody, input)).rejects.toMatchObject({ code: 'identity/office-not-found' })
      const operator = await enrolled('wang.fang', ['operator'], 103)
      await openAccount(operator.me, input)
    },
  )

  databaseTest(
    'and closing one is sealed: the audit names an account given to somebody else',
    async ({ database }) => {
      const { console, memory, open, enrolled } = await door(database)
      const { accountId } = await open('yang.xy')
      const other = await enrolled('li.wei', ['operator'], 102)
      await closeAccount(console, { accountId })
      await publishCheckpoint(console, memory)
      const audit = async () => (await auditLedger(console, { sealedTables: SEALED_TABLES, memory })).defects
      expect(await audit()).toEqual([])
      await database.read.execute(
        sql`update accounts set person_id = ${other.personId} where id = ${accountId}`,
      )
      expect(JSON.stringify(await audit())).toContain(accountId)
      await database.read.delete(closings)
      expect(JSON.stringify(await audit())).toContain('closings')
    },
  )
})

describe('a one-time secret', () => {
  databaseTest('works once, however it is typed', async ({ database }) => {
    const { ctx, open, tryIn } = await door(database)
    const { secret } = await open('yang.xy')
    expect(secret).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/)
    await expect(tryIn('yang.xy')).rejects.toMatchObject({ code: 'identity/sign-in-refused' })
    const typed = ` ${secret.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
    await enrol(ctx, { secret: typed, password: PASSWORD, client: CLIENT })
    await expect(enrol(ctx, { secret, password: PASSWORD, client: CLIENT })).rejects.toMatchObject(bad)
    const [last] = await database.read
      .select()
      .from(trailRecords)
      .orderBy(desc(trailRecords.position))
      .limit(1)
    expect(last).toMatchObject({ act: 'enrolment', outcome: 'refused', code: bad.code })
    await tryIn('yang.xy')
  })

  databaseTest.for([
    ['a minute before 72 hours', 72 * 3600 - 60, true],
    ['after 72 hours', 72 * 3600, false],
    ['before it was made, by more than clocks differ', -61, false],
  ] as const)('%s', async ([, seconds, works], { database }) => {
    const { ctx, open, pass } = await door(database)
    const { secret } = await open('yang.xy')
    pass(seconds)
    const used = enrol(ctx, { secret, password: PASSWORD, client: CLIENT })
    if (works) await used
    else await expect(used).rejects.toMatchObject(bad)
  })

  databaseTest('is not spent by a password that is refused', async ({ database }) => {
    const { ctx, open } = await door(database)
    const { secret } = await open('yang.xiaoyun')
    for (const [password, code] of [
      ['short', 'identity/password-too-short'],
      ['yang.xiaoyun', 'identity/password-is-login'],
      ['x'.repeat(10_240), 'identity/password-too-long'],
      ['123456789012', 'identity/password-too-common'],
    ] as const)
      await expect(enrol(ctx, { secret, password, client: CLIENT })).rejects.toMatchObject({ code })
    await enrol(ctx, { secret, password: PASSWORD, client: CLIENT })
  })

  databaseTest('is no session token, and a session token is no secret', async ({ database }) => {
    const { ctx, open, enrolled, actorOfToken } = await door(database)
    const { secret } = await open('yang.xy')
    await expect(actorOfToken(secret)).rejects.toThrow('nobody')
    const { token } = await enrolled('li.wei', ['applicant'], 102)
    await expect(enrol(ctx, { secret: token, password: PASSWORD, client: CLIENT })).rejects.toMatchObject(bad)
  })
})

describe('recovering a way in', () => {
  databaseTest(
    'takes two officers, ends everything old, and begins like an enrolment',
    async ({ database }) => {
      const { ctx, enrolled, tryIn, actorOfToken, as, pass } = await door(database)
      const lost = await enrolled('yang.xy', ['operator'])
      const first = await enrolled('li.wei', ['operator'], 102)
      const second = await enrolled('wang.fang', ['operator'], 103)
      const { recoveryId } = await startRecovery(first.me, { accountId: lost.accountId })
      await actorOfToken(lost.token)
      expect(await listRecoveries(second.me)).toMatchObject([
        { id: recoveryId, login: 'yang.xy', isMine: false },
      ])
      const { secret } = await approveRecovery(second.me, { recoveryId })
      await expect(actorOfToken(lost.token)).rejects.toThrow('nobody')
      await expect(tryIn('yang.xy', { code: lost.code() })).rejects.toMatchObject({
        code: 'identity/sign-in-refused',
      })
      await expect(approveRecovery(second.me, { recoveryId })).rejects.toMatchObject({
        code: 'identity/recovery-already-approved',
      })
      pass(60)
      const back = await enrol(ctx, { secret, password: `${PASSWORD}！`, client: CLIENT })
      expect(back.needsSecondFactor).toBe(true)
      expect(as(await actorOfToken(back.token)).actor.personId).toBe(lost.personId)
    },
  )

  databaseTest('counts people, not accounts, and never the one recovered', async ({ database }) => {
    const { console, enrolled, open } = await door(database)
    const lost = await enrolled('yang.xy', ['operator'])
    const twin = await open('yang.two', ['operator'])
    const first = await enrolled('li.wei', ['operator'], 102)
    const firstAgain = await enrolled('li.two', ['operator'], 102)
    const { recoveryId } = await startRecovery(first.me, { accountId: lost.accountId })
    const two = { code: 'identity/recovery-needs-two-officers' }
    for (const same of [first, firstAgain])
      await expect(approveRecovery(same.me, { recoveryId })).rejects.toMatchObject(two)
    await expect(approveRecovery(console, { recoveryId })).rejects.toMatchObject(two)
    await expect(startRecovery(console, { accountId: lost.accountId })).rejects.toMatchObject(two)
    await expect(approveRecovery(lost.me, { recoveryId })).rejects.toMatchObject({
      code: 'identity/own-account',
    })
    await expect(startRecovery(lost.me, { accountId: twin.accountId })).rejects.toMatchObject({
      code: 'identity/own-account',
    })
  })

  databaseTest('and no other act counts a human of two numbers as two people', async ({ database }) => {
    const { console, office, county, enrolled } = await door(database)
    const lost = await enrolled('yang.xy', ['operator'])
    const first = await enrolled('li.wei', ['operator'], 102)
    const second = await enrolled('li.passport', ['operator'], 103)
    await joined(console, first.personId, second.personId)
    const { recoveryId } = await startRecovery(first.me, { accountId: lost.accountId })
    expect(await listRecoveries(second.me)).toMatchObject([{ id: recoveryId, isMine: true }])
    await expect(approveRecovery(second.me, { recoveryId })).rejects.toMatchObject({
      code: 'identity/recovery-needs-two-officers',
    })
    const { accountId } = second
    const own = { code: 'identity/own-account' }
    await expect(startRecovery(first.me, { accountId })).rejects.toMatchObject(own)
    await expect(closeAccount(first.me, { accountId })).rejects.toMatchObject(own)
    await expect(renameAccount(first.me, { accountId, name: '李薇' })).rejects.toMatchObject(own)
    await expect(moveAccount(first.me, { accountId, officeId: county.id })).rejects.toMatchObject(own)
    await expect(
      grantRole(first.me, { grantee: accountId, role: 'reviewer', officeId: office.id }),
    ).rejects.toMatchObject({ code: 'identity/own-role' })
  })

  databaseTest.for([
    ['the first officer’s role was withdrawn since', 'withdrawn'],
    ['72 hours have passed', 'past'],
    ['the approver may not recover accounts', 'clerk'],
    ['there is none', 'unknown'],
  ] as const)('is not approved when %s', async ([, why], { database }) => {
    const { console, office, enrolled, actorOfToken, pass } = await door(database)
    const lost = await enrolled('yang.xy', ['applicant'])
    const first = await enrolled('li.wei', ['operator'], 102)
    const second = await enrolled('wang.fang', [why === 'clerk' ? 'clerk' : 'operator'], 103)
    const { recoveryId } = await startRecovery(first.me, { accountId: lost.accountId })
    if (why === 'withdrawn')
      await withdrawRole(console, { grantee: first.accountId, role: 'operator', officeId: office.id })
    if (why === 'past') pass(72 * 3600)
    const asked = why === 'unknown' ? 'AAAAAAAAAAAAAAAAAAAAAA' : recoveryId
    await expect(approveRecovery(second.me, { recoveryId: asked })).rejects.toMatchObject({
      code: 'identity/recovery-not-found',
    })
    if (why !== 'past') await actorOfToken(lost.token)
  })
})

describe('the list of accounts', () => {
  databaseTest('shows an office’s own and nothing of others, in pages', async ({ database }) => {
    const { console, office, county, open, enrolled } = await door(database)
    for (let i = 0; i < 5; i++) await open(`clerk.${i}`, [], 110 + i)
    const operator = await enrolled('li.wei', ['operator'], 102)
    const first = await listAccounts(operator.me, { limit: 4 })
    expect(first.items.map(({ login }) => login)).toEqual(['clerk.0', 'clerk.1', 'clerk.2', 'clerk.3'])
    const rest = await listAccounts(operator.me, { after: first.next ?? '', limit: 4 })
    expect(rest.items.map(({ login, state, name }) => ({ login, state, name }))).toEqual([
      { login: 'clerk.4', state: 'waiting', name: '杨晓芸' },
      { login: 'li.wei', state: 'open', name: '杨晓芸' },
    ])
    expect(rest.next).toBeNull()
    expect(rest.items[1]?.roles).toEqual([{ role: 'operator', officeId: office.id }])
    const below = await enrolled('county.op', [], 120)
    await grantRole(console, { grantee: below.accountId, role: 'operator', officeId: county.id })
    expect(await listAccounts(below.me, { limit: 50 })).toEqual({ items: [], next: null })
    const clerk = await enrolled('zhao.min', ['clerk'], 104)
    await expect(listAccounts(clerk.me, { limit: 50 })).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
  })
})
