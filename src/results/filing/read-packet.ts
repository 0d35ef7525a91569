import { currentAuthorities } from '../../identity/schema.ts'
import { eq } from 'drizzle-orm'
import type { Cycle } from '../../cycles/cycle.ts'
import { findCycle } from '../../cycles/find-cycle.ts'
import type { Source } from '../../cycles/source.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { findList, rowsOfList, type NamedRow } from '../lists/find-list.ts'
import { heldRows } from '../objections/held-rows.ts'
import { contentsOf } from './contents.ts'
import { latestFiling, type Filing } from './find-filing.ts'
import { namesPeople, type FilingKind } from './packet.ts'
import { filingNotFound } from './refusals.ts'

/** A filing with the people it names, as it is printed. */
export interface Packet {
  readonly cycle: Cycle
  readonly filing: Filing
  readonly source: Source | null
  readonly office: string
  readonly filingAuthority: string
  /** Empty where the notice asks for no list. */
  readonly rows: readonly NamedRow[]
}

/**
 * The last packet handed in, with names, for who may see the list; the trail keeps whose. Held rows stay out of what
 * is without objection. Refuses `cycles/cycle-not-found`, `results/filing-not-found`, `results/list-not-found`.
 */
export async function readPacket(
  ctx: Context,
  { cycleId, kind }: { readonly cycleId: string; readonly kind: FilingKind },
): Promise<Packet> {
  return ctx.database.transaction(async (tx) => {
    const cycle = await findCycle(ctx, tx, cycleId)
    const filing = await latestFiling(tx, cycleId, kind)
    if (!filing) throw filingNotFound(cycleId, kind)
    const isNamed = filing.lines.some(({ item }) => namesPeople(item))
    let rows: readonly NamedRow[] = []
    if (isNamed && filing.listId !== null) {
      const list = await findList(ctx, tx, filing.listId)
      const held = kind === 'post-meeting' ? await heldRows(tx, list.id) : new Set<string>()
      rows = (await rowsOfList(ctx, tx, list.id)).filter(({ id }) => !held.has(id))
    }
    const nameOf = async (id: string) =>
      (
        await tx
          .select({ name: currentAuthorities.name })
          .from(currentAuthorities)
          .where(eq(currentAuthorities.id, id))
      )[0]?.name ?? ''
    const packet = {
      cycle,
      filing,
      source: contentsOf(cycle, kind).source,
      office: await nameOf(cycle.officeId),
      filingAuthority: await nameOf(cycle.filingAuthorityId),
      rows,
    }
    await recordAct(ctx, tx, {
      act: rows.length === 0 ? 'cycles.see' : 'lists.see',
      officeId: cycle.officeId,
      about: filing.id,
      subjects: rows.map(({ personId }) => personId),
      facts: { filing: kind },
    })
    return packet
  })
}
