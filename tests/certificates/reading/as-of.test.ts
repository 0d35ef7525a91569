import { describe, expect, it } from 'vitest'
import { stateOn, type VersionLife } from '../../../src/certificates/reading/as-of.ts'
import type { CertificateState, LifeAct } from '../../../src/certificates/life-cycle.ts'

const change = (act: LifeAct, state: CertificateState, effectiveOn: string) => ({ act, state, effectiveOn })
const life = (issuedOn: string, ...changes: VersionLife['changes']): VersionLife => ({ issuedOn, changes })

const issued = '2024-03-01'
const revoked = life(issued, change('revoke', 'revoked', '2026-05-05'))
const suspended = life(
  issued,
  change('suspend', 'suspended', '2025-01-10'),
  change('restore', 'in-force', '2025-02-20'),
)
const appealed = life(
  issued,
  change('revoke', 'revoked', '2025-01-10'),
  change('reinstate', 'in-force', '2025-06-01'),
)
const old = life(issued, change('reissue', 'superseded', '2025-09-01'))
const wrong = life(issued, change('correct', 'superseded', '2025-09-01'))
const newer = life('2025-09-01')

describe('what a certificate was worth on a day', () => {
  it.each<[string, readonly VersionLife[], string, CertificateState | 'not-yet-issued']>([
    ['the day before it was issued', [life(issued)], '2024-02-29', 'not-yet-issued'],
    ['the day it was issued', [life(issued)], issued, 'in-force'],
    ['before it was suspended', [suspended], '2025-01-09', 'in-force'],
    ['the day it was suspended', [suspended], '2025-01-10', 'suspended'],
    ['the last day of the suspension', [suspended], '2025-02-19', 'suspended'],
    ['the day it was restored', [suspended], '2025-02-20', 'in-force'],
    ['before it was revoked: never green again', [revoked], '2024-06-01', 'revoked'],
    ['the day it was revoked', [revoked], '2026-05-05', 'revoked'],
    [
      'before it was closed',
      [life(issued, change('close', 'closed', '2026-01-01'))],
      '2025-12-31',
      'in-force',
    ],
    ['after it was closed', [life(issued, change('close', 'closed', '2026-01-01'))], '2026-01-01', 'closed'],
    ['before it lapsed', [life(issued, change('lapse', 'lapsed', '2026-01-01'))], '2025-12-31', 'in-force'],
    ['after it lapsed', [life(issued, change('lapse', 'lapsed', '2026-01-01'))], '2026-01-02', 'lapsed'],
    ['during a revocation an appeal undid', [appealed], '2025-03-01', 'in-force'],
    ['the old version before the reissue', [old], '2025-08-31', 'in-force'],
    ['the old version after the reissue', [old], '2025-09-01', 'superseded'],
    [
      'the old version before its correction: its words were never right',
      [wrong],
      '2025-08-31',
      'superseded',
    ],
    [
      'the old version before a reissue whose words were corrected',
      [{ ...old, next: life('2025-09-01', change('correct', 'superseded', '2026-02-01')) }],
      '2025-08-31',
      'superseded',
    ],
    [
      'the old version before two reissues: as it then was',
      [{ ...old, next: { ...old, next: newer } }],
      '2025-08-31',
      'in-force',
    ],
    ['the new version before it was made: as the old one then was', [old, newer], '2025-08-31', 'in-force'],
    [
      'the new version while the old was suspended',
      [life(issued, ...suspended.changes, ...old.changes), newer],
      '2025-01-15',
      'suspended',
    ],
    ['the new version before the old one was issued', [old, newer], '2024-02-29', 'not-yet-issued'],
  ])('%s', (_, versions, day, state) => {
    const on = stateOn(versions, day)
    expect(on.kind === 'issued' ? on.state : on.kind).toBe(state)
  })

  it('says since when, and from when on an earlier version stood', () => {
    expect(stateOn([revoked], '2024-06-01')).toMatchObject({ since: '2026-05-05', firstIssuedOn: null })
    expect(stateOn([suspended], '2025-01-15')).toMatchObject({ since: '2025-01-10' })
    expect(stateOn([old, newer], '2025-08-31')).toMatchObject({ since: null, firstIssuedOn: issued })
    expect(stateOn([old, newer], '2025-09-01')).toMatchObject({ firstIssuedOn: null })
  })
})
