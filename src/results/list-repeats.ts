import { matchingName } from '../people/name.ts'
import type { Defect, Remark } from '../spreadsheets/defect.ts'
import type { CellPlace } from '../spreadsheets/judge.ts'

/** What of a row tells that it repeats another; places are where the defect is told. */
export interface RepeatKeys {
  readonly sheet: string
  readonly row: number
  readonly person: string
  readonly name: string | null
  /** Series and title; null when either was refused. */
  readonly title: string | null
  readonly atNumber: CellPlace
  readonly atName: CellPlace
}

const NAMED_ROWS = 5

/** One person with one title twice: told at every row concerned, over all sheets; `remark` is given the others. */
export const titleTwice = (rows: readonly RepeatKeys[], remark: (others: string) => Remark): Defect[] =>
  groups(rows, ({ person, title }) => title && `${person} ${title}`).flatMap((twice) =>
    twice.map((row) => ({ ...row.atNumber, ...remark(others(twice, row)) })),
  )

/** One number under two names, blanks, width and interpuncts aside. */
export const numberTwice = (rows: readonly RepeatKeys[], remark: (others: string) => Remark): Defect[] =>
  groups(rows, ({ person, name }) => name && person).flatMap((named) =>
    new Set(named.map(({ name }) => matchingName(name!))).size < 2
      ? []
      : named.map((row) => ({ ...row.atName, ...remark(others(named, row)) })),
  )

/** Groups of two and more that share a key; rows without one stand alone. */
function groups(rows: readonly RepeatKeys[], keyOf: (row: RepeatKeys) => string | null): RepeatKeys[][] {
  const byKey = new Map<string, RepeatKeys[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const group = byKey.get(key)
    if (group) group.push(row)
    else byKey.set(key, [row])
  }
  return [...byKey.values()].filter((group) => group.length > 1)
}

/** 第6行、“名单二”第9行 */
function others(group: readonly RepeatKeys[], self: RepeatKeys): string {
  const rest = group.filter((row) => row !== self)
  const named = rest
    .slice(0, NAMED_ROWS)
    .map(({ sheet, row }) => (sheet === self.sheet ? `第${row}行` : `“${sheet}”第${row}行`))
  return named.join('、') + (rest.length > NAMED_ROWS ? `等${rest.length}行` : '')
}
