import { authorityById } from '../../identity/find-authority.ts'
import { authorise } from '../../identity/authorise.ts'
import type { JobKind } from '../../jobs/job.ts'
import { startJob } from '../../jobs/start-job.ts'
import { knownPersons } from '../../people/known-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { recordAct } from '../../trail/record-act.ts'
import { currentList } from './candidates.ts'
import { importList, type NewListFile } from './import-list.ts'
import { judgeUpload, refuseDefects, type JudgedUpload } from './judge-upload.ts'
import { actToBring, targetOf, type ListPlace, type ListTarget } from './list-target.ts'
import { personDefects, type PersonRow } from './person-defects.ts'
import { recordNotAccepted } from './record-not-accepted.ts'
import { listExists, listReplaced } from './refusals.ts'
import type { ListStage } from './schema.ts'

export interface NewList extends NewListFile {
  readonly office: string
}

/** A file somebody may bring, judged with its persons; nothing of it is kept. */
export interface ReceivedUpload {
  readonly target: ListTarget
  readonly judged: JudgedUpload
  readonly persons: readonly PersonRow[]
}

/** Judges a file for whoever may bring it: they are asked for first, so that a stranger learns nothing from a file. */
export async function judgeReceived(ctx: Context, list: NewList): Promise<ReceivedUpload> {
  const { read } = ctx.database
  const target = await targetOf(read, list)
  await authorise(ctx, read, actToBring(target), target.office.id)
  const judged = await judgeUpload(ctx, read, target, list.bytes)
  if (judged.refusals > 0) return { target, judged, persons: [] }
  const known = await knownPersons(ctx, read, judged.rows)
  const persons = judged.rows.map((row, i) => ({ row, person: known[i] ?? null }))
  const more = await personDefects(ctx, read, target, persons)
  await recordNotAccepted(ctx, target, { persons, defects: more })
  const refusals = more.filter(({ severity }) => severity === 'refusal').length
  return {
    target,
    judged: {
      ...judged,
      defects: [...judged.defects, ...more],
      refusals,
      warnings: judged.warnings + more.length - refusals,
    },
    persons,
  }
}

/**
 * Takes a spreadsheet from a desk: judged at once and whole, imported as a job. A file with one refused cell is not
 * kept anywhere (`results/list-has-defects`, every defect in its facts). Refuses as `importList`.
 */
export async function receiveList(
  ctx: Context,
  list: NewList,
): Promise<{ jobId: string; warnings: readonly Defect[] }> {
  const { target, judged } = await judgeReceived(ctx, list)
  refuseDefects(judged)
  const { bytes, fileName, authority, office, cycleId = null, replaces = null } = list
  const { stage } = target
  const jobId = await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'lists.import', target.office.id)
    // Told now rather than by a job that fails.
    const current = cycleId === null ? null : await currentList(tx, cycleId, stage)
    if (current && replaces === null) throw listExists(current.id)
    if (current && replaces !== current.id) throw listReplaced(replaces ?? '', current.id)
    const input = { fileName, authority, office, cycleId, stage, replaces }
    const id = await startJob(ctx, tx, {
      kind: importJob.kind,
      officeId: target.office.id,
      input,
      file: bytes,
    })
    await recordAct(ctx, tx, {
      act: 'lists.import',
      officeId: target.office.id,
      about: id,
      facts: { begun: true },
    })
    return id
  })
  return { jobId, warnings: judged.defects }
}

/** The job that imports it, once however often it is taken up. */
export const importJob: JobKind = {
  kind: 'lists.import',
  zh: '导入名单',
  needs: 'lists.import',
  async act(ctx, job) {
    const done = job.state as { listId: string; rows: number } | null
    if (done) return done
    const office = await authorityById(ctx.database.read, job.officeId)
    const { fileName, authority, cycleId, stage, replaces } = job.input as {
      readonly fileName: string
      readonly authority: string
      readonly cycleId: string | null
      readonly stage: ListStage
      readonly replaces: string | null
    }
    const place: ListPlace = { authority, office: office.creditCode, cycleId, stage }
    const imported = await importList(
      ctx,
      { bytes: await job.file(), fileName, replaces, ...place },
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
