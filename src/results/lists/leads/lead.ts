import type { Day } from '../../../calendar/day.ts'
import type { LevelCode } from '../../../titles/level.ts'
import type { LeadKind } from './schema.ts'

/** Something about a row that a person should look at: never a finding, and nothing follows from it by itself. */
export interface Lead {
  readonly kind: LeadKind
  readonly rowId: string
  readonly position: number
  readonly personId: string
  /** Of an erased person: 已清除. */
  readonly name: string
  /** What the row itself says. */
  readonly title: string
  readonly level: LevelCode
  /** The other row, or the title record. */
  readonly source: {
    readonly id: string
    readonly title: string
    readonly series: string
    readonly level: LevelCode
    /** When it was declared, or obtained. */
    readonly day: Day
    /** The other review, the other place on this list, or where the record comes from. */
    readonly where: string
  }
  /** The rule it rests on, as stated; null: no source states it. */
  readonly rule: string | null
  readonly settlement: LeadSettlement | null
}

export interface LeadSettlement {
  readonly outcome: 'explained' | 'confirmed'
  readonly ground: string
  readonly settledOn: Day
}

const NAMES = { 'same-year': '同一年度再次申报', 'hidden-title': '已有同级或更高职称' } as const

export const leadName = (kind: LeadKind): string => NAMES[kind]

// Junior first: the codes of GB/T 12407 grow downwards, and 410 and 430 do not say which half they are.
const RANK: Readonly<Record<LevelCode, number>> = {
  '435': 1,
  '434': 2,
  '430': 2,
  '420': 3,
  '412': 4,
  '410': 4,
  '411': 5,
}

/** Is a title of this level at least as high as the other? 初级 and 高级 count as their upper and lower half. */
export const isAtLeast = (level: LevelCode, other: LevelCode): boolean => RANK[level] >= RANK[other]

/** For the end of a title: how many nobody has settled; nothing when there is none. */
export function openLeads(leads: readonly Lead[]): string {
  const open = leads.filter(({ settlement }) => settlement === null).length
  return open === 0 ? '' : `，${open} 条线索待核实`
}
