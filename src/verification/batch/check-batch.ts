import { printedOrigins } from '../../certificates/publishing/printed-origins.ts'
import { isMiss, type VerificationAnswer } from '../verification-answer.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityByCreditCode } from '../../identity/find-authority.ts'
import type { Authority } from '../../identity/authority.ts'
import type { Context } from '../../platform/context.ts'
import { base64url } from '../../signing/bytes.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { recordAct } from '../../trail/record-act.ts'
import { batchNeedsPurpose } from '../refusals.ts'
import { answerBatch } from './answer-batch.ts'
import type { BatchRow } from './batch-row.ts'
import { findBatch, personOf } from './find-batch.ts'
import { signReceipt, type SignedReceipt } from './sign-receipt.ts'
import { readBatch } from './read-batch.ts'
import { countMisses, refuseGuessing } from './refuse-guessing.ts'

export interface CheckedRow {
  readonly asked: BatchRow
  readonly answer: VerificationAnswer
}

/** What a list of certificates is worth at this moment. The list itself is kept nowhere. */
export interface CheckedBatch {
  readonly office: Authority
  /** ISO instant with +08:00. */
  readonly checkedAt: string
  readonly rows: readonly CheckedRow[]
  /** Rows that could not be read, cell by cell; they were not checked. */
  readonly defects: readonly Defect[]
  /** For the personnel file; null when no row could be checked. */
  readonly receipt: SignedReceipt | null
}

/**
 * Checks up to 10,000 certificates for an office (credit code). It tells of persons, so it takes a purpose, is recorded
 * with whom it was about, and counts what led nowhere. Refuses `verification/purpose-needed`, `…/looks-like-guessing`,
 * `…/too-many-misses`, and as `readBatch` does; a refusal has told nothing of any row.
 */
export async function checkBatch(
  ctx: Context,
  input: { readonly office: string; readonly bytes: Uint8Array },
): Promise<CheckedBatch> {
  const { read } = ctx.database
  if (ctx.actor.purpose === null) throw batchNeedsPurpose()
  const office = await authorityByCreditCode(read, input.office)
  await authorise(ctx, read, 'verification.batch', office.id)

  // 1. The list, by itself.
  const origins = new Set([ctx.config.publicOrigin, ...(await printedOrigins(read))])
  const { rows, defects } = await readBatch(input.bytes, { today: ctx.today(), origins })
  refuseGuessing(rows)

  // 2. What there is of it; who counts through numbers gets none of it.
  const found = await findBatch(ctx, rows)
  const answers = await answerBatch(ctx, rows, found)
  const checked = rows.map((asked, i) => ({ asked, answer: answers[i] as VerificationAnswer }))
  const missed = checked.filter(({ answer }) => isMiss(answer)).map(({ asked }) => asked)
  await countMisses(ctx, office.id, missed)

  // 3. Told only once it is recorded: no record, no answer.
  const receipt = rows.length === 0 ? null : await signReceipt(ctx, office, checked)
  await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'verification.batch', office.id)
    await recordAct(ctx, tx, {
      act: 'verification.batch',
      officeId: office.id,
      about: receipt?.id ?? base64url(ctx.random(16)),
      subjects: [...new Set(found.flatMap((each) => personOf(each) ?? []))],
      facts: { rows: rows.length, missed: missed.length, unreadable: defects.length },
    })
  })
  return { office, checkedAt: receipt?.checkedAt ?? '', rows: checked, defects, receipt }
}
