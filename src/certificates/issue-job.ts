import { authorise } from '../identity/authorise.ts'
import type { JobKind } from '../jobs/job.ts'
import { startJob } from '../jobs/start-job.ts'
import type { Context } from '../platform/context.ts'
import { findDocument } from '../results/find-document.ts'
import { documentNotFound } from '../results/refusals.ts'
import { recordAct } from '../trail/record-act.ts'
import { issueCertificates } from './issue.ts'

/** Begins to issue a document's certificates and answers the job's id. Refuses `results/document-not-found`. */
export async function startIssuing(ctx: Context, input: { readonly document: string }): Promise<string> {
  return ctx.database.transaction(async (tx) => {
    const { authorityId, number } = await findDocument(tx, input.document)
    await authorise(ctx, tx, 'certificates.issue', authorityId, documentNotFound(input.document))
    const job = { kind: issueJob.kind, officeId: authorityId, input: { document: number } }
    const id = await startJob(ctx, tx, job)
    await recordAct(ctx, tx, {
      act: 'certificates.issue',
      officeId: authorityId,
      about: id,
      facts: { begun: true, document: number },
    })
    return id
  })
}

/** Taken up twice it still issues once: the second finds everything issued. */
export const issueJob: JobKind = {
  kind: 'certificates.issue',
  zh: '签发证书',
  needs: 'certificates.issue',
  async act(ctx, job) {
    const { document } = job.input as { readonly document: string }
    const { issued, already } = await issueCertificates(ctx, { document }, (done, total) =>
      job.progress(done, total),
    )
    return { document, issued, already }
  },
  outcome: ({ document, issued, already }) => ({
    words:
      Number(already) > 0
        ? `${String(document)} 的 ${String(already)} 份证书此前已签发，没有重复签发。`
        : `${String(document)}：已签发 ${String(issued)} 份证书。`,
    href: '/desk/certificates',
    link: '查看证书',
  }),
}
