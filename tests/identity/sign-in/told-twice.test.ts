import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { openAccount } from '../../../src/identity/sign-in/open-account.ts'
import { digestOf } from '../../../src/identity/sign-in/one-time-secret.ts'
import { accounts, oneTimeSecrets } from '../../../src/identity/sign-in/schema.ts'
import { formToken, toldTwice } from '../../../src/identity/sign-in/told-twice.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { idempotencyKeys } from '../../../src/platform/schema.ts'
import { databaseTest as it } from '../../support/database.ts'
import { desksAtWork } from '../../approvals/desks-at-work.ts'
import { madeUpNumber } from '../../support/staff.ts'

const START = new Date('2026-11-20T08:00:00Z').getTime()

async function formAt(database: Database) {
  const { ctx, province } = await desksAtWork(database)
  const input = {
    login: 'yang.xy',
    name: '杨晓云',
    idType: 'resident-identity-card',
    idNumber: madeUpNumber(9),
    officeId: province,
  }
  const at = (seconds: number): Context => ({ ...ctx, now: () => new Date(START + seconds * 1000) })
  const once = formToken(ctx)
  const post = (seconds: number, changed: object = {}, token = once) =>
    toldTwice(
      at(seconds),
      { once: token, name: 'account', asked: JSON.stringify({ ...input, ...changed }) },
      (c) => openAccount(c, { ...input, ...changed }),
    )
  const opened = () => database.read.select().from(accounts).where(eq(accounts.login, input.login))
  return { ctx, once, post, opened }
}

describe('a form that tells a secret', () => {
  it('tells the same to a second click, for a minute, and opens one account', async ({ database }) => {
    const { post, opened } = await formAt(database)
    const first = await post(0)
    expect(await post(1)).toEqual(first)
    expect(await post(59)).toEqual(first)
    expect(await opened()).toHaveLength(1)
    const stored = await database.read.select({ digest: oneTimeSecrets.digest }).from(oneTimeSecrets)
    expect(stored).toContainEqual({ digest: digestOf(first.secret) })

    await expect(post(60)).rejects.toMatchObject({ code: 'request/told-once' })
    await expect(post(-61)).rejects.toMatchObject({ code: 'request/told-once' })
    await expect(post(2, { name: '李伟' })).rejects.toMatchObject({ code: 'request/key-reused' })
  })

  it('keeps it only under its own token, which nothing stored holds', async ({ database }) => {
    const { once, post } = await formAt(database)
    const { secret } = await post(0)
    const rows = await database.read.select().from(idempotencyKeys)
    const all = Buffer.concat(
      rows.flatMap(({ id, request, answer }) => [id, request, answer ?? new Uint8Array()]),
    )
    expect(rows).toHaveLength(1)
    for (const text of [secret, secret.replaceAll('-', ''), once]) expect(all.includes(text)).toBe(false)
  })

  it('leaves nothing of a refused post, and takes the mended one', async ({ database }) => {
    const { post, opened } = await formAt(database)
    await expect(post(0, { idNumber: '1' })).rejects.toMatchObject({ code: 'identity/bad-person' })
    expect(await database.read.select().from(idempotencyKeys)).toEqual([])
    expect((await post(5)).secret).toMatch(/^(\w{5}-){4}\w{5}$/)
    expect(await opened()).toHaveLength(1)
  })

  it('without a token is an act each time', async ({ database }) => {
    const { post } = await formAt(database)
    await post(0, {}, '')
    await expect(post(1, {}, '')).rejects.toMatchObject({ code: 'identity/login-taken' })
  })
})
