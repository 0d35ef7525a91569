import { readRequest } from '../../approvals/read-request.ts'
import { findCycle } from '../../cycles/find-cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { officesFor, reachOf } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import { contentsOf } from './contents.ts'
import { latestFiling, standingOfFiling, type Filing, type FilingStanding } from './find-filing.ts'
import { gatherPacket } from './gather-packet.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import type { Source } from '../../cycles/source.ts'
import type { FilingKind, PacketItem } from './packet.ts'
import { notAReview } from './refusals.ts'

export interface FilingView {
  readonly cycle: Cycle
  readonly kind: FilingKind
  /** What the notice lists, in its order, and what of it is known. */
  readonly items: readonly { readonly item: PacketItem; readonly known: string | null }[]
  readonly source: Source | null
  readonly filing: Filing | null
  readonly standing: FilingStanding | null
  /** Why the last one came back. */
  readonly comment: string | null
  readonly may: { readonly submit: boolean; readonly decide: boolean; readonly take: boolean }
}

/** What the page of a cycle's filing shows its viewer. Refuses `cycles/cycle-not-found`, `results/filing-of-reviews-only`. */
export async function viewOfFiling(ctx: Context, cycleId: string, kind: FilingKind): Promise<FilingView> {
  const { read } = ctx.database
  const cycle = await findCycle(ctx, read, cycleId)
  if (cycle.route !== 'review') throw notAReview()
  const { items, source } = contentsOf(cycle, kind)
  const { known } = await gatherPacket(read, cycle, kind, await eventsOf(read, cycleId))
  const filing = await latestFiling(read, cycleId, kind)
  const standing = filing && (await standingOfFiling(read, filing))
  const offices = await officesFor(ctx, read, 'lists.see')
  const seesLists =
    offices === 'all' || [cycle.officeId, cycle.filingAuthorityId].some((id) => offices.includes(id))
  return {
    cycle,
    kind,
    items: items.map((item) => ({ item, known: known.get(item) ?? null })),
    source,
    filing,
    standing,
    comment: standing?.kind === 'returned' ? await commentOf(ctx, standing) : null,
    may: {
      submit: standing?.kind !== 'accepted' && (await reachOf(ctx, 'filings.prepare'))(cycle.officeId),
      decide: (await reachOf(ctx, 'filings.decide'))(cycle.filingAuthorityId),
      take: filing !== null && (filing.listId === null || seesLists),
    },
  }
}

/** Why it came back, for whom it concerns; the look is recorded. */
async function commentOf(ctx: Context, { requestId }: FilingStanding): Promise<string | null> {
  if (requestId === null) return null
  try {
    const { decisions } = await readRequest(ctx, requestId)
    return decisions.find(({ decision }) => decision === 'returned')?.comment ?? null
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
