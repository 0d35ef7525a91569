import { desc, eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Handle } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { checkedWords } from '../records/checked.ts'
import { changedMeanwhile } from '../records/refusals.ts'
import { publicListRules, sealedPublicListRules } from './schema.ts'

export type PublicListRule = typeof publicListRules.$inferSelect

/** How an office's list was set last; null: never, so there is none. */
export async function publicListRule(handle: Handle, officeId: string): Promise<PublicListRule | null> {
  const [row] = await handle
    .select()
    .from(publicListRules)
    .where(eq(publicListRules.officeId, officeId))
    .orderBy(desc(publicListRules.position))
    .limit(1)
  return row ?? null
}

/**
 * Opens or closes an office's public list. Nobody's record is public unless a law says so, which is named here, on the list
 * and on the ledger; until then there is no list (PIPL art. 25). Refuses `integrity/bad-record`, `/changed-meanwhile`,
 * `identity/not-allowed`.
 */
export async function setPublicList(
  ctx: Context,
  input: {
    readonly officeId: string
    readonly isOpen: boolean
    /** The law or regulation, 4 to 100 characters, and its clause. */
    readonly basis: string
    readonly clause: string
  },
): Promise<void> {
  const basis = checkedWords('公开的法律依据', input.basis, 4, 100)
  const clause = checkedWords('条款', input.clause, 1, 50)
  await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.publish', input.officeId)
    const { creditCode } = await authorityById(tx, input.officeId)
    const before = await publicListRule(tx, input.officeId)
    const record = entryRecord(ctx.random(16))
    const row = {
      id: base64url(ctx.random(16)),
      officeId: input.officeId,
      position: (before?.position ?? 0) + 1,
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
