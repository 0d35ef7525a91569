import { chineseDay } from '../calendar/day.ts'
import { matchesNumber } from '../people/matches-number.ts'
import { matchingName } from '../people/name.ts'
import type { Context } from '../platform/context.ts'
import { findPastTitles, type FoundPastTitle } from '../titles/find-past-titles.ts'
import { levelName } from '../titles/level.ts'
import { routeName } from '../titles/route.ts'
import { scopeLine } from '../titles/validity-scope.ts'
import type { AskedByNumber } from './submitted.ts'
import type { ShownPastTitle } from './verification-answer.ts'

/** The collected title of this number and name (and identity number, when one is given); null is any sort of no. */
export async function findPastTitle(ctx: Context, asked: AskedByNumber): Promise<ShownPastTitle | null> {
  const { read } = ctx.database
  for (const found of await findPastTitles(ctx, read, asked.number)) {
    if (matchingName(found.name) !== matchingName(asked.name)) continue
    if (asked.idNumber && !(await matchesNumber(ctx, read, found.record.personId, asked.idNumber))) continue
    return shownPastTitle(found)
  }
  return null
}

/** A collected title in words. */
export function shownPastTitle({ record, past, name }: FoundPastTitle): ShownPastTitle {
  return {
    number: past.number,
    name,
    series: record.series,
    specialty: record.specialty,
    title: record.title,
    level: { code: record.level, name: levelName(record.level) },
    route: { code: record.route, name: routeName(record.route) },
    obtainedOn: precisely(record.obtainedOn, record.obtainedPrecision),
    committee: record.committee,
    document: past.document,
    scope: { kind: record.scope.kind, text: scopeLine(record.scope) },
    issuer: past.issuer,
    provenance: `该职称信息由${past.collectedBy}于${chineseDay(past.collectedOn)}归集、经${past.acceptedBy}于${chineseDay(past.acceptedOn)}验收。`,
  }
}

const PRECISION = { day: 10, month: 7, year: 4 } as const

/** As much of a day as the paper tells. */
const precisely = (day: string, precision: keyof typeof PRECISION): string =>
  day.slice(0, PRECISION[precision])
