import { latestRequest } from '../approvals/find-request.ts'
import { requestApproval } from '../approvals/request-approval.ts'
import type { SnapshotRow } from '../approvals/differences.ts'
import type { ApprovalStep } from '../approvals/step.ts'
import { authorise } from '../identity/authorise.ts'
import type { Context } from '../platform/context.ts'
import { levelName } from '../titles/level.ts'
import { routeName } from '../titles/route.ts'
import { scopeLine } from '../titles/validity-scope.ts'
import { officesOfList, rowsOfList, type NamedRow } from './find-list.ts'
import { listDigest } from './list-digest.ts'
import { lockUnconfirmedList } from './lock-list.ts'
import { listNotFound } from './refusals.ts'

/** The approvals' word for confirming a list. */
export const LIST_APPROVAL = 'list.confirm'

/**
 * Submits a list for review. What is approved is its very rows: a corrected list (`replaces`) begins again, and its
 * reviewers are shown what differs from the one before. Refuses as `lockUnconfirmedList` and `authorise`.
 */
export async function submitList(ctx: Context, input: { readonly listId: string }): Promise<string> {
  return ctx.database.transaction(async (tx) => {
    const { officeId } = await officesOfList(tx, input.listId)
    await authorise(ctx, tx, 'lists.submit', officeId, listNotFound(input.listId))
    const list = await lockUnconfirmedList(tx, input.listId)
    const rows = await rowsOfList(ctx, tx, list.id)
    const previous =
      list.replacesId === null
        ? null
        : await latestRequest(tx, { kind: LIST_APPROVAL, subjectId: list.replacesId })
    return requestApproval(ctx, tx, {
      kind: LIST_APPROVAL,
      subjectId: list.id,
      title: `名单 ${list.fileName}（${list.rowCount} 人）`,
      digest: await listDigest(tx, list.id),
      officeId: list.authorityId,
      steps: reviewSteps(list),
      ...(previous && { previousId: previous.id }),
      snapshot: snapshotOf(rows),
      subjects: rows.map(({ personId }) => personId),
    })
  })
}

/** One reviewer where it was brought, one where it is confirmed; policies that ask for more come with the cycle. */
const reviewSteps = (list: { officeId: string; authorityId: string }): readonly ApprovalStep[] =>
  [...new Set([list.officeId, list.authorityId])].map((officeId) => ({
    role: 'reviewer',
    officeId,
    people: 1,
  }))

// A person is known by who they are, not by where the list puts them: so a moved row has not changed.
function snapshotOf(rows: readonly NamedRow[]): readonly SnapshotRow[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const nth = (seen.get(row.personId) ?? 0) + 1
    seen.set(row.personId, nth)
    return { key: `${row.personId}|${nth}`, label: row.name, fields: shown(row) }
  })
}

const shown = (row: NamedRow): SnapshotRow['fields'] => ({
  工作单位: row.employer,
  系列: row.series,
  专业: row.specialty,
  资格名称: row.title,
  级别: levelName(row.level),
  取得方式: routeName(row.route),
  取得时间: row.obtainedOn,
  评委会: row.committee ?? '',
  适用范围: scopeLine(row.scope) ?? '全省',
  备注: row.remarks ?? '',
})
