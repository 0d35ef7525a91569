import type { JobKind } from '../../jobs/job.ts'
import { startJob } from '../../jobs/start-job.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { findById } from '../reading/find.ts'
import { certificateNotFound } from '../refusals.ts'
import { keptFile } from './kept-file.ts'
import { commitFiles, madeMeanwhile, signFile } from './make-files.ts'

/**
 * Step: begins to make the file of a corrected or reissued certificate's new version, and answers the job's id. The
 * caller has authorised the replacement, which a 用印人 approved: that approval covers the seal on its file.
 */
export const startNewVersionFile = (
  ctx: Context,
  tx: Transaction,
  of: { readonly certificateId: string; readonly officeId: string },
): Promise<string> =>
  startJob(ctx, tx, {
    kind: newVersionJob.kind,
    officeId: of.officeId,
    input: { certificate: of.certificateId },
  })

export const newVersionJob: JobKind = {
  kind: 'certificates.new-version-file',
  zh: '制作新版证书文件',
  needs: 'certificates.change',
  async act(ctx, job) {
    const { certificate } = job.input as { readonly certificate: string }
    const found = await findById(ctx, ctx.database.read, certificate)
    if (!found || found.row.replaces === null) throw certificateNotFound(certificate)
    const { number } = found.row
    if (!(await keptFile(ctx.database.read, ctx.keyring.history, certificate)))
      try {
        await commitFiles(ctx, [await signFile(ctx, found)], (tx) => job.holdLease(tx), 'certificates.change')
      } catch (error) {
        // A sealer took it first: theirs stands.
        if (!madeMeanwhile(error)) throw error
      }
    job.progress(1, 1)
    return { number, certificate }
  },
  outcome: ({ number, certificate }) => ({
    words: `证书 ${String(number)} 的文件（PDF）已制作，可以下载。`,
    href: `/desk/certificates/${String(certificate)}`,
    link: '查看证书',
  }),
}
