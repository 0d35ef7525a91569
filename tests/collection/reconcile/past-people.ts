import { acceptBatch } from '../../../src/collection/acceptance/accept-batch.ts'
import { BATCH_APPROVAL } from '../../../src/collection/acceptance/batch-digest.ts'
import { submitBatch } from '../../../src/collection/acceptance/submit-batch.ts'
import { wholeBatch } from '../../../src/collection/batch/whole-batch.ts'
import { assignProgramme } from '../../../src/collection/programme/assign-programme.ts'
import { decideComparison } from '../../../src/collection/reconcile/decide.ts'
import { comparisonsOf } from '../../../src/collection/reconcile/find-comparisons.ts'
import type { BatchScope } from '../../../src/collection/reconcile/missing-titles.ts'
import { reconcileBatch } from '../../../src/collection/reconcile/reconcile-batch.ts'
import { showComparisons } from '../../../src/collection/reconcile/shown-comparison.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { madeUpNumber, somebody } from '../../support/staff.ts'
import { agree, collectionAtWork, WHOLE } from '../at-work.ts'
import { stored } from '../batch/uploads.ts'

const HEADERS = [
  '姓名',
  '身份证号',
  '工作单位',
  '系列',
  '专业',
  '职称名称',
  '级别',
  '取得途径',
  '取得时间',
  '批准文号',
  '发证机关',
  '证书编号',
] as const
export type PastPerson = Readonly<Partial<Record<(typeof HEADERS)[number], string>>>

/** Somebody with a number, an engineer by review in 1998; what is given instead is so. */
export const engineer = (person: number, other: PastPerson = {}): PastPerson => ({
  姓名: `工程师${'甲乙丙丁戊己庚辛'[person % 8]}`,
  身份证号: madeUpNumber(person),
  工作单位: '昆明市第一建筑公司',
  系列: '工程技术',
  专业: '机械',
  职称名称: '工程师',
  级别: '中级',
  取得途径: '评审',
  取得时间: '1998-12-01',
  批准文号: '云人职发〔1998〕30号',
  发证机关: '昆明市职改办',
  ...other,
})

export const pastCsv = (people: readonly PastPerson[]): Uint8Array =>
  new TextEncoder().encode(
    [
      HEADERS.join(','),
      ...people.map((person) => HEADERS.map((header) => person[header] ?? '').join(',')),
    ].join('\n'),
  )

/** Two prefectures that collect, each with an officer and a reviewer; the province above them. */
export async function pastAtWork(database: Database) {
  const work = await collectionAtWork(database, WHOLE)
  const { ctx, ids, programmeId, top } = work
  await assignProgramme(top, { programmeId, officeIds: [ids.dali], part: WHOLE })
  const daliOfficer = await somebody(ctx, { officeId: ids.dali, roles: ['collection-officer'], person: 825 })
  const daliReviewer = await somebody(ctx, { officeId: ids.dali, roles: ['reviewer'], person: 826 })
  const kunming = { officer: work.officer, reviewer: work.reviewer, officeId: ids.kunming }
  const dali = { officer: daliOfficer, reviewer: daliReviewer, officeId: ids.dali }
  type Bureau = typeof dali

  const report = (bureau: Bureau, people: readonly PastPerson[]) =>
    stored(bureau.officer, { programmeId, officeId: bureau.officeId, bytes: pastCsv(people) })
  const compare = (bureau: Bureau, batchId: string, scope: BatchScope = 'addition') =>
    reconcileBatch(bureau.officer, { batchId, scope })
  const finish = async (bureau: Bureau, batchId: string) => {
    await submitBatch(bureau.officer, batchId)
    await agree(bureau.reviewer, BATCH_APPROVAL, batchId)
    await agree(work.accepter, BATCH_APPROVAL, batchId)
    return acceptBatch(bureau.officer, batchId)
  }
  const accepted = async (bureau: Bureau, people: readonly PastPerson[]) => {
    const batchId = await report(bureau, people)
    await compare(bureau, batchId)
    await finish(bureau, batchId)
    return batchId
  }
  return { ...work, kunming, dali, report, compare, finish, accepted }
}

/** What waits for a decision about a batch, as its decider is shown it. */
export async function shownOf(ctx: Context, batchId: string) {
  const { read } = ctx.database
  const found = await comparisonsOf(read, batchId, { after: 0, many: 100, isOpen: false })
  return showComparisons(ctx, read, await wholeBatch(read, batchId), found)
}

/** Decides the first thing that waits. */
export async function decideFirst(
  by: Context,
  batchId: string,
  decision: Pick<Parameters<typeof decideComparison>[1], 'outcome'> &
    Partial<Parameters<typeof decideComparison>[1]>,
): Promise<number> {
  const [first] = await shownOf(by, batchId)
  return decideComparison(by, {
    batchId,
    key: first?.comparison.key ?? '',
    digest: first?.digest ?? '',
    choices: {},
    ground: '按档案核对。',
    ...decision,
  })
}
