import { describe, expect } from 'vitest'
import { keptTrustBundle } from '../../../src/certificates/publishing/kept-trust-bundle.ts'
import type { Context } from '../../../src/platform/context.ts'
import { databaseTest as test } from '../../support/database.ts'
import { officesAtWork } from '../../support/offices-at-work.ts'

const after = (ctx: Context, ms: number): Context => {
  const at = new Date(ctx.now().getTime() + ms)
  return { ...ctx, now: () => at }
}

describe('the trust bundle kept for pages', () => {
  test('is made once for all who ask within a minute, also at the same time', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const [one, other] = await Promise.all([keptTrustBundle(ctx), keptTrustBundle(ctx)])
    expect(await keptTrustBundle(after(ctx, 59_999))).toBe(one)
    expect([one, other]).toContain(await keptTrustBundle(ctx))
  })

  test('is made again after 60 seconds, and when the clock was set back', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const first = await keptTrustBundle(ctx)
    const second = await keptTrustBundle(after(ctx, 60_000))
    expect(second).not.toBe(first)
    expect(await keptTrustBundle(ctx)).not.toBe(second)
  })

  test('is made again as soon as the ledger has published more', async ({ database }) => {
    const offices = await officesAtWork(database)
    const first = await keptTrustBundle(offices.ctx)
    await offices.issued(1)
    const second = await keptTrustBundle(offices.ctx)
    expect(second.version).toBeGreaterThan(first.version)
    expect(second.statusLists.size).toBe(1)
  })

  test('is made again when the record of keys or the address is another', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const first = await keptTrustBundle(ctx)
    const history = ctx.keyring.history.map((key) =>
      key.purpose === 'certificates' ? { ...key, state: 'compromised' as const, cutOff: 0 } : key,
    )
    const told = await keptTrustBundle({ ...ctx, keyring: { ...ctx.keyring, history } })
    expect(first.keys.map(({ state }) => state)).toEqual(['active'])
    expect(told.keys.map(({ state }) => state)).toEqual(['compromised'])
    const moved = { ...ctx, config: { ...ctx.config, publicOrigin: 'https://new.example.gov.cn' } }
    expect((await keptTrustBundle(moved)).origin).toBe('https://new.example.gov.cn')
  })

  test('that could not be made is asked for again', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const broken = { ...ctx.keyring, history: null as unknown as typeof ctx.keyring.history }
    await expect(keptTrustBundle({ ...ctx, keyring: broken })).rejects.toThrow(TypeError)
    await expect(keptTrustBundle({ ...ctx, keyring: broken })).rejects.toThrow(TypeError)
    expect((await keptTrustBundle(ctx)).keys).toHaveLength(1)
  })
})
