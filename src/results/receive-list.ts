import { authorityByCreditCode, authorityById } from '../identity/find-authority.ts'
import { authorise } from '../identity/authorise.ts'
import type { JobKind } from '../jobs/job.ts'
import { startJob } from '../jobs/start-job.ts'
import type { Context } from '../platform/context.ts'
import type { Defect } from '../spreadsheets/defect.ts'
import { openSpreadsheet } from '../spreadsheets/open-spreadsheet.ts'
import { recordAct } from '../trail/record-act.ts'
import { judgeApprovedList } from './approved-list.ts'
import { headersOfOffice } from './headers/headers-of.ts'
import { importList } from './import-list.ts'
import { listHasDefects } from './refusals.ts'

export interface NewList {
  readonly bytes: Uint8Array
  readonly fileName: string
  /** Credit codes: who confirms it, and who brings it. */
  readonly authority: string
  readonly office: string
  readonly replaces?: string | null | undefined
}

/**
 * Takes a spreadsheet from a desk: judged at once and whole, imported as a job. A file with one refused cell is not
 * kept anywhere (`results/list-has-defects`, every defect in its facts).
 */
export async function receiveList(
  ctx: Context,
  list: NewList,
): Promise<{ jobId: string; warnings: readonly Defect[] }> {
  const headers = await headersOfOffice(ctx, list.office)
  const { defects, refusals } = await judgeApprovedList(openSpreadsheet(list.bytes), {
    today: ctx.today(),
    headers,
  })
  if (refusals > 0) throw listHasDefects(defects)
  const jobId = await ctx.database.transaction(async (tx) => {
    const office = await authorityByCreditCode(tx, list.office)
    await authorise(ctx, tx, 'lists.import', office.id)
    const { bytes, fileName, authority, replaces = null } = list
    const input = { fileName, authority, office: list.office, replaces }
    const id = await startJob(ctx, tx, { kind: importJob.kind, officeId: office.id, input, file: bytes })
    await recordAct(ctx, tx, { act: 'lists.import', officeId: office.id, about: id, facts: { begun: true } })
    return id
  })
  return { jobId, warnings: defects }
}

/** The job that imports it, once however often it is taken up. */
export const importJob: JobKind = {
  kind: 'lists.import',
  zh: '导入评审通过人员名单',
  needs: 'lists.import',
  async act(ctx, job) {
    const done = job.state as { listId: string; rows: number } | null
    if (done) return done
    const office = await authorityById(ctx.database.read, job.officeId)
    const { fileName, authority, replaces } = job.input as Omit<NewList, 'bytes' | 'office'>
    const imported = await importList(
      ctx,
      { bytes: await job.file(), fileName, authority, office: office.creditCode, replaces: replaces ?? null },
      (tx, listId, rows) => job.keep(tx, { listId, rows }),
    )
    return { listId: imported.listId, rows: imported.rows }
  },
  outcome: ({ listId, rows }) => ({
    words: `已导入 ${String(rows)} 人。`,
    href: `/desk/lists/${String(listId)}`,
    link: '查看名单',
  }),
}
