import { eq } from 'drizzle-orm'
import type { Day } from '../calendar/day.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord, entryRef } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import { NONCE_LENGTH, protectText } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import { base64url } from '../signing/bytes.ts'
import { findById, findByNumber, type CertificateState, type FoundCertificate } from './find.ts'
import { alreadyInState, certificateNotFound, endedForGood } from './refusals.ts'
import { certificates, sealedStatusChanges, statusChanges } from './schema.ts'

export interface StatusChange {
  readonly number: string
  readonly state: CertificateState
  /** The deciding document's number. */
  readonly document: string
  /** Kept under the holder's key; the public sees state and date only. */
  readonly ground: string
}

/**
 * Suspends, restores, revokes (撤销) or closes (注销) a certificate from today on; the answer to every check changes
 * with the commit. Refuses `certificates/already-in-state` and any change after revocation or closure.
 */
export async function changeStatus(
  ctx: Context,
  input: StatusChange,
): Promise<{ number: string; effectiveOn: Day }> {
  return ctx.database.transaction(async (tx) => {
    const named = await findByNumber(ctx, tx, input.number)
    if (!named) throw certificateNotFound(input.number)
    // Two officers at once: the second waits for this row, then sees what the first decided.
    await tx
      .select({ id: certificates.id })
      .from(certificates)
      .where(eq(certificates.id, named.row.id))
      .for('update')
    const held = (await findById(ctx, tx, named.row.id)) as FoundCertificate
    refuseIfImpossible(held, input.state)

    const id = base64url(ctx.random(16))
    const record = entryRecord(ctx.random(16))
    const { rows, sealRoot } = sealRows(
      sealedStatusChanges,
      record,
      [
        {
          id,
          certificateId: held.row.id,
          position: held.changes + 1,
          state: input.state,
          effectiveOn: ctx.today(),
          document: input.document,
          ground: protectText(
            held.holder,
            { column: 'status_changes.ground', row: id },
            input.ground,
            ctx.random(NONCE_LENGTH),
          ),
          changedBy: ctx.actor.name,
        },
      ],
      ctx.random(32),
    )
    await tx.insert(statusChanges).values([...rows])
    await appendEntries(tx, [
      {
        type: 'certificate.status-changed',
        record,
        day: ctx.today(),
        refs: [entryRef(held.ledgerIndex, held.ledgerLeaf)],
        seals: { status_changes: sealRoot },
        facts: { state: input.state },
      },
    ])
    return { number: held.row.number, effectiveOn: ctx.today() }
  })
}

function refuseIfImpossible(found: FoundCertificate, state: CertificateState): void {
  if (found.state === state) throw alreadyInState(found.row.number, state)
  if (found.state === 'revoked' || found.state === 'closed') throw endedForGood(found.row.number)
}
