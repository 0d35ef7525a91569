import type { Day } from '../calendar/day.ts'
import type { SealRoot } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import type { EventFacts, EventStep, Evidence } from './event.ts'
import { cycleEvents, sealedCycleEvents } from './schema.ts'

export interface NewEvent {
  readonly cycleId: string
  readonly step: EventStep
  /** When it was done. */
  readonly day: Day
  /** The list, publication, filing or document it is about. */
  readonly about?: string | null
  readonly facts?: EventFacts
  readonly evidence?: readonly Evidence[]
  /** The event this one corrects. */
  readonly replacesId?: string | null
}

/**
 * Step: another capability did a step of a cycle. `record` names the caller's entry, whose `seals.cycle_events` is
 * what this answers; whether the step's turn had come, `requireStep` says.
 */
export async function markStep(
  ctx: Context,
  tx: Transaction,
  record: string,
  { about = null, facts = {}, evidence = [], replacesId = null, ...event }: NewEvent,
): Promise<SealRoot> {
  const { rows, sealRoot } = sealRows(
    sealedCycleEvents,
    record,
    [
      {
        id: base64url(ctx.random(16)),
        ...event,
        facts,
        evidence,
        about,
        replacesId,
        recordedOn: ctx.today(),
        recordedBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(cycleEvents).values([...rows])
  return sealRoot
}
