import { eventsOf } from '../../cycles/find-events.ts'
import type { Handle } from '../../platform/database.ts'
import type { ListStage } from './schema.ts'

/** A number the meeting's record states, beside what the list of that stage holds. */
export interface CountDiffers {
  readonly what: '参评' | '评审通过'
  readonly meeting: number
  readonly list: number
}

/**
 * Where the cycle's meeting, as recorded, counted other people than the list has: applicants for 上会名单, passed for
 * 评审通过名单. Null when they agree, without a cycle, or before the meeting is recorded with its counts. A re-check may
 * rightly leave fewer: it is shown to whoever approves, and refuses nobody.
 */
export async function countDiffers(
  handle: Handle,
  list: { readonly cycleId: string | null; readonly stage: ListStage; readonly rowCount: number },
): Promise<CountDiffers | null> {
  if (list.cycleId === null) return null
  const meeting = (await eventsOf(handle, list.cycleId)).find(({ step }) => step === 'meeting')
  const counted = meeting?.facts[list.stage === 'candidates' ? 'applicants' : 'passed']
  if (typeof counted !== 'number' || counted === list.rowCount) return null
  return { what: list.stage === 'candidates' ? '参评' : '评审通过', meeting: counted, list: list.rowCount }
}

/** Both numbers, in words. */
export const countDiffersText = ({ what, meeting, list }: CountDiffers): string =>
  `会议记录${what} ${meeting} 人，名单 ${list} 人，不一致`
