import { LEVEL_CODES } from '../../titles/level.ts'
import type { NewCycle } from '../register-cycle.ts'
import { badCycle } from '../refusals.ts'

type Typed = Readonly<Record<string, string>>

/** Null where nothing was typed: every series. */
export function seriesIn(typed: Typed): readonly string[] | null {
  const names = (typed.series ?? '').split(/[、，,\s]+/).filter((name) => name !== '')
  return names.length === 0 ? null : names
}

export const levelsIn = (typed: Typed): readonly string[] =>
  LEVEL_CODES.filter((code) => typed[`level-${code}`] === '1')

export const rulingIn = ({ granted, ground = '' }: Typed) => ({ granted: granted === 'yes', ground })

/** Refuses `cycles/bad-cycle` where no route was chosen. */
export function newCycleIn(typed: Typed): NewCycle {
  const { route, place = '' } = typed
  const year = Number(typed.year)
  if (route === 'review')
    return {
      route,
      place,
      year,
      committeeId: typed.committeeId ?? '',
      meetingOn: typed.meetingOn?.trim() || null,
    }
  if (route !== 'assessment' && route !== 'confirmation') throw badCycle('取得方式', '没有选择')
  return {
    route,
    place,
    year,
    office: typed.office ?? '',
    filingAuthority: typed.filingAuthority ?? '',
    series: seriesIn(typed),
    levels: levelsIn(typed),
  }
}
