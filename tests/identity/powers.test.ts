import { describe, expect, it } from 'vitest'
import { changeAuthority } from '../../src/identity/change-authority.ts'
import { powersOf } from '../../src/identity/find-powers.ts'
import { grantPower, withdrawPower, type NewPower } from '../../src/identity/grant-power.ts'
import { covers, type Power, type PoweredTitle } from '../../src/identity/power.ts'
import { requirePower } from '../../src/identity/require-power.ts'
import { authorityPowers } from '../../src/identity/schema.ts'
import type { Context } from '../../src/platform/context.ts'
import { databaseTest } from '../support/database.ts'
import { OFFICES, officesAlone, somebody } from '../support/staff.ts'

const GRANT = {
  id: 'x',
  power: 'issue',
  levels: ['411', '412'],
  series: ['工程技术人员'],
  fromYear: 2022,
  throughYear: 2024,
  ground: '云人社函〔2023〕38号 三',
} as const
const TITLE = { level: '412', series: '工程技术人员', year: 2023 }

describe('a power covers', () => {
  it.each<[string, Partial<PoweredTitle>, Power, boolean]>([
    ['its level, series and year', {}, 'issue', true],
    ['its first year', { year: 2022 }, 'issue', true],
    ['its last year', { year: 2024 }, 'issue', true],
    ['not the year before', { year: 2021 }, 'issue', false],
    ['not the year after', { year: 2025 }, 'issue', false],
    ['not another level', { level: '420' }, 'issue', false],
    ['not another series', { series: '卫生专业技术人员' }, 'issue', false],
    ['not another power', {}, 'confirm', false],
  ])('%s', (_, title, power, covered) => expect(covers(GRANT, power, { ...TITLE, ...title })).toBe(covered))

  it('every series when it names none, and every later year when it names no last', () =>
    expect(
      covers({ ...GRANT, series: null, throughYear: null }, 'issue', {
        ...TITLE,
        series: '任何',
        year: 2999,
      }),
    ).toBe(true))
})

async function refused(ctx: Context, code: string, act: () => Promise<unknown>) {
  const rows = () => ctx.database.read.select({ id: authorityPowers.id }).from(authorityPowers)
  const before = await rows()
  await expect(act()).rejects.toMatchObject({ name: 'Refusal', code })
  expect(await rows()).toEqual(before)
}

const require = (ctx: Context, officeId: string, power: Power, ...titles: PoweredTitle[]) =>
  ctx.database.transaction((tx) => requirePower(tx, officeId, power, ...titles))

describe('an office', () => {
  databaseTest('confirms and issues what the notices give it, and nothing else', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const senior = { level: '411', series: '工程', year: 2023 }
    const junior = { level: '434', series: '工程', year: 2023 }
    await require(ctx, ids.province, 'confirm', senior)
    await require(ctx, ids.province, 'issue', { ...senior, year: 2022 })
    await require(ctx, ids.kunming, 'confirm', junior)
    await require(ctx, ids.eryuan, 'issue', { ...junior, year: 2024 })
    const beyond: [string, Power, PoweredTitle][] = [
      [ids.province, 'confirm', { ...senior, year: 2022 }],
      [ids.province, 'issue', junior],
      [ids.kunming, 'issue', senior],
      [ids.eryuan, 'confirm', junior],
      [ids.committee, 'confirm', senior],
    ]
    for (const [office, power, title] of beyond)
      await refused(ctx, 'identity/no-power', () => require(ctx, office, power, title))
    await expect(require(ctx, ids.kunming, 'issue', junior, senior)).rejects.toMatchObject({
      kind: 'forbidden',
      facts: { office: OFFICES.kunming, power: 'issue', ...senior },
    })
  })

  databaseTest('loses a power that is withdrawn, and all of them when it is closed', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const title = { level: '420', series: '工程', year: 2024 }
    const [power] = (await powersOf(database.read, ids.eryuan)).filter((each) => each.power === 'issue')
    const withdrawal = { powerId: power?.id ?? '', ground: '云人社函〔2026〕9号' }
    await require(ctx, ids.eryuan, 'issue', title)
    await withdrawPower(ctx, withdrawal)
    await refused(ctx, 'identity/no-power', () => require(ctx, ids.eryuan, 'issue', title))
    await refused(ctx, 'identity/power-not-found', () => withdrawPower(ctx, withdrawal))
    await require(ctx, ids.eryuan, 'confirm', title)
    await changeAuthority(ctx, { authorityId: ids.eryuan, close: true, ground: '云编办〔2026〕3号' })
    await refused(ctx, 'identity/office-closed', () => require(ctx, ids.eryuan, 'confirm', title))
  })
})

describe('granting a power', () => {
  const power = (changed: Partial<NewPower>): NewPower => ({
    authorityId: 'x',
    power: 'confirm',
    levels: ['420'],
    series: null,
    fromYear: 2024,
    throughYear: null,
    ground: '云人社函〔2024〕1号',
    ...changed,
  })

  databaseTest('is for whoever runs the top of the tree', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const top = await somebody(ctx, { officeId: ids.province, roles: ['operator'], person: 1 })
    const middle = await somebody(ctx, { officeId: ids.dali, roles: ['operator'], person: 2 })
    const { powerId } = await grantPower(top, power({ authorityId: ids.committee }))
    await refused(ctx, 'identity/office-not-found', () =>
      grantPower(middle, power({ authorityId: ids.eryuan })),
    )
    await refused(ctx, 'identity/office-not-found', () =>
      grantPower(middle, power({ authorityId: ids.dali })),
    )
    await refused(ctx, 'identity/office-not-found', () => grantPower(top, power({ authorityId: 'nowhere' })))
    await refused(ctx, 'identity/power-not-found', () =>
      withdrawPower(middle, { powerId, ground: '依据文件' }),
    )
    await refused(ctx, 'identity/power-not-found', () =>
      withdrawPower(top, { powerId: 'none', ground: '依据文件' }),
    )
    await withdrawPower(top, { powerId, ground: '依据文件' })
  })

  databaseTest.for<[string, Partial<NewPower>, string?]>([
    ['a power nobody knows', { power: 'abolish' as Power }],
    ['a power every object has', { power: 'toString' as Power }],
    ['no level', { levels: [] }],
    ['a level that is none', { levels: ['411', '999'] }],
    ['an empty list of series', { series: [] }],
    ['a series with a comma', { series: ['工程,卫生'] }],
    ['a year of two digits', { fromYear: 23 }],
    ['half a year', { fromYear: 2023.5 }],
    ['an end before its beginning', { throughYear: 2023 }],
    ['no ground', { ground: '' }, 'identity/bad-ground'],
  ])('is refused with %s', async ([, changed, code = 'identity/bad-power'], { database }) => {
    const { ctx, ids } = await officesAlone(database)
    await refused(ctx, code, () => grantPower(ctx, power({ authorityId: ids.dali, ...changed })))
  })
})
