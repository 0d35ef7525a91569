import type { Cycle } from '../../cycles/cycle.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { requireFiled } from '../filing/require-filed.ts'
import { publicationsOfCycle } from '../publicity/find-publication.ts'
import { requirePublicityOver } from '../publicity/require-publicity-over.ts'
import { currentList } from './candidates.ts'

/**
 * Step: refuses whom a committee approved while the candidates who hold now are not those who were published before the
 * meeting, and filed. Were there publicity and a filing at all? `requireStep` asks; here, whether they were of this list.
 * Refuses as `requirePublicityOver` and `requireFiled`.
 */
export async function requireSameCandidates(ctx: Context, handle: Handle, cycle: Cycle): Promise<void> {
  const candidates = await currentList(handle, cycle.id, 'candidates')
  if (candidates === null) return
  const published = await publicationsOfCycle(handle, cycle.id, 'pre-meeting')
  if (published.length > 0) await requirePublicityOver(ctx, handle, candidates.id, 'pre-meeting')
  await requireFiled(handle, { cycleId: cycle.id, kind: 'pre-meeting', listId: candidates.id })
}
