/** What the convening body does about an objection. */
export const OBJECTION_STEPS = ['taken-up', 'upheld', 'dismissed', 'not-accepted'] as const
export type ObjectionStep = (typeof OBJECTION_STEPS)[number]

/** Null: received, nobody has looked at it. */
export type ObjectionState = ObjectionStep | null

const NAMES: Readonly<Record<ObjectionStep, string>> = {
  'taken-up': '调查中',
  upheld: '异议成立',
  dismissed: '异议不成立',
  'not-accepted': '不予受理',
}

export const objectionStateName = (state: ObjectionState): string =>
  state === null ? '已收到' : NAMES[state]

/** Nothing follows an answer. */
export const isSettled = (state: ObjectionState): boolean => state !== null && state !== 'taken-up'

/** An answer comes after an inquiry; only 不予受理 may come at once. */
export const mayFollow = (state: ObjectionState, step: ObjectionStep): boolean =>
  state === null
    ? step === 'taken-up' || step === 'not-accepted'
    : state === 'taken-up' && step !== 'taken-up'

/**
 * Does it keep the row out of what comes next? From the day it came until it is answered, and for good where it was
 * right. One that came late does so only once it is taken up: no notice says it must be.
 */
export const holds = (state: ObjectionState, isLate: boolean): boolean =>
  state === 'upheld' || state === 'taken-up' || (state === null && !isLate)
