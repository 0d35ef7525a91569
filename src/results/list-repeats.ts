import { matchingName } from '../people/name.ts'
import type { Defect } from '../spreadsheets/defect.ts'
import { oneNumberTwoNames, sameTwice } from './reasons.ts'

/** What of a row tells that it repeats another; places are where the defect is told. */
export interface RepeatKeys {
  readonly sheet: string
  readonly row: number
  readonly person: string
  readonly name: string | null
  /** Series and title; null when either was refused. */
  readonly title: string | null
  readonly atNumber: Pick<Defect, 'sheet' | 'row' | 'column' | 'value'>
  readonly atName: Pick<Defect, 'sheet' | 'row' | 'column' | 'value'>
}

const NAMED_ROWS = 5

/** One person with one title twice, and one number under two names: told at every row concerned, over all sheets. */
export function repeatDefects(rows: readonly RepeatKeys[]): Defect[] {
  const defects: Defect[] = []
  for (const same of groups(rows, ({ person }) => person)) {
    const names = new Set(same.flatMap(({ name }) => (name === null ? [] : [matchingName(name)])))
    if (names.size > 1) {
      const named = same.filter(({ name }) => name !== null)
      for (const row of named) defects.push({ ...row.atName, ...oneNumberTwoNames(others(named, row)) })
    }
    for (const twice of groups(same, ({ title }) => title)) {
      for (const row of twice) defects.push({ ...row.atNumber, ...sameTwice(others(twice, row)) })
    }
  }
  return defects
}

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
