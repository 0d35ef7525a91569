import { textFault } from '../people/name.ts'
import type { Context } from '../platform/context.ts'
import { decide, type Decided } from './decide.ts'
import { badComment } from './refusals.ts'

/** Longest comment, in characters as people count them. */
export const COMMENT_LIMIT = 500

/**
 * Sends a request back with the reasons, which ends that version. Same refusals as `approve`, and
 * `approvals/bad-comment`.
 */
export async function returnRequest(
  ctx: Context,
  input: { readonly requestId: string; readonly digest: string; readonly comment: string },
): Promise<Decided> {
  const comment = input.comment.trim().replaceAll('\r\n', '\n')
  const fault = commentFault(comment)
  if (fault !== null) throw badComment(fault)
  return decide(ctx, { ...input, decision: 'returned', comment })
}

/** Lines are welcome; everything else a text must not hold is not. */
function commentFault(comment: string): string | null {
  if (comment === '') return '没有写明退回的理由'
  if (Array.from(comment).length > COMMENT_LIMIT) return `超过 ${COMMENT_LIMIT} 个字`
  return textFault(comment.replaceAll('\n', ' ')) === null ? null : '含有不能保存的字符，或以 = + - @ 开头'
}
