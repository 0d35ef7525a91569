import type { Day } from '../../calendar/day.ts'
import { standing, stateAfter, type CertificateState, type LifeChange } from '../life-cycle.ts'

/** One version of a certificate: the day it was issued, and every decision about it. */
export interface VersionLife {
  readonly issuedOn: Day
  readonly changes: readonly LifeChange[]
  /** The version that took its place with the same words (换发). */
  readonly next?: VersionLife
}

export type StateOn =
  | { readonly kind: 'not-yet-issued' }
  | {
      readonly kind: 'issued'
      readonly state: CertificateState
      /** The day of the decision that made it so; null when none did. */
      readonly since: Day | null
      /** The day the title was first certified, when an earlier version stood on the day asked. */
      readonly firstIssuedOn: Day | null
    }

/**
 * What a certificate was worth on `day`. `versions`: the one asked about last, the ones it replaced before it, oldest
 * first.
 *
 * | its decision | asked for a day before it | on that day and after |
 * |---|---|---|
 * | 撤销 | not valid: it was wrongly obtained, and never turns green | not valid |
 * | 更正 (superseded) | not valid: its wording was never right | not valid |
 * | 换发 (superseded), its words 更正 later | not valid: the same words were never right | not valid |
 * | 换发 (superseded), 注销, 失效, 暂停 | as it then was | not valid |
 * | 恢复 | not valid back to the suspension | as before the suspension |
 * | 复核后恢复 | as if the reversed decision had never been made | the same |
 */
export function stateOn(versions: readonly VersionLife[], day: Day): StateOn {
  const asked = versions.at(-1)
  const [first] = versions
  if (!asked || !first || day < first.issuedOn) return { kind: 'not-yet-issued' }

  const last = endOfWords(asked)
  if (last && voidsEveryDay(last))
    return { kind: 'issued', state: last.state, since: last.effectiveOn, firstIssuedOn: null }

  const current = versions.findLast(({ issuedOn }) => issuedOn <= day) ?? first
  const then = standing(current.changes).filter(({ effectiveOn }) => effectiveOn <= day)
  return {
    kind: 'issued',
    state: stateAfter(then),
    since: then.at(-1)?.effectiveOn ?? null,
    firstIssuedOn: current === asked ? null : first.issuedOn,
  }
}

const voidsEveryDay = ({ act, state }: LifeChange): boolean => state === 'revoked' || act === 'correct'

/** The decision that stands last about the words of this version: a version with the same words hands them on. */
function endOfWords({ changes, next }: VersionLife): LifeChange | undefined {
  const last = standing(changes).at(-1)
  return last?.act === 'reissue' && next ? endOfWords(next) : last
}
