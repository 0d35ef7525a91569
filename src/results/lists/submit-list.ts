import { latestRequest } from '../../approvals/find-request.ts'
import { requestApproval } from '../../approvals/request-approval.ts'
import type { ApprovalStep } from '../../approvals/step.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { openLeads } from './leads/lead.ts'
import { leadsOfList } from './leads/find-leads.ts'
import { officesOfList, rowsOfList } from './find-list.ts'
import { refusedOf } from '../assessment/refused-of.ts'
import { requireAllConfirmed } from '../routes/find-confirmations.ts'
import { listDigest } from './list-digest.ts'
import { lockUnconfirmedList } from './lock-list.ts'
import { countDiffers, countDiffersText } from './meeting-counts.ts'
import { candidatesNotReviewed, listNotFound } from './refusals.ts'
import { snapshotOf } from './snapshot-of-list.ts'

/** The approvals' word for confirming a list. */
export const LIST_APPROVAL = 'list.confirm'

/**
 * Submits a list for review. What is approved is its very rows: a corrected list (`replaces`) begins again, and its
 * reviewers are shown what differs from the one before. Refuses as `lockUnconfirmedList` and `authorise`,
 * and `results/candidates-not-reviewed`; in 资格确认 also `results/not-confirmed`.
 */
export async function submitList(ctx: Context, input: { readonly listId: string }): Promise<string> {
  return ctx.database.transaction(async (tx) => {
    const { officeId } = await officesOfList(tx, input.listId)
    await authorise(ctx, tx, 'lists.submit', officeId, listNotFound(input.listId))
    const list = await lockUnconfirmedList(tx, input.listId)
    if (list.stage === 'candidates') throw candidatesNotReviewed()
    if (list.cycleId !== null && (await cycleById(tx, list.cycleId)).route === 'confirmation')
      await requireAllConfirmed(ctx, tx, { id: list.id, cycleId: list.cycleId })
    const rows = await rowsOfList(ctx, tx, list.id)
    const leads = await leadsOfList(ctx, tx, list.id)
    const refused = await refusedOf(ctx, tx, list.id)
    const differs = await countDiffers(tx, list)
    const previous =
      list.replacesId === null
        ? null
        : await latestRequest(tx, { kind: LIST_APPROVAL, subjectId: list.replacesId })
    return requestApproval(ctx, tx, {
      kind: LIST_APPROVAL,
      subjectId: list.id,
      // Leads and the meeting's other numbers stop nobody; whoever approves sees them.
      title: `名单 ${list.fileName}（${list.rowCount} 人${refused.length > 0 ? `，不予认定 ${refused.length} 人` : ''}${openLeads(leads)}${differs ? `；${countDiffersText(differs)}` : ''}）`,
      digest: await listDigest(tx, list.id),
      officeId: list.authorityId,
      steps: reviewSteps(list),
      ...(previous && { previousId: previous.id }),
      snapshot: [...snapshotOf(rows), ...refused],
      subjects: [...rows, ...refused].flatMap(({ personId }) => personId ?? []),
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
