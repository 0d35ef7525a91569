import { requireApproved } from '../../approvals/require-approved.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { changedMeanwhile } from '../records/refusals.ts'
import { checkedBasis, LIST_OPENING, openingDigest, type PublicBasis } from './propose-public-list.ts'
import { publicListRule } from './public-list-rule.ts'
import { publicListRules, sealedPublicListRules } from './schema.ts'

/**
 * Opens an office's public list, once a reviewer has agreed to exactly this law, or closes it at once. Nobody's record is
 * public unless a law says so, which is named here, on the list and on the ledger; until then there is no list (PIPL art.
 * 25). Refuses `integrity/bad-record`, `/changed-meanwhile`, `identity/not-allowed`, to open it `approvals/…`.
 */
export async function setPublicList(
  ctx: Context,
  input: PublicBasis & { readonly isOpen: boolean },
): Promise<void> {
  const { basis, clause } = checkedBasis(input)
  await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.publish', input.officeId)
    const { creditCode } = await authorityById(tx, input.officeId)
    const before = await publicListRule(tx, input.officeId)
    const position = (before?.position ?? 0) + 1
    if (input.isOpen)
      await requireApproved(ctx, tx, {
        kind: LIST_OPENING,
        subjectId: creditCode,
        digest: openingDigest({ officeId: input.officeId, basis, clause }, position),
      })
    const record = entryRecord(ctx.random(16))
    const row = {
      id: base64url(ctx.random(16)),
      officeId: input.officeId,
      position,
      isOpen: input.isOpen,
      basis,
      clause,
      setOn: ctx.today(),
      setBy: ctx.actor.name,
    }
    const { rows, sealRoot } = sealRows(sealedPublicListRules, record, [row], ctx.random(32))
    try {
      await tx.insert(publicListRules).values([...rows])
    } catch (error) {
      if (uniqueViolation(error) === 'public_list_rules_position') throw changedMeanwhile()
      throw error
    }
    const facts = { open: input.isOpen, basis, clause }
    await recordAct(ctx, tx, { act: 'integrity.publish', officeId: input.officeId, facts })
    await appendEntries(tx, [
      {
        type: 'integrity.listing-set',
        record,
        day: ctx.today(),
        seals: { public_list_rules: sealRoot },
        facts: { ...facts, office: creditCode },
      },
    ])
  })
}
