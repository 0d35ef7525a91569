import { isDay, type Day } from '../calendar/day.ts'
import { addYears } from '../calendar/months.ts'
import { authorise } from '../identity/authorise.ts'
import { authorityByCreditCode } from '../identity/find-authority.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import { checkedLevels, checkedName, checkedSeries } from './checked.ts'
import { committeeById } from './find-committee.ts'
import { badCommittee, committeeNotFound, committeeReplaced, evenCommittee } from './refusals.ts'
import { reviewCommittees, sealedReviewCommittees } from './schema.ts'

export interface NewCommittee {
  readonly name: string
  /** Credit codes: who convenes it, and who files it. */
  readonly office: string
  readonly filingAuthority: string
  /** Null: every series. */
  readonly series: readonly string[] | null
  readonly levels: readonly string[]
  /** The least number of members to draw; odd, 3 to 99. */
  readonly size: number
  readonly validFrom: Day
  /** Inclusive; at most three years. */
  readonly validThrough: Day
  /** The term before (换届). */
  readonly replaces?: string | null | undefined
}

const MOST_YEARS = 3

/**
 * Registers a committee for a term; it may review once the filing authority has filed it (`ruleOn`). Refuses
 * `cycles/bad-committee`, `cycles/even-committee`, `cycles/committee-replaced`, `cycles/committee-not-found`,
 * `identity/authority-not-found`, `identity/not-allowed`.
 */
export async function registerCommittee(
  ctx: Context,
  input: NewCommittee,
): Promise<{ readonly committeeId: string }> {
  const { replaces = null } = input
  const checked = {
    name: checkedName(input.name),
    series: checkedSeries(input.series),
    levels: checkedLevels(input.levels),
    size: checkedSize(input.size),
    ...checkedTerm(input),
  }
  const id = base64url(ctx.random(16))
  const record = entryRecord(ctx.random(16))
  try {
    await ctx.database.transaction(async (tx) => {
      const office = await authorityByCreditCode(tx, input.office)
      await authorise(ctx, tx, 'cycles.manage', office.id)
      const filing = await authorityByCreditCode(tx, input.filingAuthority)
      if (replaces !== null) {
        const before = await committeeById(tx, replaces)
        if (before.officeId !== office.id) throw committeeNotFound(replaces)
      }
      const { rows, sealRoot } = sealRows(
        sealedReviewCommittees,
        record,
        [
          {
            id,
            ...checked,
            officeId: office.id,
            filingAuthorityId: filing.id,
            replacesId: replaces,
            registeredOn: ctx.today(),
            registeredBy: ctx.actor.name,
            registeredPersonId: ctx.actor.personId,
          },
        ],
        ctx.random(32),
      )
      await tx.insert(reviewCommittees).values([...rows])
      await recordAct(ctx, tx, { act: 'cycles.manage', officeId: office.id, about: id })
      await appendEntries(tx, [
        {
          type: 'committee.registered',
          record,
          day: ctx.today(),
          seals: { review_committees: sealRoot },
          facts: {
            name: checked.name,
            office: office.creditCode,
            levels: checked.levels,
            validFrom: checked.validFrom,
            validThrough: checked.validThrough,
          },
        },
      ])
    })
  } catch (error) {
    if (uniqueViolation(error) === 'review_committees_replaces') throw committeeReplaced()
    throw error
  }
  return { committeeId: id }
}

function checkedSize(size: number): number {
  if (!Number.isInteger(size) || size < 3 || size > 99) throw badCommittee('评委会人数', '应为 3 到 99 人')
  if (size % 2 === 0) throw evenCommittee(size, null)
  return size
}

function checkedTerm({ validFrom, validThrough }: NewCommittee): { validFrom: Day; validThrough: Day } {
  if (!isDay(validFrom) || !isDay(validThrough))
    throw badCommittee('有效期', '应为真实存在的日期，如 2023-12-20')
  if (validThrough < validFrom) throw badCommittee('有效期', '止日不能早于起日')
  if (validThrough >= addYears(validFrom, MOST_YEARS))
    throw badCommittee('有效期', `不能超过 ${MOST_YEARS} 年`)
  return { validFrom, validThrough }
}
