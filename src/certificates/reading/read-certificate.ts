import { asc, eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import type { CertificateRecord } from '../../credentials/record.ts'
import { signedRecord } from './signed-record.ts'
import { findByNumber } from './find.ts'
import type { CertificateState } from '../life-cycle.ts'
import { replacedBy } from './lives.ts'
import { certificateNotFound, purposeNeeded } from '../refusals.ts'
import { certificates, statusChanges } from '../schema.ts'

/** A certificate as its own office sees it: all it says, and why it changed. */
export interface CertificateHistory {
  readonly record: CertificateRecord
  readonly authorityId: string
  readonly code: string
  readonly version: number
  readonly state: CertificateState
  /** Numbers of the versions before and after. */
  readonly replaces: string | null
  readonly replacedBy: string | null
  readonly ledgerIndex: number
  readonly changes: readonly {
    readonly act: string
    readonly state: CertificateState
    readonly effectiveOn: string
    readonly document: string
    readonly decidedOn: string
    readonly changed: readonly string[] | null
    /** For offices only; never part of a public answer. */
    readonly ground: string
    readonly changedBy: string
  }[]
}

/**
 * Reads one certificate with its history. It names a person, so it takes a purpose and is recorded. Refuses
 * `certificates/not-found`, also for one out of reach, and `certificates/purpose-needed`.
 */
export async function readCertificate(ctx: Context, number: string): Promise<CertificateHistory> {
  if (ctx.actor.purpose === null) throw purposeNeeded()
  return ctx.database.transaction(async (tx) => {
    const found = await findByNumber(ctx, tx, number)
    if (!found) throw certificateNotFound(number)
    const { row, holder } = found
    await authorise(ctx, tx, 'certificates.read', row.authorityId, certificateNotFound(number))
    const changes = await tx
      .select()
      .from(statusChanges)
      .where(eq(statusChanges.certificateId, row.id))
      .orderBy(asc(statusChanges.position))
    const [before] =
      row.replaces === null
        ? []
        : await tx
            .select({ number: certificates.number })
            .from(certificates)
            .where(eq(certificates.id, row.replaces))
    const newer = await replacedBy(tx, row.id)
    await recordAct(ctx, tx, {
      act: 'certificates.read',
      officeId: row.authorityId,
      about: row.id,
      subjects: [row.personId],
    })
    return {
      record: signedRecord(ctx, found),
      authorityId: row.authorityId,
      code: row.code,
      version: row.version,
      state: found.state,
      replaces: before?.number ?? null,
      replacedBy: newer,
      ledgerIndex: Number(found.ledgerIndex),
      changes: changes.map(
        ({ id, act, state, effectiveOn, document, decidedOn, changed, ground, changedBy }) => ({
          act,
          state,
          effectiveOn,
          document,
          decidedOn,
          changed,
          ground: revealText(holder, { column: 'status_changes.ground', row: id }, ground),
          changedBy,
        }),
      ),
    }
  })
}
