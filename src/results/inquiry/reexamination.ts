import type { Calendar } from '../../calendar/calendar.ts'
import type { Day } from '../../calendar/day.ts'
import { latestDay } from '../../policy/latest-day.ts'
import type { Timing } from '../../policy/rule.ts'

/** What a request to look again is about: how it was done, papers misread or missed, or anything else. */
export const REEXAMINATION_SCOPES = {
  procedure: '评审程序',
  overlooked: '错看、漏看材料',
  other: '其他（如对专家评议意见、学术水平评价不服）',
} as const
export type ReexaminationScope = keyof typeof REEXAMINATION_SCOPES

/** Taken in, or 不予受理 and why. */
export type Receipt = 'accepted' | 'late' | 'out-of-scope'

export interface Judged {
  readonly receipt: Receipt
  /** The last day it could be asked for; null where no confirmation or no rule sets one. */
  readonly lastDay: Day | null
  readonly provisional: boolean
}

/**
 * Is a request taken in? Until so long after the result was confirmed (that day not counted), and about procedure and
 * papers only (昆人社通〔2023〕37号 四（六）). Where no source states a time (`timing` null), neither binds: nobody invents it.
 */
export function judgeReexamination(
  calendar: Calendar,
  timing: Timing | null,
  asked: { readonly scope: ReexaminationScope; readonly receivedOn: Day; readonly confirmedOn: Day | null },
): Judged {
  if (timing === null) return { receipt: 'accepted', lastDay: null, provisional: false }
  const last = asked.confirmedOn === null ? null : latestDay(calendar, timing, asked.confirmedOn, 'after')
  const found = { lastDay: last?.day ?? null, provisional: last?.provisional ?? false }
  if (last !== null && asked.receivedOn > last.day) return { receipt: 'late', ...found }
  return { receipt: asked.scope === 'other' ? 'out-of-scope' : 'accepted', ...found }
}
