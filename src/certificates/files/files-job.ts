import { and, asc, eq, notInArray } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import type { JobKind } from '../../jobs/job.ts'
import { jobCancelled } from '../../jobs/refusals.ts'
import { startJob } from '../../jobs/start-job.ts'
import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import { findDocument } from '../../results/document/find-document.ts'
import { documentNotFound } from '../../results/document/refusals.ts'
import { recordAct } from '../../trail/record-act.ts'
import { findById } from '../reading/find.ts'
import { certificates } from '../schema.ts'
import { isWithoutFile } from './kept-file.ts'
import { commitFiles, madeMeanwhile, signFile, type SignedFile } from './make-files.ts'

/** Files under one ledger entry: enough that entries are few, few enough that a crash costs a second. */
const BATCH = 200
const MOST_NAMED = 20

/**
 * Begins to make the files of a document's certificates that have none yet, and answers the job's id. Refuses
 * `results/document-not-found`, `identity/not-allowed`.
 */
export async function startFiles(ctx: Context, input: { readonly document: string }): Promise<string> {
  return ctx.database.transaction(async (tx) => {
    const { id: documentId, authorityId, number } = await findDocument(tx, input.document)
    await authorise(ctx, tx, 'certificates.issue', authorityId, documentNotFound(input.document))
    const job = { kind: filesJob.kind, officeId: authorityId, input: { document: documentId } }
    const id = await startJob(ctx, tx, job)
    await recordAct(ctx, tx, {
      act: 'certificates.issue',
      officeId: authorityId,
      about: id,
      facts: { begun: true, files: true, document: number },
    })
    return id
  })
}

/** A certificate that cannot be drawn is passed over and named at the end; taken up again it goes on where it was. */
export const filesJob: JobKind = {
  kind: 'certificates.files',
  zh: '制作证书文件',
  needs: 'certificates.issue',
  async act(ctx, job) {
    const { document } = job.input as { readonly document: string }
    const { read } = ctx.database
    const { id, number } = await findDocument(read, document)
    const total = await countWaiting(ctx, id)
    const unusable = new Map<string, string>()
    let made = 0
    for (;;) {
      const batch = await waiting(ctx, id, [...unusable.keys()])
      if (batch.length === 0) break
      const signed: SignedFile[] = []
      for (const certificateId of batch) {
        if (job.cancelled()) throw jobCancelled()
        const result = await signOne(ctx, certificateId)
        if ('code' in result) unusable.set(certificateId, `${result.number} ${result.code}`)
        else signed.push(result)
        job.progress(made + signed.length + unusable.size, total)
      }
      if (await commitUnlessMade(ctx, signed, job)) made += signed.length
    }
    return {
      document: number,
      made,
      unusable: unusable.size,
      named: [...unusable.values()].slice(0, MOST_NAMED),
    }
  },
  outcome: ({ document, made, unusable, named }) => ({
    words:
      `${String(document)}：已制作 ${String(made)} 份证书文件，可以下载。` +
      (Number(unusable) === 0
        ? ''
        : `另有 ${String(unusable)} 份排不下或含有字库没有的字，没有制作：${(named as string[]).join('、')}。`),
    href: '/desk/certificates',
    link: '查看证书',
  }),
}

async function signOne(
  ctx: Context,
  certificateId: string,
): Promise<SignedFile | { readonly number: string; readonly code: string }> {
  const found = await findById(ctx, ctx.database.read, certificateId)
  if (!found) throw new Error(`certificate ${certificateId} was there a moment ago`)
  try {
    return await signFile(ctx, found)
  } catch (error) {
    // The reason would quote the name; the code does not.
    if (error instanceof Refusal && error.code.startsWith('rendering/'))
      return { number: found.row.number, code: error.code }
    throw error
  }
}

/** False when somebody has taken one of them meanwhile: the next round leaves it out. */
async function commitUnlessMade(
  ctx: Context,
  signed: readonly SignedFile[],
  job: Parameters<JobKind['act']>[1],
): Promise<boolean> {
  try {
    await commitFiles(ctx, signed, (tx) => job.holdLease(tx))
    return true
  } catch (error) {
    if (madeMeanwhile(error)) return false
    throw error
  }
}

const without = ({ keyring }: Context, documentId: string) =>
  and(eq(certificates.documentId, documentId), isWithoutFile(keyring.history))

async function waiting(ctx: Context, documentId: string, except: string[]): Promise<readonly string[]> {
  const rows = await ctx.database.read
    .select({ id: certificates.id })
    .from(certificates)
    .where(and(without(ctx, documentId), notInArray(certificates.id, except)))
    .orderBy(asc(certificates.number))
    .limit(BATCH)
  return rows.map(({ id }) => id)
}

/** How many of a document's certificates have no file worth handing out and may have one. */
export const countWaiting = (ctx: Context, documentId: string): Promise<number> =>
  ctx.database.read.$count(certificates, without(ctx, documentId))
