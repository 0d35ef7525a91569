import type { Day } from '../../calendar/day.ts'
import type { KeptRow } from './enter-list.ts'
import type { NamedRow } from './find-list.ts'

/** A row of one list as another keeps it: its place and the day it is obtained are the new list's. */
export const keptRow = (row: NamedRow, position: number, obtainedOn: Day | null): KeptRow => ({
  sheet: row.sheet,
  row: row.sheetRow,
  position,
  name: row.name,
  employer: row.employer,
  employerCode: row.employerCode ?? '',
  series: row.series,
  specialty: row.specialty,
  title: row.title,
  level: row.level,
  route: row.route,
  obtainedOn,
  declaredOn: row.declaredOn,
  application: row.application,
  committee: row.committee,
  scope: row.scope,
  remarks: row.remarks,
})
