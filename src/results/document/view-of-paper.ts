import { latestRequest } from '../../approvals/find-request.ts'
import type { Act } from '../../identity/act.ts'
import { reachOf } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { sourceOf, type Source } from '../../cycles/source.ts'
import type { Context } from '../../platform/context.ts'
import type { Answer } from '../../policy/policy-of.ts'
import { questionOf, wordsOf } from '../../policy/rule-book.ts'
import type { RuleName, Rules } from '../../policy/rule.ts'
import { findList, type FoundList } from '../lists/find-list.ts'
import { approvalStanding } from '../lists/standing.ts'
import { LIST_APPROVAL } from '../lists/submit-list.ts'
import { heldRows } from '../objections/held-rows.ts'
import { paperOfList, type PaperOfList } from './paper-of-list.ts'
import { placeOfConfirmation } from './require-ready.ts'

/** A rule as its page says it: in words with its quote, or what must be asked. */
export interface SaidRule {
  readonly words: string | null
  readonly question: string
  readonly source: Source | null
}

/** What the page of a list's confirmations and documents shows, and what the viewer may do there. */
export interface PaperView {
  readonly list: FoundList
  readonly paper: PaperOfList
  readonly held: number
  /** Null: reviewed elsewhere. */
  readonly rules: Readonly<
    Record<'steps' | 'documentIssuer' | 'resultConfirmer' | 'obtainedOn', SaidRule>
  > | null
  readonly confirmation: 'before' | 'after' | null
  readonly isReviewed: boolean
  /** Offices whose seal the viewer may set. */
  readonly sealing: readonly { readonly id: string; readonly name: string }[]
  readonly officeNames: ReadonlyMap<string, string>
  readonly may: { readonly issue: boolean; readonly register: boolean; readonly certify: boolean }
}

/** Refuses `results/list-not-found`. */
export async function viewOfPaper(ctx: Context, listId: string): Promise<PaperView> {
  const { read } = ctx.database
  const list = await findList(ctx, read, listId)
  const cycle = list.cycleId === null ? null : await cycleById(read, list.cycleId)
  const policy = cycle === null ? null : await policyOfCycle(read, cycle)
  const can = async (act: Act) => (await reachOf(ctx, act))(list.authorityId)
  const seals = await reachOf(ctx, 'lists.confirm')
  const offices = await listAuthorities(read)
  const request = await latestRequest(read, { kind: LIST_APPROVAL, subjectId: listId })
  const standing = request && (await approvalStanding(read, request))
  const isOpen = list.stage === 'approved' && list.replacedBy === null
  const paper = await paperOfList(read, listId)
  const named = paper.documents.reduce((sum, { people, replacesId }) => sum + (replacesId ? 0 : people), 0)
  const confirmed = paper.confirmations.reduce((sum, { rowCount }) => sum + rowCount, 0)
  const mayIssue = isOpen && (await can('documents.issue'))
  return {
    list,
    paper,
    held: cycle === null ? 0 : (await heldRows(read, listId)).size,
    rules:
      policy === null
        ? null
        : {
            steps: said('steps', policy.steps),
            documentIssuer: said('documentIssuer', policy.documentIssuer),
            resultConfirmer: said('resultConfirmer', policy.resultConfirmer),
            obtainedOn: said('obtainedOn', policy.obtainedOn),
          },
    confirmation: policy === null || cycle === null ? null : placeOfConfirmation(policy, cycle),
    isReviewed: standing?.kind === 'approved',
    sealing:
      isOpen && cycle !== null && confirmed < list.rows
        ? offices.filter(({ id, numberPrefix }) => seals(id) && numberPrefix !== null)
        : [],
    officeNames: new Map(offices.map(({ id, name }) => [id, name])),
    may: {
      issue: mayIssue && cycle !== null && (named < list.rows || paper.documents.length > 0),
      register: mayIssue,
      certify: await can('certificates.issue'),
    },
  }
}

function said<R extends RuleName>(name: R, answer: Answer<Rules[R]>): SaidRule {
  return {
    words: answer.kind === 'unspecified' ? null : wordsOf(name, answer.value).zh,
    question: questionOf(name).zh,
    source: sourceOf(answer),
  }
}
