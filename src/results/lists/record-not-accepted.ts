import type { Context } from '../../platform/context.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { recordRefused } from '../../trail/record-refused.ts'
import { actToBring, type ListTarget } from './list-target.ts'
import type { PersonRow } from './person-defects.ts'
import { notAccepted } from './reasons.ts'

/** Rows of a file as the persons they are known to be, and what is wrong with them. */
export interface JudgedPersons {
  readonly persons: readonly PersonRow[]
  readonly defects: readonly Defect[]
}

/**
 * Whoever tries numbers to see which are not taken in is seen to do so, by those whose numbers they are. After the
 * transaction that refused them: nothing of that one lasts. Refuses `trail/unwritable`.
 */
export async function recordNotAccepted(
  ctx: Context,
  target: ListTarget,
  { persons, defects }: JudgedPersons,
): Promise<void> {
  const places = new Set(
    defects.flatMap(({ code, sheet, row }) => (code === notAccepted.code ? [`${sheet}|${row}`] : [])),
  )
  if (places.size === 0) return
  const subjects = persons.flatMap(({ row, person }) =>
    person !== null && places.has(`${row.sheet}|${row.row}`) ? [person.personId] : [],
  )
  const act = actToBring(target)
  await recordRefused(ctx, { act, officeId: target.office.id, subjects, code: notAccepted.code })
}
