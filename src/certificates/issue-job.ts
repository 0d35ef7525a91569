import { authorise } from '../identity/authorise.ts'
import type { JobKind } from '../jobs/job.ts'
import { jobCancelled } from '../jobs/refusals.ts'
import { startJob } from '../jobs/start-job.ts'
import type { Context } from '../platform/context.ts'
import { findDocument } from '../results/document/find-document.ts'
import { documentNotFound } from '../results/document/refusals.ts'
import { recordAct } from '../trail/record-act.ts'
import { countWaiting, startFiles } from './files/files-job.ts'
import { issueCertificates } from './issue.ts'

/** Begins to issue a document's certificates and answers the job's id. Refuses `results/document-not-found`. */
export async function startIssuing(ctx: Context, input: { readonly document: string }): Promise<string> {
  return ctx.database.transaction(async (tx) => {
    const { id: document, authorityId, number } = await findDocument(tx, input.document)
    await authorise(ctx, tx, 'certificates.issue', authorityId, documentNotFound(input.document))
    const job = { kind: issueJob.kind, officeId: authorityId, input: { document } }
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

/** Taken up twice it still issues once: the second finds everything issued. Stopped while it signs it issues none. */
export const issueJob: JobKind = {
  kind: 'certificates.issue',
  zh: '签发证书',
  needs: 'certificates.issue',
  async act(ctx, job) {
    const { document } = job.input as { readonly document: string }
    const progress = (done: number, total: number) => {
      if (job.cancelled()) throw jobCancelled()
      job.progress(done, total)
    }
    const { document: number, issued, already, held } = await issueCertificates(ctx, { document }, progress)
    // The files follow in a job of their own: a certificate is valid without waiting for them.
    const { id } = await findDocument(ctx.database.read, document)
    const files = (await countWaiting(ctx, id)) > 0 ? await startFiles(ctx, { document }) : null
    return { document: number, issued, already, held, files }
  },
  outcome: ({ document, issued, already, held, files }) => ({
    words:
      (Number(issued) > 0
        ? `${String(document)}：已签发 ${String(issued)} 份证书，现在起可以核验。`
        : `${String(document)}：没有新签发的证书。`) +
      (Number(already) > 0 ? `此前已签发 ${String(already)} 份，没有重复签发。` : '') +
      (Number(held) > 0 ? `${String(held)} 人因异议或复查暂缓。` : '') +
      (typeof files === 'string' ? '证书文件（PDF）正在接着制作。' : ''),
    ...(typeof files === 'string'
      ? { href: `/desk/jobs/${files}`, link: '查看文件制作进度' }
      : { href: '/desk/certificates', link: '查看证书' }),
  }),
}
