import { and, eq } from 'drizzle-orm'
import { requireApproved } from '../../approvals/require-approved.ts'
import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { openBatch, waitingRows } from '../../ledger/day-batch.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Handle } from '../../platform/database.ts'
import { base64url, hex } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { misconductTerms, sealedMisconductTerms } from '../schema.ts'
import type { VersionRow } from './content.ts'
import { termInForce, versionsOf, type TermInForce } from './find-record.ts'
import { alreadyApplied, changedMeanwhile, recordNotFound } from './refusals.ts'
import { RECORD_APPROVAL } from './submit-record.ts'
import { termOf } from './term.ts'

export interface InForce {
  /** Both null: cleared. */
  readonly startsOn: Day | null
  /** Inclusive. */
  readonly endsOn: Day | null
}

/**
 * Puts the newest version into force, once two have approved exactly it: from this commit on the bar stands, is another
 * one, or never was. An edit since then voids what was approved. Refuses `integrity/record-not-found`, `/already-applied`,
 * `/changed-meanwhile`, `identity/not-allowed`, `approvals/…`.
 */
export async function putInForce(ctx: Context, recordId: string): Promise<InForce> {
  return ctx.database.transaction(async (tx) => {
    const [version] = await versionsOf(tx, recordId)
    await authorise(ctx, tx, 'integrity.enter', version.officeId, recordNotFound(recordId))
    await requireApproved(ctx, tx, {
      kind: RECORD_APPROVAL,
      subjectId: recordId,
      digest: hex(version.digest),
    })
    const before = await termInForce(tx, recordId)
    if (before?.versionId === version.id) throw alreadyApplied()
    const term = await termSetBy(ctx, tx, version, before)
    const batch = await openBatch(ctx, tx)
    const { rows } = sealRows(
      sealedMisconductTerms,
      batch,
      [
        {
          id: base64url(ctx.random(16)),
          recordId,
          position: (before?.position ?? 0) + 1,
          versionId: version.id,
          personId: version.personId,
          officeId: version.subjectOfficeId,
          ...term,
          appliedOn: ctx.today(),
          appliedBy: ctx.actor.name,
          digest: version.digest,
        },
      ],
      ctx.random(32),
    )
    try {
      await tx.insert(misconductTerms).values([...rows])
    } catch (error) {
      const broken = uniqueViolation(error)
      if (broken === 'misconduct_terms_version') throw alreadyApplied()
      if (broken === 'misconduct_terms_position') throw changedMeanwhile()
      throw error
    }
    await recordAct(ctx, tx, {
      act: 'integrity.enter',
      officeId: version.officeId,
      about: recordId,
      ...(version.personId !== null && { subjects: [version.personId] }),
      facts: {
        version: version.version,
        what: version.act,
        ...promised(batch, waitingRows(sealedMisconductTerms, rows)),
      },
    })
    return term
  })
}

async function termSetBy(
  ctx: Context,
  handle: Handle,
  version: VersionRow,
  before: TermInForce | null,
): Promise<InForce> {
  switch (version.act) {
    case 'clear':
      return { startsOn: null, endsOn: null }
    case 'end-early':
      return { startsOn: before?.startsOn ?? null, endsOn: version.endsOn }
    case 'record':
      // A correction runs from where the record first did, whenever it is put into force.
      return termOf(version.rule, {
        ...version,
        enteredOn: (await firstInForce(handle, version)) ?? ctx.today(),
      })
  }
}

/** The day the record was first put into force: 记入档案库之日. */
async function firstInForce(handle: Handle, { recordId }: VersionRow): Promise<Day | null> {
  const [first] = await handle
    .select({ appliedOn: misconductTerms.appliedOn })
    .from(misconductTerms)
    .where(and(eq(misconductTerms.recordId, recordId), eq(misconductTerms.position, 1)))
  return first?.appliedOn ?? null
}
