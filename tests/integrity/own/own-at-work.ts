import type { HolderOf } from '../../../src/integrity/own/hand-out-code.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { madeUpNumber, somebody } from '../../support/staff.ts'
import { applicant, archiveAtWork } from '../records/at-work.ts'

export const ID_NUMBER = madeUpNumber(810)
export const CERTIFICATE = 'YN2023010001'

/** Kunming's archive, somebody with an account of their own and somebody else; and the clerk at the counter. */
export async function ownAtWork(database: Database) {
  const archive = await archiveAtWork(database)
  const { ctx, officeId, ids, inForce } = archive
  const own = await somebody(ctx, { officeId, roles: ['applicant'], person: 810 })
  const other = await somebody(ctx, { officeId, roles: ['applicant'], person: 811 })
  const clerk = await somebody(ctx, { officeId, roles: ['clerk'], person: 820 })
  const holderOf: HolderOf = (_, number) =>
    Promise.resolve(
      number === CERTIFICATE
        ? { personId: own.actor.personId, officeId }
        : number === 'DL1'
          ? { personId: other.actor.personId, officeId: ids.dali }
          : null,
    )
  const recorded = () => inForce({ subject: applicant(810, '测试人员') })
  return { ...archive, own, other, clerk, holderOf, recorded }
}

/** The same context at another instant. */
export const at = <C extends Context>(ctx: C, instant: string): C => {
  const now = new Date(instant)
  return { ...ctx, now: () => now, today: () => instant.slice(0, 10) }
}
