import { requireApproved } from '../../approvals/require-approved.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { declareInvalid } from '../../results/inquiry/declare-invalid.ts'
import { groundOf, INVALIDATION_KIND, invalidationById } from '../../results/inquiry/propose-invalidation.ts'
import { invalidationNotFound } from '../../results/inquiry/refusals.ts'
import { hex } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { nextState } from '../life-cycle.ts'
import { changesOf, earlierVersions, lockCertificates } from '../reading/lives.ts'
import { conferredBy } from './conferred-by.ts'
import { recordChanges, type Touched } from './record-changes.ts'

/**
 * Carries out an approved declaration: its results are invalid from now on, and every certificate that came of them is
 * revoked with its earlier versions, in one transaction. Refuses `results/invalidation-not-found`, `/invalidation-applied`,
 * `/invalidation-changed`, `identity/not-allowed`, `approvals/…`.
 */
export async function applyInvalidation(
  ctx: Context,
  planId: string,
): Promise<{ readonly results: number; readonly certificates: number }> {
  return ctx.database.transaction(async (tx) => {
    // 1. Who may, and whether it was approved by those who may now: before any row is held.
    const plan = await invalidationById(tx, planId)
    await authorise(ctx, tx, 'results.inquire', plan.officeId, invalidationNotFound(planId))
    await requireApproved(ctx, tx, {
      kind: INVALIDATION_KIND,
      subjectId: planId,
      digest: hex(plan.digest),
    })

    // 2. The results, and the certificates that came of them.
    const { rows, entry } = await declareInvalid(ctx, tx, plan)
    const touched = await certificatesOfRows(
      ctx,
      tx,
      rows.map(({ id }) => id),
    )
    const { document, decidedOn } = plan
    const record = entryRecord(ctx.random(16))
    const seal =
      touched.length === 0
        ? null
        : await recordChanges(ctx, tx, record, {
            act: 'revoke',
            decision: { document, decidedOn, ground: groundOf(ctx, plan) },
            on: ctx.today(),
            touched,
          })

    // 3. Recorded and on the ledger.
    await recordAct(ctx, tx, {
      act: 'results.inquire',
      officeId: plan.officeId,
      about: planId,
      subjects: rows.map(({ personId }) => personId),
      facts: { what: 'invalidate', results: rows.length, certificates: touched.length },
    })
    await appendEntries(tx, [
      entry,
      ...(seal === null
        ? []
        : [
            {
              type: 'certificate.status-changed' as const,
              record,
              day: ctx.today(),
              seals: { status_changes: seal },
              facts: { state: 'revoked', certificates: touched.length },
            },
          ]),
    ])
    return { results: rows.length, certificates: touched.length }
  })
}

/**
 * Step: the certificates of these results that are not revoked yet, held; without what an erasure emptied. What another
 * decision revoked stays so: nothing is reinstated whose result is invalid.
 */
async function certificatesOfRows(
  ctx: Context,
  tx: Transaction,
  rowIds: readonly string[],
): Promise<readonly Touched[]> {
  const all = await heldOfRows(tx, rowIds)
  const ids = all.map(([id]) => id)
  const changes = await changesOf(tx, ids)
  const keys = await remainingKeys(
    ctx,
    tx,
    all.map(([, personId]) => personId),
  )
  return all.flatMap(([id, personId]): Touched[] => {
    const theirs = changes.get(id) ?? []
    const to = nextState(theirs, 'revoke')
    const holder = keys.get(personId)
    return to === null || !holder ? [] : [{ id, holder, changes: theirs.length, to }]
  })
}

/** Step: all versions, held. The version somebody made of one while we waited for it is waited for in its turn. */
async function heldOfRows(
  tx: Transaction,
  rowIds: readonly string[],
): Promise<readonly (readonly [id: string, personId: string])[]> {
  for (let held = 0; ;) {
    const own = await conferredBy(tx, rowIds)
    const earlier = await earlierVersions(
      tx,
      own.map(({ id }) => id),
    )
    const all = [...new Map([...own, ...earlier].map(({ id, personId }) => [id, personId]))]
    if (all.length === held) return all
    await lockCertificates(
      tx,
      all.map(([id]) => id),
    )
    held = all.length
  }
}
