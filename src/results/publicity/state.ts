import type { Day } from '../../calendar/day.ts'

/** Why a publication was taken down before its last day. */
export const ENDING_GROUNDS = {
  mistaken: '公示内容有误，将重新公示',
  protected: '含有不应公开的内容',
  ordered: '上级机关或有权机关要求停止公示',
} as const
export type EndingGround = keyof typeof ENDING_GROUNDS

/** Where a publication stands on a day: no clock turns it, the day does. */
export type PublicityState =
  | { readonly kind: 'announced' | 'open' | 'over' | 'closed' }
  | { readonly kind: 'withdrawn'; readonly ground: EndingGround }
  | { readonly kind: 'replaced'; readonly by: string }

export interface PublicityTimes {
  readonly opensOn: Day
  /** Inclusive: it can be read until midnight in Beijing. */
  readonly closesOn: Day
  readonly ending: { readonly how: 'closed' | 'withdrawn'; readonly ground: EndingGround | null } | null
  /** The publication that took its place. */
  readonly replacedBy: string | null
}

export function publicityState(
  { opensOn, closesOn, ending, replacedBy }: PublicityTimes,
  today: Day,
): PublicityState {
  if (replacedBy !== null) return { kind: 'replaced', by: replacedBy }
  if (ending?.how === 'withdrawn') return { kind: 'withdrawn', ground: ending.ground ?? 'mistaken' }
  if (ending?.how === 'closed') return { kind: 'closed' }
  if (today < opensOn) return { kind: 'announced' }
  return today > closesOn ? { kind: 'over' } : { kind: 'open' }
}

const NAMES: Readonly<Record<PublicityState['kind'], string>> = {
  announced: '尚未开始',
  open: '公示中',
  over: '期满，待办结',
  closed: '已办结',
  withdrawn: '已撤下',
  replaced: '已由更正的公示取代',
}

export const publicityStateName = (kind: PublicityState['kind']): string => NAMES[kind]

export const PUBLICITY_NAMES = {
  recommendation: '推荐公示',
  'pre-meeting': '会前公示',
  result: '结果公示',
} as const
