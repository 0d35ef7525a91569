import { cycleById } from '../../cycles/find-cycle.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import type { Authority } from '../../identity/authority.ts'
import { authorityByCreditCode } from '../../identity/find-authority.ts'
import type { Handle } from '../../platform/database.ts'
import { decidedNotUploaded, stageNeedsCycle } from './refusals.ts'
import type { ListStage } from './schema.ts'

/** Where a list is to go, as it is asked for. */
export interface ListPlace {
  /** Credit code of the office that will confirm it. */
  readonly authority: string
  /** Credit code of the office that brings it; without one, the confirming office itself. */
  readonly office?: string | undefined
  /** The review it belongs to; null or left out: reviewed elsewhere. */
  readonly cycleId?: string | null | undefined
  /** Left out: approved. */
  readonly stage?: ListStage | undefined
}

/** What brings such a list: an employer hands in its own people, and brings no other list. */
export const actToBring = ({ office, cycle, stage }: ListTarget): 'assessments.hand-in' | 'lists.import' =>
  office.kind === 'employer' && cycle?.route === 'assessment' && stage === 'candidates'
    ? 'assessments.hand-in'
    : 'lists.import'

export interface ListTarget {
  readonly office: Authority
  readonly authority: Authority
  readonly cycle: Cycle | null
  readonly stage: ListStage
}

/**
 * Step: the offices and the cycle a list is for. Refuses `identity/authority-not-found`, `results/stage-needs-cycle`,
 * `results/decided-not-uploaded`,
 * and `cycles/cycle-not-found` for another office's cycle as for one that does not exist.
 */
export async function targetOf(handle: Handle, place: ListPlace): Promise<ListTarget> {
  const authority = await authorityByCreditCode(handle, place.authority)
  const office = place.office === undefined ? authority : await authorityByCreditCode(handle, place.office)
  const stage = place.stage ?? 'approved'
  const { cycleId = null } = place
  if (cycleId === null) {
    if (stage === 'candidates') throw stageNeedsCycle()
    return { office, authority, cycle: null, stage }
  }
  const cycle = await cycleById(handle, cycleId)
  if (cycle.officeId !== office.id) throw cycleNotFound(cycleId)
  if (cycle.route === 'assessment' && stage === 'approved') throw decidedNotUploaded()
  return { office, authority, cycle, stage }
}
