import { officesAbove } from '../../identity/find-authority.ts'
import type { Handle } from '../../platform/database.ts'
import type { Comparison } from './find-comparisons.ts'

/**
 * Step: who may decide a comparison: the reporting office what concerns it alone; of two offices that contradict each
 * other, the nearest one above both.
 */
export async function decidingOffice(
  handle: Handle,
  officeId: string,
  { verdict, otherOfficeId }: Pick<Comparison, 'verdict' | 'otherOfficeId'>,
): Promise<string> {
  if (verdict !== 'conflicting' || otherOfficeId === null || otherOfficeId === officeId) return officeId
  const others = new Set(await officesAbove(handle, otherOfficeId))
  return (await officesAbove(handle, officeId)).find((id) => others.has(id)) ?? officeId
}
