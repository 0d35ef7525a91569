import { approve } from '../../../src/approvals/approve.ts'
import { latestRequest } from '../../../src/approvals/find-request.ts'
import type { HolderOf } from '../../../src/integrity/own/hand-out-code.ts'
import { carryOutJoin } from '../../../src/integrity/same-person/carry-out-join.ts'
import { JOIN_APPROVAL } from '../../../src/integrity/same-person/proposal.ts'
import { proposeJoin } from '../../../src/integrity/same-person/propose-join.ts'
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
  /** From here on the two are one human. */
  const joined = async () => {
    const { officer, reviewers } = archive
    const of = { idType: 'resident-identity-card', name: '测试人员' } as const
    const { proposalId } = await proposeJoin(officer, {
      act: 'merge',
      officeId,
      people: [
        { ...of, idNumber: ID_NUMBER },
        { ...of, idNumber: madeUpNumber(811) },
      ],
      ground: '户籍证明载明两证为同一人。',
    })
    const request = await latestRequest(database.read, { kind: JOIN_APPROVAL, subjectId: proposalId })
    await approve(reviewers[0], { requestId: request?.id ?? '', digest: request?.digest ?? '' })
    await carryOutJoin(officer, proposalId)
  }
  return { ...archive, own, other, clerk, holderOf, recorded, joined }
}

/** The same context at another instant. */
export const at = <C extends Context>(ctx: C, instant: string): C => {
  const now = new Date(instant)
  return { ...ctx, now: () => now, today: () => instant.slice(0, 10) }
}
