import { requestApproval } from '../../approvals/request-approval.ts'
import { authorise } from '../../identity/authorise.ts'
import { NONCE_LENGTH, protectText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { findDocument } from '../../results/document/find-document.ts'
import { documentNotFound } from '../../results/document/refusals.ts'
import { base64url, fromHex } from '../../signing/bytes.ts'
import { lifeActName } from '../life-cycle.ts'
import { checkedDecision } from './decision.ts'
import { followersOf, followingDigest, type Follower } from './followers.ts'
import { keepPlan } from './keep-plan.ts'
import { memberName, memberText } from './member-name.ts'
import { CHANGE_KIND, groundPlace, stepsFor, type Proposed } from './propose-change.ts'

/**
 * Proposes that every certificate in force of a document that was corrected is corrected with it: a new version that
 * names the corrected document and says what it says. One act for all of them, approved like any change of many.
 * Refuses what `followersOf` refuses, `results/document-not-found`, `certificates/bad-decision`, `identity/not-allowed`.
 */
export async function proposeFollowing(
  ctx: Context,
  input: { readonly document: string; readonly ground: string },
): Promise<Proposed> {
  return ctx.database.transaction(async (tx) => {
    const document = await findDocument(tx, input.document)
    const { authorityId } = document
    await authorise(ctx, tx, 'certificates.change', authorityId, documentNotFound(input.document))
    const stated = { document: document.number, decidedOn: document.issuedOn, ground: input.ground }
    const decision = checkedDecision(stated, ctx.today())
    const followers = await followersOf(ctx, tx, document)
    const digest = followingDigest(document.id, decision, followers)

    // The ground waits under the key of the first person it is about.
    const id = base64url(ctx.random(16))
    const { holder, row } = followers[0]!.found
    const plan = {
      id,
      authorityId,
      scope: { kind: 'corrected' as const, documentId: document.id, document: document.number },
      act: 'correct' as const,
      document: decision.document,
      decidedOn: decision.decidedOn,
      groundPersonId: row.personId,
      ground: protectText(holder, groundPlace(id), decision.ground, ctx.random(NONCE_LENGTH)),
      certificates: followers.length,
      digest: fromHex(digest),
      preparedBy: ctx.actor.name,
      preparedOn: ctx.today(),
    }
    const requestId = await requestApproval(ctx, tx, {
      kind: CHANGE_KIND,
      subjectId: id,
      digest,
      officeId: authorityId,
      steps: stepsFor(authorityId, followers.length),
      title: `${lifeActName('correct')} ${followers.length} 份证书（随 ${decision.document} 更正）`,
      subjects: followers.map(({ found }) => found.row.personId),
      sealMore: (record) => keepPlan(ctx, tx, record, plan),
      snapshot: followers.map((each) => ({
        key: each.found.row.number,
        personId: each.found.row.personId,
        label: each.found.row.number,
        fields: { 办理: lifeActName('correct'), ...fieldsOf(each, decision.document), 理由: decision.ground },
      })),
    })
    return { planId: id, requestId, digest, certificates: followers.length }
  })
}

/** What approvers read: each member as it is and as it would be. */
function fieldsOf({ before, title, changed }: Follower, document: string): Readonly<Record<string, string>> {
  const { series, specialty, title: words, level, route, obtainedOn, committee, scope } = title.record
  const after = { ...before, series, specialty, title: words, level, route, obtainedOn, committee, scope }
  const named = { ...after, name: title.holder.name }
  return Object.fromEntries(
    changed.flatMap((member) => [
      [`${memberName(member)}（原）`, member === 'document' ? before.document : memberText(before, member)],
      [`${memberName(member)}（新）`, member === 'document' ? document : memberText(named, member)],
    ]),
  )
}
