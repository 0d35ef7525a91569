import { createHash } from 'node:crypto'
import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { requestApproval } from '../../approvals/request-approval.ts'
import { progressOf } from '../../approvals/step.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { utf8 } from '../../signing/bytes.ts'
import { canonicalJson } from '../../signing/canonical-json.ts'
import { checkedWords } from '../records/checked.ts'
import { publicListRule } from './public-list-rule.ts'

/** The approvals' word for opening a public list. */
export const LIST_OPENING = 'integrity.public-list'

/** The law that makes an office's list public: 4 to 100 characters, and its clause. */
export interface PublicBasis {
  readonly officeId: string
  readonly basis: string
  readonly clause: string
}

/** Refuses `integrity/bad-record`. */
export const checkedBasis = <T extends PublicBasis>(input: T): T => ({
  ...input,
  basis: checkedWords('公开的法律依据', input.basis, 4, 100).replaceAll(/\s+/g, ' '),
  clause: checkedWords('条款', input.clause, 1, 50).replaceAll(/\s+/g, ''),
})

/** What is agreed to: this law, this clause, and this once. 64 hex digits. */
export const openingDigest = ({ officeId, basis, clause }: PublicBasis, position: number): string =>
  createHash('sha256')
    .update(utf8(canonicalJson({ officeId, position, basis, clause })))
    .digest('hex')

const TITLE = '向社会公开诚信记录：'

/**
 * Asks a reviewer of the office to agree that its list is opened by this law. Refuses `integrity/bad-record`,
 * `approvals/prepared-elsewhere`, `identity/not-allowed`.
 */
export async function proposePublicList(ctx: Context, input: PublicBasis): Promise<{ requestId: string }> {
  const { officeId, basis, clause } = checkedBasis(input)
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.publish', officeId)
    const { creditCode, name } = await authorityById(tx, officeId)
    const position = ((await publicListRule(tx, officeId))?.position ?? 0) + 1
    const requestId = await requestApproval(ctx, tx, {
      kind: LIST_OPENING,
      subjectId: creditCode,
      digest: openingDigest({ officeId, basis, clause }, position),
      officeId,
      steps: [{ role: 'reviewer', officeId, people: 1 }],
      title: `${TITLE}${basis} ${clause}`,
      snapshot: [
        {
          key: 'list',
          label: name,
          fields: { 法律法规: basis, 条款: clause, 公开的内容: '记录期内的姓名、行为、决定和期限' },
        },
      ],
    })
    return { requestId }
  })
}

/** An opening that was asked for and not carried out. */
export interface ProposedOpening extends PublicBasis {
  readonly requestId: string
  readonly isAgreed: boolean
}

/** Null: none since the list was last set, or it was returned. */
export async function proposedOpening(handle: Handle, officeId: string): Promise<ProposedOpening | null> {
  const { creditCode } = await authorityById(handle, officeId)
  const request = await latestRequest(handle, { kind: LIST_OPENING, subjectId: creditCode })
  const said = request?.title?.slice(TITLE.length)
  const at = said?.lastIndexOf(' ') ?? -1
  if (!request || !said || at < 0) return null
  const proposed = { officeId, basis: said.slice(0, at), clause: said.slice(at + 1) }
  const position = ((await publicListRule(handle, officeId))?.position ?? 0) + 1
  if (request.digest !== openingDigest(proposed, position)) return null
  const decisions = await decisionsOn(handle, request.id)
  if (decisions.some(({ decision }) => decision === 'returned')) return null
  const isAgreed = progressOf(request.steps, decisions).missing === 0
  return { ...proposed, requestId: request.id, isAgreed }
}
