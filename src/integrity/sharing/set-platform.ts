import { desc, eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Handle } from '../../platform/database.ts'
import { base64url, fromBase64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { checkedWords } from '../records/checked.ts'
import { badRecord, changedMeanwhile } from '../records/refusals.ts'
import { creditPlatforms, sealedCreditPlatforms } from './schema.ts'

export type Platform = typeof creditPlatforms.$inferSelect

/** The platform an office shares with, as it was set last; null: none was. */
export async function platformOf(handle: Handle, officeId: string): Promise<Platform | null> {
  const [row] = await handle
    .select()
    .from(creditPlatforms)
    .where(eq(creditPlatforms.officeId, officeId))
    .orderBy(desc(creditPlatforms.position))
    .limit(1)
  return row ?? null
}

/**
 * Says to which platform an office hands its records over, by what rule, and by which key it answers; or that it no longer
 * does. Public, and on the ledger. Refuses `integrity/bad-record`, `/changed-meanwhile`, `identity/not-allowed`.
 */
export async function setPlatform(
  ctx: Context,
  input: {
    readonly officeId: string
    readonly name: string
    /** Ed25519, 32 bytes base64url. */
    readonly publicKey: string
    /** Document and clause. */
    readonly basis: string
    readonly isOpen: boolean
  },
): Promise<void> {
  const name = checkedWords('平台名称', input.name, 2, 100)
  const basis = checkedWords('共享的依据', input.basis, 4, 200)
  const publicKey = checkedKey(input.publicKey)
  await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.publish', input.officeId)
    const { creditCode } = await authorityById(tx, input.officeId)
    const before = await platformOf(tx, input.officeId)
    const record = entryRecord(ctx.random(16))
    const row = {
      id: base64url(ctx.random(16)),
      officeId: input.officeId,
      position: (before?.position ?? 0) + 1,
      name,
      publicKey,
      basis,
      isOpen: input.isOpen,
      setOn: ctx.today(),
      setBy: ctx.actor.name,
    }
    const { rows, sealRoot } = sealRows(sealedCreditPlatforms, record, [row], ctx.random(32))
    try {
      await tx.insert(creditPlatforms).values([...rows])
    } catch (error) {
      if (uniqueViolation(error) === 'credit_platforms_position') throw changedMeanwhile()
      throw error
    }
    const facts = { open: input.isOpen, basis, platform: name }
    await recordAct(ctx, tx, { act: 'integrity.publish', officeId: input.officeId, facts })
    await appendEntries(tx, [
      {
        type: 'integrity.sharing-set',
        record,
        day: ctx.today(),
        seals: { credit_platforms: sealRoot },
        facts: { ...facts, office: creditCode },
      },
    ])
  })
}

function checkedKey(typed: string): string {
  const text = typed.trim()
  try {
    if (fromBase64url(text).length === 32) return text
  } catch {
    // Said below.
  }
  throw badRecord('平台的公钥', '应为 Ed25519 公钥，32 字节，base64url')
}
