import { approve } from '../approvals/approve.ts'
import { findRequest } from '../approvals/find-request.ts'
import type { Context } from '../platform/context.ts'
import { confirmList } from '../results/confirm-list.ts'
import { importList } from '../results/import-list.ts'
import { submitList } from '../results/submit-list.ts'
import type { DemoAccount } from './accounts.ts'

interface Walked {
  readonly bytes: Uint8Array
  readonly fileName: string
  /** Credit codes of who confirms and who brings it. */
  readonly authority: string
  readonly office: string
  readonly documentNumber: string
}

/** From a committee's spreadsheet to the qualification document, each act by whose desk it is. */
export async function walkDesks(
  ctx: Context,
  accounts: ReadonlyMap<string, DemoAccount>,
  { documentNumber, ...list }: Walked,
): Promise<{ rows: number; reviewers: number }> {
  const at = (login: string): Context => ({ ...ctx, actor: accounts.get(login)!.actor })
  const { listId, rows } = await importList(at('secretary'), list)
  const requestId = await submitList(at('secretary'), { listId })
  const { digest } = (await findRequest(ctx.database.read, requestId))!
  const reviewers = ['reviewer1', 'reviewer2']
  for (const reviewer of reviewers) await approve(at(reviewer), { requestId, digest })
  await confirmList(at('issuer'), { listId, documentNumber, issuedOn: '2023-12-20' })
  return { rows, reviewers: reviewers.length }
}
