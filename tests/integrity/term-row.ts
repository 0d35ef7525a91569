import type { Day } from '../../src/calendar/day.ts'

/** A row of `misconduct_terms` before its seal, of a record of its own. */
export const termRow = (of: {
  readonly personId: string
  readonly recordId?: string
  readonly position?: number
  readonly startsOn: Day | null
  readonly endsOn: Day | null
}) => {
  const { recordId = of.personId, position = 1 } = of
  const id = `${recordId}.${position}`
  return {
    id,
    recordId,
    position,
    versionId: id,
    personId: of.personId,
    officeId: null,
    startsOn: of.startsOn,
    endsOn: of.endsOn,
    appliedOn: '2023-12-20',
    appliedBy: 'console',
    digest: new Uint8Array(32),
  }
}
