import type { Cycle } from '../../cycles/cycle.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { sourceOf } from '../../cycles/source.ts'
import type { Authority } from '../../identity/authority.ts'
import type { Handle } from '../../platform/database.ts'
import type { LevelCode } from '../../titles/level.ts'
import { notTheOffice } from './refusals.ts'

/**
 * Step: refuses an office of another sort than the rule names for these levels (`results/not-the-office`). Where the
 * words name no sort (人社部门按权限) or nothing says, the office's powers alone decide.
 */
export async function refuseOtherOffice(
  handle: Handle,
  cycle: Cycle,
  levels: readonly LevelCode[],
  office: Authority,
  rule: 'documentIssuer' | 'resultConfirmer',
): Promise<void> {
  for (const level of new Set(levels)) {
    const answer = (await policyOfCycle(handle, cycle, level))[rule]
    if (answer.kind === 'unspecified') continue
    const kinds = answer.value.map(({ kind }) => kind)
    if (kinds.includes(undefined) || kinds.includes(office.kind)) continue
    throw notTheOffice(rule, office.name, answer.value, sourceOf(answer))
  }
}
