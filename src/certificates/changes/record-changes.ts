import type { Day } from '../../calendar/day.ts'
import type { SealRoot } from '../../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import type { Decision } from './decision.ts'
import type { CertificateState, LifeAct } from '../life-cycle.ts'
import { sealedStatusChanges, statusChanges } from '../schema.ts'

/** What a decision does to one certificate. */
export interface Touched {
  readonly id: string
  readonly holder: PersonKey
  /** How often its state changed before. */
  readonly changes: number
  readonly to: CertificateState
  /** Of a correction or reissue: the members that are others now. */
  readonly changed?: readonly string[]
}

/** Step: the decision's rows, one for each certificate, under the caller's entry; its ground is encrypted for each holder. */
export async function recordChanges(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  of: {
    readonly act: LifeAct
    readonly decision: Decision
    readonly on: Day
    readonly touched: readonly Touched[]
  },
): Promise<SealRoot> {
  const { act, decision, on, touched } = of
  const changes = touched.map((each): UnsealedRow<typeof statusChanges> => {
    const id = base64url(ctx.random(16))
    const place = { column: 'status_changes.ground', row: id } as const
    return {
      id,
      certificateId: each.id,
      position: each.changes + 1,
      act,
      state: each.to,
      effectiveOn: on,
      document: decision.document,
      decidedOn: decision.decidedOn,
      changed: each.changed ?? null,
      ground: protectText(each.holder, place, decision.ground, ctx.random(NONCE_LENGTH)),
      changedBy: ctx.actor.name,
    }
  })
  const { rows, sealRoot } = sealRows(
    sealedStatusChanges,
    entryRecord,
    changes,
    ctx.random(32 * changes.length),
  )
  await copyIn(tx, statusChanges, rows)
  return sealRoot
}
