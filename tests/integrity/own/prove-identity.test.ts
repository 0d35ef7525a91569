import { describe, expect } from 'vitest'
import { handOutCode } from '../../../src/integrity/own/hand-out-code.ts'
import { ownStatus } from '../../../src/integrity/own/own-status.ts'
import { endVisit, proveIdentity, visitorOf } from '../../../src/integrity/own/prove-identity.ts'
import { ownCodes, ownVisits } from '../../../src/integrity/own/schema.ts'
import type { Database } from '../../../src/platform/database.ts'
import { actorOf, type Context } from '../../../src/platform/context.ts'
import { databaseTest as test } from '../../support/database.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { at, CERTIFICATE, ID_NUMBER, ownAtWork } from './own-at-work.ts'

async function atCounter(database: Database) {
  const work = await ownAtWork(database)
  const stranger: Context = { ...work.ctx, actor: actorOf('public', '') }
  const { code } = await handOutCode(work.clerk, work.holderOf, { number: CERTIFICATE })
  const proof = { number: CERTIFICATE, idNumber: ID_NUMBER, code }
  const enter = (of: Partial<typeof proof> = {}, ctx = stranger) =>
    proveIdentity(ctx, work.holderOf, { ...proof, ...of })
  return { ...work, stranger, code, proof, enter }
}

const NOT_PROVED = { code: 'integrity/not-proved' }

describe('the door for whoever has no account', () => {
  test('opens once for certificate, number and code together', async ({ database }) => {
    const { enter, stranger, own, code, recorded } = await atCounter(database)
    await recorded()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
    // However it is typed.
    const { token } = await enter({ code: ` ${code.toLowerCase().replace('-', '')} ` })
    const actor = await visitorOf(stranger, database.read, token)
    expect(actor).toMatchObject({ kind: 'public', personId: own.actor.personId, accountId: null })
    const status = await ownStatus({ ...stranger, actor: actor ?? stranger.actor })
    expect(status).toMatchObject({ name: '测试人员', records: [{ state: 'in-term' }] })
    expect(status.codes).toMatchObject([{ isUsed: true, wrongTries: 0 }])
    await expect(enter()).rejects.toMatchObject(NOT_PROVED)
  })

  test('opens with either card of one human', async ({ database }) => {
    const { enter, joined } = await atCounter(database)
    await joined()
    expect(await enter({ idNumber: madeUpNumber(811) })).toHaveProperty('token')
  })

  test.for([
    ['another number', { idNumber: madeUpNumber(811) }],
    ['another code', { code: '00000-00000' }],
    ['an unknown certificate', { number: 'YN2023019999' }],
    ['somebody else’s certificate', { number: 'DL1' }],
    ['nothing at all', { number: '', idNumber: '', code: '' }],
  ] as const)('says the same of %s, and lets nobody in', async ([, wrong], { database }) => {
    const { enter } = await atCounter(database)
    const told = await enter(wrong).catch((error: Error) => error.message)
    const other = await enter({ code: 'ZZZZZ-ZZZZZ' }).catch((error: Error) => error.message)
    expect(told).toBe(other)
    expect(await database.read.select().from(ownVisits)).toEqual([])
  })

  test('ends a code after five wrong tries, and the person sees them', async ({ database }) => {
    const { enter, own } = await atCounter(database)
    for (let i = 0; i < 4; i++) await expect(enter({ code: 'ZZZZZ-ZZZZZ' })).rejects.toMatchObject(NOT_PROVED)
    await expect(enter({ idNumber: madeUpNumber(811) })).rejects.toMatchObject(NOT_PROVED)
    await expect(enter()).rejects.toMatchObject(NOT_PROVED)
    expect((await ownStatus(own)).codes).toMatchObject([{ isUsed: false, wrongTries: 6 }])
  })

  test('ends a code after a day, and with the next one', async ({ database }) => {
    const { enter, clerk, holderOf, stranger, proof } = await atCounter(database)
    await expect(enter({}, at(stranger, '2026-11-21T16:30:00Z'))).rejects.toMatchObject(NOT_PROVED)
    const later = at(clerk, '2026-11-20T16:31:00Z')
    const { code } = await handOutCode(later, holderOf, { number: CERTIFICATE })
    await expect(enter()).rejects.toMatchObject(NOT_PROVED)
    expect(await enter({ ...proof, code }, at(stranger, '2026-11-20T16:32:00Z'))).toHaveProperty('token')
  })

  test('keeps neither code nor token where the database can be read', async ({ database }) => {
    const { enter, code } = await atCounter(database)
    const { token } = await enter()
    const [codes, visits] = [
      await database.read.select().from(ownCodes),
      await database.read.select().from(ownVisits),
    ]
    const kept = JSON.stringify([codes, visits], (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(kept).not.toContain(code.replace('-', ''))
    expect(kept).not.toContain(token)
    expect(codes[0]?.digest).toHaveLength(32)
  })

  test('lets a visit last twenty minutes, or until it is left', async ({ database }) => {
    const { enter, stranger } = await atCounter(database)
    const { token } = await enter()
    const who = (instant: string) => visitorOf(at(stranger, instant), database.read, token)
    expect(await who('2026-11-20T16:49:59Z')).not.toBeNull()
    expect(await who('2026-11-20T16:50:00Z')).toBeNull()
    expect(await who('2026-11-20T16:29:00Z')).toBeNull()
    await endVisit(stranger, token)
    expect(await who('2026-11-20T16:31:00Z')).toBeNull()
    expect(await visitorOf(stranger, database.read, 'x'.repeat(43))).toBeNull()
  })

  test('gives a code only for what the officer’s own office issued', async ({ database }) => {
    const { clerk, officer, own, holderOf } = await ownAtWork(database)
    const none = { code: 'integrity/no-such-holder' }
    for (const number of ['DL1', 'YN2023019999'])
      await expect(handOutCode(clerk, holderOf, { number })).rejects.toMatchObject(none)
    await expect(handOutCode(own, holderOf, { number: CERTIFICATE })).rejects.toMatchObject(none)
    expect(await database.read.select().from(ownCodes)).toEqual([])
    expect(await handOutCode(officer, holderOf, { number: CERTIFICATE })).toHaveProperty('code')
  })
})
