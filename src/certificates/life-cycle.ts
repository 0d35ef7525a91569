import type { Day } from '../calendar/day.ts'

export type CertificateState = 'in-force' | 'suspended' | 'revoked' | 'closed' | 'lapsed' | 'superseded'

/** What may happen to a certificate; each is an act with its own deciding document. */
export type LifeAct =
  'suspend' | 'restore' | 'revoke' | 'close' | 'lapse' | 'reinstate' | 'correct' | 'reissue'

interface Step {
  readonly zh: string
  readonly from: readonly CertificateState[]
  /** null: the state the reversed decision had ended. */
  readonly to: CertificateState | null
}

/**
 * The whole life on one screen. Nothing follows 撤销 but an appeal upheld (`reinstate`), which undoes that decision
 * and no more; what was 注销 may still turn out to have been wrongly obtained. A superseded version is revoked with its newest one, never by itself.
 */
const STEPS = {
  suspend: { zh: '暂停', from: ['in-force'], to: 'suspended' },
  restore: { zh: '恢复', from: ['suspended'], to: 'in-force' },
  revoke: { zh: '撤销', from: ['in-force', 'suspended', 'closed', 'lapsed', 'superseded'], to: 'revoked' },
  close: { zh: '注销', from: ['in-force', 'suspended'], to: 'closed' },
  lapse: { zh: '失效', from: ['in-force', 'suspended'], to: 'lapsed' },
  reinstate: { zh: '复核后恢复', from: ['revoked', 'closed', 'lapsed'], to: null },
  correct: { zh: '更正', from: ['in-force'], to: 'superseded' },
  reissue: { zh: '换发', from: ['in-force'], to: 'superseded' },
} as const satisfies Readonly<Record<LifeAct, Step>>

/** Those that change a state and make no new version. */
export const STATUS_ACTS = ['suspend', 'restore', 'revoke', 'close', 'lapse', 'reinstate'] as const
export type StatusAct = (typeof STATUS_ACTS)[number]

export const lifeActName = (act: LifeAct): string => STEPS[act].zh

const STATES: Readonly<Record<CertificateState, string>> = {
  'in-force': '在用',
  suspended: '已暂停',
  revoked: '已撤销',
  closed: '已注销',
  lapsed: '已失效',
  superseded: '已由新版取代',
}

export const stateName = (state: CertificateState): string => STATES[state]

/** The state an act leads to; null for a reversal, which leads back. */
export const stateOf = (act: LifeAct): CertificateState | null => STEPS[act].to

/** One decision about a certificate, and the state it left. */
export interface LifeChange {
  readonly act: LifeAct
  readonly state: CertificateState
  readonly effectiveOn: Day
}

/** The decisions that still stand, oldest first: an appeal upheld undoes the one before it, as if never made. */
export function standing<T extends LifeChange>(changes: readonly T[]): readonly T[] {
  const stack: T[] = []
  for (const change of changes) {
    if (change.act === 'reinstate') stack.pop()
    else stack.push(change)
  }
  return stack
}

/** The state after these decisions; none: in force. */
export const stateAfter = (changes: readonly LifeChange[]): CertificateState =>
  standing(changes).at(-1)?.state ?? 'in-force'

/** The state `act` leads to after these decisions, or null when it may not follow them. */
export function nextState(changes: readonly LifeChange[], act: LifeAct): CertificateState | null {
  const step: Step = STEPS[act]
  if (!step.from.includes(stateAfter(changes))) return null
  return step.to ?? stateAfter(standing(changes).slice(0, -1))
}
