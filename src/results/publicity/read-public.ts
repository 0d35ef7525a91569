import { eq } from 'drizzle-orm'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { ledgerEntries } from '../../ledger/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { publicContent, type PublicContent } from './content.ts'
import type { Publication } from './find-publication.ts'
import { headingOf, publicityTitle } from './heading.ts'

/** What every page of a publication says, names or not. */
export interface PublicFrame {
  readonly title: string
  /** 评委会组建单位. */
  readonly office: string
  readonly cycle: Cycle
  /** Of the ledger's entry that vouches for the newest version; null only in the moment of its making. */
  readonly entryIndex: bigint | null
}

export async function publicFrame(
  handle: Handle,
  publication: Pick<Publication, 'cycleId' | 'kind' | 'sealedBy'>,
): Promise<PublicFrame> {
  const cycle = await cycleById(handle, publication.cycleId)
  const office = await authorityById(handle, cycle.officeId)
  const [entry] = await handle
    .select({ index: ledgerEntries.index })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.record, publication.sealedBy))
  return {
    title: publicityTitle(cycle, publication.kind),
    office: office.name,
    cycle,
    entryIndex: entry?.index ?? null,
  }
}

/** The names, for as long as they are public: the caller has looked at the state. */
export const publicNames = (
  ctx: Context,
  handle: Handle,
  { listId, kind }: Publication,
  { cycle }: PublicFrame,
): Promise<PublicContent> => publicContent(ctx, handle, listId, headingOf(cycle, kind))
