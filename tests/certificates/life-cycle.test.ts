import { describe, expect, it } from 'vitest'
import {
  nextState,
  stateAfter,
  type CertificateState,
  type LifeAct,
  type LifeChange,
} from '../../src/certificates/life-cycle.ts'

/** The decisions of a life, each as its act makes it. */
function lived(...acts: readonly LifeAct[]): readonly LifeChange[] {
  const changes: LifeChange[] = []
  for (const act of acts) {
    const state = nextState(changes, act)
    if (state === null) throw new Error(`${act} may not follow ${acts.join(' ')}`)
    changes.push({ act, state, effectiveOn: '2026-01-01' })
  }
  return changes
}

const ACTS: readonly LifeAct[] = [
  'suspend',
  'restore',
  'revoke',
  'close',
  'lapse',
  'reinstate',
  'correct',
  'reissue',
]

/** Every state, and all that may follow it; what is not named here is refused. */
const TABLE: readonly [
  string,
  readonly LifeChange[],
  CertificateState,
  Partial<Record<LifeAct, CertificateState>>,
][] = [
  [
    'in force',
    lived(),
    'in-force',
    {
      suspend: 'suspended',
      revoke: 'revoked',
      close: 'closed',
      lapse: 'lapsed',
      correct: 'superseded',
      reissue: 'superseded',
    },
  ],
  [
    'suspended',
    lived('suspend'),
    'suspended',
    { restore: 'in-force', revoke: 'revoked', close: 'closed', lapse: 'lapsed' },
  ],
  ['revoked', lived('revoke'), 'revoked', { reinstate: 'in-force' }],
  ['closed', lived('close'), 'closed', { revoke: 'revoked', reinstate: 'in-force' }],
  ['closed, then revoked', lived('close', 'revoke'), 'revoked', { reinstate: 'closed' }],
  ['lapsed', lived('lapse'), 'lapsed', { revoke: 'revoked', reinstate: 'in-force' }],
  ['superseded by a correction', lived('correct'), 'superseded', { revoke: 'revoked' }],
  ['superseded by a reissue', lived('reissue'), 'superseded', { revoke: 'revoked' }],
  ['suspended, then revoked', lived('suspend', 'revoke'), 'revoked', { reinstate: 'suspended' }],
  ['lapsed, then revoked', lived('lapse', 'revoke'), 'revoked', { reinstate: 'lapsed' }],
  [
    'superseded, revoked with its title, and reinstated with it',
    lived('reissue', 'revoke', 'reinstate'),
    'superseded',
    { revoke: 'revoked' },
  ],
  [
    'revoked again after an appeal',
    lived('suspend', 'revoke', 'reinstate', 'revoke'),
    'revoked',
    { reinstate: 'suspended' },
  ],
]

describe('the life of a certificate', () => {
  it.each(TABLE)('%s: what may follow, and nothing else', (_, changes, state, allowed) => {
    expect(stateAfter(changes)).toBe(state)
    for (const act of ACTS) expect([act, nextState(changes, act)]).toEqual([act, allowed[act] ?? null])
  })
})
