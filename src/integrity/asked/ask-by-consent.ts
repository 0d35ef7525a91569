import { eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { steadyNow } from '../../identity/sign-in/steady-now.ts'
import { openBatch } from '../../ledger/day-batch.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import { matchingName } from '../../people/name.ts'
import { revealText } from '../../people/protect.ts'
import type { Day } from '../../calendar/day.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { codeDigest } from '../own/code.ts'
import { ownName } from '../own/own-name.ts'
import { answerInquiries } from './answer-inquiries.ts'
import { consentState, purposePlace } from './consent.ts'
import type { Finding } from './inquiry.ts'
import { limitInquiries } from './limit-inquiries.ts'
import { noConsent } from './refusals.ts'
import { integrityConsents } from './schema.ts'

export interface InquiryByConsent {
  /** Who asks. */
  readonly officeId: string
  /** As the person handed it over, and as they are called: a slip of the hand asks about nobody. */
  readonly token: string
  readonly name: string
}

/** What an office is told; of the same length for everybody. */
export interface Answered {
  readonly finding: Finding
  readonly asOf: Day
  /** What the person let it be asked for, and nothing else. */
  readonly purpose: string
}

/**
 * Asks once about whoever gave this office their word. Refuses `integrity/no-consent` for whatever is wrong with it,
 * `integrity/too-many-inquiries`, `identity/not-allowed`.
 */
export async function askByConsent(ctx: Context, input: InquiryByConsent): Promise<Answered> {
  await limitInquiries(ctx, 1)
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.ask', input.officeId)
    const [consent] = await tx
      .select()
      .from(integrityConsents)
      .where(eq(integrityConsents.digest, codeDigest(ctx, 'consent', input.token)))
      .for('update')
    if (!consent || consent.officeId !== input.officeId) throw noConsent()
    if (consentState(consent, await steadyNow(ctx, tx)) !== 'open') throw noConsent()
    const { personId } = consent
    const key = (await remainingKeys(ctx, tx, [personId])).get(personId)
    if (!key) throw noConsent()
    if (matchingName(await ownName(ctx, tx, personId)) !== matchingName(input.name)) throw noConsent()
    const purpose = revealText(key, purposePlace(consent.id), consent.purpose)

    await tx.update(integrityConsents).set({ usedAt: ctx.now() }).where(eq(integrityConsents.id, consent.id))
    const batch = await openBatch(ctx, tx)
    const { findings, waits } = await answerInquiries(ctx, tx, batch, {
      officeId: input.officeId,
      by: 'consent',
      purpose,
      subjects: [{ personId, about: consent.id }],
    })
    await recordAct(ctx, tx, {
      act: 'integrity.ask',
      officeId: input.officeId,
      subjects: [personId],
      about: consent.id,
      facts: promised(batch, waits),
    })
    return { finding: findings[0] as Finding, asOf: ctx.today(), purpose }
  })
}
