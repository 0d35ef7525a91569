import { describe, expect, it } from 'vitest'
import { ACTS, actRow, ALL_ACTS, changes } from '../../src/identity/act.ts'
import { POWER_LEVELS } from '../../src/identity/power.ts'
import { ALL_ROLES, isForPeople, mayAct, ROLES, rolesWith, roleRow } from '../../src/identity/role.ts'
import { LEVEL_CODES, levelName } from '../../src/titles/level.ts'

const sortsOf = (role: (typeof ALL_ROLES)[number]) =>
  new Set(roleRow(role).acts.map((act) => actRow(act).sort))

describe('the table of roles', () => {
  it('gives every act to somebody', () =>
    expect(ALL_ACTS.filter((act) => rolesWith(act).length === 0)).toEqual([]))

  it('names and explains every role and act in Chinese', () => {
    for (const role of ALL_ROLES) {
      expect(ROLES[role].zh).toMatch(/^\p{Script=Han}+(、\p{Script=Han}+)?$/u)
      expect(ROLES[role].purpose).toMatch(/^\p{Script=Han}.*。$/u)
    }
    for (const act of ALL_ACTS) expect(ACTS[act].zh).toMatch(/\p{Script=Han}/u)
  })

  it.each(['supervisor', 'auditor'] as const)('%s changes nothing', (role) =>
    expect(roleRow(role).acts.filter(changes)).toEqual([]),
  )

  it.each(ALL_ROLES)('%s does not approve what it prepares', (role) => {
    const sorts = sortsOf(role)
    expect(sorts.has('prepare') && (sorts.has('approve') || sorts.has('sign'))).toBe(false)
  })

  it.each(ALL_ROLES)('%s needs a second factor if it approves, signs, manages or sees a number', (role) => {
    const heavy = roleRow(role).acts.some(
      (act) => ['approve', 'sign', 'manage'].includes(actRow(act).sort) || actRow(act).numbers === true,
    )
    if (heavy) expect(roleRow(role).secondFactor).toBe(true)
  })

  it('keeps the operator from lists, approvals and seals', () => {
    const sorts = sortsOf('operator')
    for (const sort of ['prepare', 'approve', 'sign'] as const) expect(sorts.has(sort)).toBe(false)
    expect(roleRow('operator').acts.some((act) => actRow(act).numbers)).toBe(false)
  })

  it('lets no machine approve or speak for an office', () =>
    expect(ALL_ROLES.filter(isForPeople)).toEqual(['reviewer', 'document-issuer', 'sealer']))

  it('lets nobody confirm, issue or approve where no powers are held', () => {
    for (const role of ALL_ROLES)
      if (isForPeople(role)) expect(roleRow(role).heldAt).not.toContain('employer')
  })

  it('opens their own door to everybody, and nothing else to who holds nothing', () =>
    expect(ALL_ACTS.filter((act) => mayAct([], act))).toEqual(['self']))
})

describe('the levels of powers', () => {
  it('are those of titles', () =>
    expect(POWER_LEVELS).toEqual(Object.fromEntries(LEVEL_CODES.map((code) => [code, levelName(code)]))))
})
