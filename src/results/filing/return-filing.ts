import { returnRequest } from '../../approvals/return-request.ts'
import { findCycle } from '../../cycles/find-cycle.ts'
import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { latestFiling, standingOfFiling } from './find-filing.ts'
import { PACKET_ITEMS, type FilingKind, type PacketItem } from './packet.ts'
import { badFilingDefects, filingAccepted, filingNotFound, filingOutdated } from './refusals.ts'

/** What is wrong with an item of a packet. */
export interface FilingDefect {
  readonly item: PacketItem
  readonly text: string
}

const MOST_CHARACTERS = 450

/**
 * Sends a filing back once, with everything that is wrong with it. `digest`: of what was read. Refuses
 * `results/bad-filing-defects`, `/filing-not-found`, `/filing-accepted`, `/filing-outdated`, and as `returnRequest`.
 */
export async function returnFiling(
  ctx: Context,
  input: {
    readonly cycleId: string
    readonly kind: FilingKind
    readonly digest: string
    readonly defects: readonly FilingDefect[]
  },
): Promise<void> {
  const { cycleId, kind, digest } = input
  const { read } = ctx.database
  const cycle = await findCycle(ctx, read, cycleId)
  await authorise(ctx, read, 'filings.decide', cycle.filingAuthorityId)
  const filing = await latestFiling(read, cycleId, kind)
  if (!filing) throw filingNotFound(cycleId, kind)
  const standing = await standingOfFiling(read, filing)
  if (standing.kind === 'outdated') throw filingOutdated()
  if (standing.requestId === null) throw filingAccepted(kind)
  const defects = input.defects.filter(({ text }) => text.trim() !== '')
  const comment = defects.map(({ item, text }) => `【${PACKET_ITEMS[item]}】${text.trim()}`).join('\n')
  if (defects.length === 0 || Array.from(comment).length > MOST_CHARACTERS) throw badFilingDefects()
  await returnRequest(ctx, { requestId: standing.requestId, digest, comment })
}
