import { createHash } from 'node:crypto'
import { requestApproval } from '../../approvals/request-approval.ts'
import { authorise } from '../../identity/authorise.ts'
import { NONCE_LENGTH, protect, protectText, reveal, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64, base64url, fromBase64, fromHex, fromUtf8, hex, utf8 } from '../../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../../signing/canonical-json.ts'
import type { ChangePlan } from './find-plan.ts'
import { judgeCorrection, type Corrections } from './correct.ts'
import { checkedDecision, type Decision } from './decision.ts'
import { findByNumber, type FoundCertificate } from '../reading/find.ts'
import { keepPlan } from './keep-plan.ts'
import { lifeActName } from '../life-cycle.ts'
import { memberName, memberText } from './member-name.ts'
import { CHANGE_KIND, groundPlace, type Proposed } from './propose-change.ts'
import { certificateNotFound } from '../refusals.ts'
import { judgeRenewal, type Renewal } from './reissue.ts'

/** A new version of one certificate: other words, or the same words anew. */
export type Replacement =
  | { readonly act: 'correct'; readonly corrections: Corrections }
  | { readonly act: 'reissue'; readonly renewal: Renewal }

/**
 * Proposes a correction or reissue for one other person of the issuing office to approve; what approvers see is what
 * will be signed. Refuses what `correctCertificate` and `reissueCertificate` refuse, and `identity/not-allowed`.
 */
export async function proposeReplacement(
  ctx: Context,
  input: Replacement & Decision & { readonly number: string },
): Promise<Proposed> {
  const decision = checkedDecision(input, ctx.today())
  return ctx.database.transaction(async (tx) => {
    const found = await findByNumber(ctx, tx, input.number)
    if (!found) throw certificateNotFound(input.number)
    const { authorityId, personId, number } = found.row
    await authorise(ctx, tx, 'certificates.change', authorityId, certificateNotFound(input.number))
    const fields = await judge(ctx, tx, found, input)
    const digest = replacementDigest(found, decision, input)

    const id = base64url(ctx.random(16))
    const plan = {
      id,
      authorityId,
      scope: { kind: 'certificate' as const, number },
      act: input.act,
      document: decision.document,
      decidedOn: decision.decidedOn,
      groundPersonId: personId,
      ground: protectText(found.holder, groundPlace(id), decision.ground, ctx.random(NONCE_LENGTH)),
      detail: protect(found.holder, detailPlace(id), pack(input), ctx.random(NONCE_LENGTH)),
      certificates: 1,
      digest: fromHex(digest),
      preparedBy: ctx.actor.name,
      preparedOn: ctx.today(),
    }
    const requestId = await requestApproval(ctx, tx, {
      kind: CHANGE_KIND,
      subjectId: id,
      digest,
      officeId: authorityId,
      steps: [{ role: 'sealer', officeId: authorityId, people: 1 }],
      title: `${lifeActName(input.act)} ${number}（${decision.document}）`,
      subjects: [personId],
      sealMore: (record) => keepPlan(ctx, tx, record, plan),
      snapshot: [
        {
          key: number,
          personId,
          label: number,
          fields: {
            办理: lifeActName(input.act),
            ...fields,
            决定文号: `${decision.document}（${decision.decidedOn}）`,
            理由: decision.ground,
          },
        },
      ],
    })
    return { planId: id, requestId, digest, certificates: 1 }
  })
}

/** What approvers read: each member as it is and as it would be. */
async function judge(
  ctx: Context,
  handle: Handle,
  found: FoundCertificate,
  input: Replacement,
): Promise<Readonly<Record<string, string>>> {
  if (input.act === 'reissue') {
    const { photo, changed } = await judgeRenewal(ctx, handle, found, input.renewal)
    return {
      ...(photo ? { 照片: `新照片，SHA-256 ${sha256(photo)}` } : {}),
      ...(changed.includes('idNumber') ? { 证件号码: '15 位换 18 位，已与登记核对一致' } : {}),
      ...(changed.includes('key') ? { 签名密钥: '原密钥已失密，以现用密钥重新签发' } : {}),
    }
  }
  const { before, after, changed } = await judgeCorrection(ctx, handle, found, input.corrections)
  return Object.fromEntries(
    changed.flatMap((member) => [
      [`${memberName(member)}（原）`, memberText(before, member)],
      [`${memberName(member)}（新）`, memberText(after, member)],
    ]),
  )
}

/** Over the certificate, how often it changed, and all that is proposed. 64 hex digits. */
export const replacementDigest = (
  { row, changes }: FoundCertificate,
  decision: Decision,
  input: Replacement,
): string =>
  sha256(
    utf8(
      canonicalJson({
        id: row.id,
        changes,
        ...decision,
        detail: fromUtf8(pack(input)),
      }),
    ),
  )

const sha256 = (bytes: Uint8Array): string => hex(new Uint8Array(createHash('sha256').update(bytes).digest()))

const detailPlace = (planId: string) => ({ column: 'change_plans.detail', row: planId }) as const

function pack(input: Replacement): Uint8Array {
  if (input.act === 'correct') return utf8(canonicalJson({ corrections: defined(input.corrections) }))
  const { photo, idNumber } = input.renewal
  return utf8(canonicalJson(defined({ photo: photo && base64(photo), idNumber })))
}

const defined = (of: object): JsonValue =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined))

/** What a plan proposed, opened for the act. */
export function replacementIn(plan: ChangePlan, holder: PersonKey): Replacement {
  const detail = JSON.parse(
    fromUtf8(reveal(holder, detailPlace(plan.id), plan.detail ?? new Uint8Array())),
  ) as {
    corrections?: Corrections
    photo?: string
    idNumber?: string
  }
  if (plan.act === 'correct') return { act: 'correct', corrections: detail.corrections ?? {} }
  return {
    act: 'reissue',
    renewal: {
      ...(detail.photo === undefined ? {} : { photo: fromBase64(detail.photo) }),
      ...(detail.idNumber === undefined ? {} : { idNumber: detail.idNumber }),
    },
  }
}
