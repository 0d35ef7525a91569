import { and, eq, isNull } from 'drizzle-orm'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation, type Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import type { Authority } from './authority.ts'
import { authorise } from './authorise.ts'
import { checkedGround } from './checked.ts'
import { findAuthority, officesAbove } from './find-authority.ts'
import { POWER_LEVELS, POWERS, type PowerGrant } from './power.ts'
import { badPower, officeClosed, officeNotFound, powerNotFound } from './refusals.ts'
import { authorityPowers, sealedAuthorityPowers } from './schema.ts'

export type NewPower = Omit<PowerGrant, 'id'> & { readonly authorityId: string }

/**
 * Gives an office a power. Whoever runs the top of its tree does, so that no office widens its own powers or those
 * of one it made. Refuses `identity/office-not-found`, `identity/office-closed`, `identity/bad-power`,
 * `identity/bad-ground`.
 */
export async function grantPower(ctx: Context, input: NewPower): Promise<{ powerId: string }> {
  const given = checked(input)
  return ctx.database.transaction(async (tx) => {
    const office = await heldFromTop(ctx, tx, input.authorityId, officeNotFound(input.authorityId))
    if (office.state === 'closed') throw officeClosed(office.name)
    const powerId = await store(ctx, tx, office, { ...given, withdraws: null })
    return { powerId }
  })
}

/** Takes a power back. Refuses `identity/power-not-found` for one that is gone, as for one out of reach. */
export async function withdrawPower(
  ctx: Context,
  input: { readonly powerId: string; readonly ground: string },
): Promise<void> {
  const ground = checkedGround(input.ground)
  const missing = powerNotFound()
  try {
    await ctx.database.transaction(async (tx) => {
      const [row] = await tx
        .select()
        .from(authorityPowers)
        .where(and(eq(authorityPowers.id, input.powerId), isNull(authorityPowers.withdraws)))
      if (!row) throw missing
      const office = await heldFromTop(ctx, tx, row.authorityId, missing)
      const { power, levels, series, fromYear, throughYear } = row
      await store(ctx, tx, office, {
        power,
        levels,
        series,
        fromYear,
        throughYear,
        ground,
        withdraws: row.id,
      })
    })
  } catch (error) {
    if (uniqueViolation(error) === 'authority_powers_withdraws') throw missing
    throw error
  }
}

async function heldFromTop(
  ctx: Context,
  tx: Transaction,
  officeId: string,
  missing: ReturnType<typeof powerNotFound>,
): Promise<Authority> {
  const office = await findAuthority(tx, officeId)
  if (!office) throw missing
  await authorise(ctx, tx, 'offices.manage', (await officesAbove(tx, officeId)).at(-1) ?? '', missing)
  return office
}

type PowerRow = Omit<UnsealedRow<typeof authorityPowers>, 'id' | 'authorityId' | 'decidedOn' | 'decidedBy'>

async function store(ctx: Context, tx: Transaction, office: Authority, row: PowerRow): Promise<string> {
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  const { rows, sealRoot } = sealRows(
    sealedAuthorityPowers,
    record,
    [{ ...row, id, authorityId: office.id, decidedOn: ctx.today(), decidedBy: ctx.actor.name }],
    ctx.random(32),
  )
  await tx.insert(authorityPowers).values([...rows])
  const { power, levels, fromYear, throughYear = null } = row
  await recordAct(ctx, tx, { act: 'offices.manage', officeId: office.id, about: id, facts: { power } })
  await appendEntries(tx, [
    {
      type: row.withdraws ? 'power.withdrawn' : 'power.granted',
      record,
      day: ctx.today(),
      seals: { authority_powers: sealRoot },
      facts: {
        authority: office.creditCode,
        power,
        levels,
        fromYear,
        ...(throughYear === null ? {} : { throughYear }),
        ...(row.series ? { series: row.series } : {}),
      },
    },
  ])
  return id
}

const isYear = (year: number): boolean => Number.isInteger(year) && year >= 1949 && year <= 2999

function checked(input: NewPower): PowerRow {
  const { power, fromYear, throughYear } = input
  const levels = [...new Set(input.levels)].toSorted((a, b) => (a < b ? -1 : 1))
  const series = input.series === null ? null : [...new Set(input.series.map((name) => name.trim()))]
  if (!Object.hasOwn(POWERS, power)) throw badPower('权限', '应为确认、签发或备案')
  if (levels.length === 0 || !levels.every((level) => Object.hasOwn(POWER_LEVELS, level)))
    throw badPower('级别', '至少选一个，且应为 GB/T 12407 的代码')
  if (
    series &&
    (series.length === 0 || !series.every((name) => /^[\p{Script=Han}、（）]{2,30}$/u.test(name)))
  )
    throw badPower('系列', '应为系列名称，每个 2 到 30 个汉字')
  if (!isYear(fromYear) || (throughYear !== null && !(isYear(throughYear) && throughYear >= fromYear)))
    throw badPower('年度', '应为四位数年份，止于不早于起')
  return { power, levels, series, fromYear, throughYear, ground: checkedGround(input.ground) }
}
