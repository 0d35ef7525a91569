import { setImmediate as breath } from 'node:timers/promises'
import type { Remark } from './defect.ts'
import type { PeopleIndex } from './people-index.ts'
import type { Repeats } from './repeats.ts'
import type { HeaderMapping, ListKind } from './table.ts'
import { MOST_KEPT, tell } from './telling.ts'
import type { Telling } from './telling.ts'
import { walkList } from './walk-list.ts'
import { textOf } from './workbook.ts'
import type { Spreadsheet } from './workbook.ts'

/** What is told of rows that share a key. */
export interface RepeatRule<Key extends string> {
  /** Where it is told. */
  readonly at: Key
  /** Only where rows of one key differ. */
  readonly onlyDiffering?: true
  /** Given the other rows: 第6行、“名单二”第9行. */
  remark(others: string): Remark
}

interface Judging<Key extends string> {
  readonly spreadsheet: Spreadsheet
  readonly rules: {
    readonly kind: ListKind<Key>
    readonly repeats: Readonly<Record<string, RepeatRule<Key>>>
  }
  readonly headers: HeaderMapping
  readonly people: PeopleIndex
  readonly shared: ReadonlyMap<string, Repeats>
  readonly telling: Telling
}

interface Late<Key> {
  readonly key: Key
  readonly remark: Remark
}

const NAMED_ROWS = 5
const SLICE = 10_000
const WANTED = 2 * MOST_KEPT
const NOWHERE = { sheet: '', row: 0, column: '', value: '' }

/** Tells every row that repeats another; what stands in them is read again, because nobody kept it. */
export async function tellRepeats<Key extends string>(judging: Judging<Key>): Promise<void> {
  const { people, shared, rules, telling } = judging
  const late = new Map<number, Late<Key>[]>()
  let told = 0
  for (const [name, rule] of Object.entries(rules.repeats)) {
    for (const groups of shared.get(name)?.groups() ?? []) {
      for (const { rows, differ } of groups) {
        if (rule.onlyDiffering && !differ) continue
        for (const row of rows) {
          if (++told % SLICE === 0) await breath()
          const remark = told > WANTED ? rule.remark('') : rule.remark(others(people, rows, row))
          if (remark.severity === 'refusal') people.refuse(row)
          // Beyond what is kept a defect is only counted.
          if (told > WANTED) tell(telling, { ...NOWHERE, ...remark })
          else late.set(row, [...(late.get(row) ?? []), { key: rule.at, remark }])
        }
      }
      await breath()
    }
  }
  if (late.size > 0) await tellLate(judging, late)
}

async function tellLate<Key extends string>(
  { spreadsheet, rules, headers, telling }: Judging<Key>,
  late: ReadonlyMap<number, readonly Late<Key>[]>,
): Promise<void> {
  let person = 0
  let sheet = ''
  let columns: ReadonlyMap<Key, { readonly name: string; readonly index: number }> = new Map()
  await walkList(spreadsheet, rules.kind, headers, {
    open(head) {
      sheet = head.sheet
      columns = head.headers
    },
    row({ number, cells }) {
      for (const { key, remark } of late.get(person++) ?? []) {
        const found = columns.get(key)
        tell(telling, {
          sheet,
          row: number,
          column: found?.name ?? '',
          value: found === undefined ? '' : textOf(cells[found.index]),
          ...remark,
        })
      }
    },
    note() {},
    close() {},
  })
}

/** 第6行、“名单二”第9行 */
function others(people: PeopleIndex, group: readonly number[], self: number): string {
  const { sheet } = people.placeOf(self)
  const named = group
    .slice(0, NAMED_ROWS + 1)
    .filter((other) => other !== self)
    .slice(0, NAMED_ROWS)
    .map((other) => people.placeOf(other))
    .map((place) => (place.sheet === sheet ? `第${place.row}行` : `“${place.sheet}”第${place.row}行`))
  const rest = group.length - 1
  return named.join('、') + (rest > NAMED_ROWS ? `等${rest}行` : '')
}
