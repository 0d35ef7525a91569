import { cycleById } from '../../cycles/find-cycle.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import type { Context } from '../../platform/context.ts'
import { importList, type ImportedList } from '../lists/import-list.ts'
import { uploadTooLarge } from '../lists/refusals.ts'
import { assessmentNotFound } from './refusals.ts'

/** An employer's list has some hundred rows. */
export const MOST_MEGABYTES = 8

/**
 * An employer hands in whom it asks to be recognised; the bureau that decides is the cycle's. Small enough to be taken
 * in at once. Refuses `results/assessment-not-found`, `results/upload-too-large`, and as `importList`.
 */
export async function handIn(
  ctx: Context,
  input: {
    readonly assessmentId: string
    readonly bytes: Uint8Array
    readonly fileName: string
    /** The list it corrects. */
    readonly replaces?: string | null | undefined
  },
): Promise<ImportedList> {
  const { read } = ctx.database
  const { assessmentId, bytes, fileName, replaces } = input
  const cycle = await cycleById(read, assessmentId)
  // Before the file is looked at: a stranger learns nothing from one.
  await authorise(ctx, read, 'assessments.hand-in', cycle.officeId, assessmentNotFound(assessmentId))
  if (cycle.route !== 'assessment') throw assessmentNotFound(assessmentId)
  if (bytes.length > MOST_MEGABYTES * 1_048_576) throw uploadTooLarge(MOST_MEGABYTES)
  return importList(ctx, {
    bytes,
    fileName,
    replaces,
    office: (await authorityById(read, cycle.officeId)).creditCode,
    authority: (await authorityById(read, cycle.filingAuthorityId)).creditCode,
    cycleId: cycle.id,
    stage: 'candidates',
  })
}
