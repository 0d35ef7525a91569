import { authorise } from '../../identity/authorise.ts'
import type { JobKind } from '../../jobs/job.ts'
import { jobCancelled } from '../../jobs/refusals.ts'
import { startJob } from '../../jobs/start-job.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { planNotFound } from '../refusals.ts'
import { applyChange } from './apply-change.ts'
import { appliedOn, findPlan } from './find-plan.ts'

/**
 * Begins to carry out an approved plan that gives every certificate of a corrected document its next version: signing
 * thousands takes minutes. Answers the job's id. Refuses `certificates/plan-not-found`, `identity/not-allowed`.
 */
export async function startFollowing(ctx: Context, planId: string): Promise<string> {
  return ctx.database.transaction(async (tx) => {
    const plan = await findPlan(tx, planId)
    if (!plan) throw planNotFound(planId)
    const { authorityId: officeId } = plan
    await authorise(ctx, tx, 'certificates.change', officeId, planNotFound(planId))
    const id = await startJob(ctx, tx, { kind: followJob.kind, officeId, input: { planId } })
    await recordAct(ctx, tx, { act: 'certificates.change', officeId, about: id, facts: { begun: true } })
    return id
  })
}

/** All of them in one transaction, or none when stopped before its end; taken up after it committed, it finds it done. */
export const followJob: JobKind = {
  kind: 'certificates.follow',
  zh: '证书随文件更正',
  needs: 'certificates.change',
  async act(ctx, job) {
    const { planId } = job.input as { readonly planId: string }
    const plan = await findPlan(ctx.database.read, planId)
    if (plan && (await appliedOn(ctx.database.read, planId)) !== null)
      return { planId, certificates: plan.certificates }
    const { certificates } = await applyChange(ctx, planId, {
      holdLease: (tx) => job.holdLease(tx),
      progress(done, total) {
        if (job.cancelled()) throw jobCancelled()
        job.progress(done, total)
      },
    })
    return { planId, certificates }
  },
  outcome: ({ planId, certificates }) => ({
    words: `${String(certificates)} 份证书已更正。`,
    href: `/desk/certificates/changes/${String(planId)}`,
    link: '查看变更',
  }),
}
