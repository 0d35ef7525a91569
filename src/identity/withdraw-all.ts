import { eq } from 'drizzle-orm'
import { entryRecord, type EntryDraft } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import { lastDecision } from './decide-role.ts'
import { authorityById } from './find-authority.ts'
import { currentRoleGrants, roleGrants, sealedRoleGrants } from './schema.ts'

/**
 * Step: takes back every role somebody holds, wherever; each withdrawal is recorded at its office. Answers the entries,
 * which the caller appends last. The caller has asked who may, and holds the grantee's grants.
 */
export async function withdrawAll(
  ctx: Context,
  tx: Transaction,
  { accountId, personId }: { readonly accountId: string; readonly personId: string },
): Promise<readonly EntryDraft[]> {
  const held = await tx
    .select({ role: currentRoleGrants.role, officeId: currentRoleGrants.authorityId })
    .from(currentRoleGrants)
    .where(eq(currentRoleGrants.grantee, accountId))
    .orderBy(currentRoleGrants.role, currentRoleGrants.authorityId)
  const entries: EntryDraft[] = []
  for (const { role, officeId } of held) {
    const record = entryRecord(ctx.random(16))
    const last = await lastDecision(tx, { grantee: accountId, role, officeId })
    const row = {
      id: base64url(ctx.random(16)),
      grantee: accountId,
      role,
      authorityId: officeId,
      position: (last?.position ?? 0) + 1,
      state: 'withdrawn' as const,
      decidedOn: ctx.today(),
      decidedBy: ctx.actor.name,
    }
    const { rows, sealRoot } = sealRows(sealedRoleGrants, record, [row], ctx.random(32))
    await tx.insert(roleGrants).values([...rows])
    await recordAct(ctx, tx, {
      act: 'accounts.manage',
      officeId,
      about: accountId,
      subjects: [personId],
      facts: { role, state: 'withdrawn' },
    })
    entries.push({
      type: 'role.withdrawn',
      record,
      day: ctx.today(),
      seals: { role_grants: sealRoot },
      facts: { role, authority: (await authorityById(tx, officeId)).creditCode },
    })
  }
  return entries
}
