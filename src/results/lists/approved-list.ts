import type { Day } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import type { IdDocumentType } from '../../people/id-document.ts'
import { judgeList } from '../../spreadsheets/judge.ts'
import type { JudgeSetting, ListRules, ListVerdict } from '../../spreadsheets/judge.ts'
import type { ListKind } from '../../spreadsheets/table.ts'
import type { RowReader } from '../../spreadsheets/row-reader.ts'
import type { Spreadsheet } from '../../spreadsheets/workbook.ts'
import type { LevelCode } from '../../titles/level.ts'
import type { Route } from '../../titles/route.ts'
import type { ValidityScope } from '../../titles/validity-scope.ts'
import type { Application } from './application.ts'
import { APPROVED_LIST, listKindOf, type ListColumn } from './approved-columns.ts'
import * as cell from './list-cell.ts'
import type { ListStage } from './schema.ts'
import { tellCycle } from './tell-cycle.ts'
import { matchingName } from '../../people/name.ts'
import { NAME_FAULTS, noPeople, oneNumberTwoNames, sameTwice, sexContradiction } from './reasons.ts'

/** One person and the title in question as a spreadsheet gives them, every cell accepted. */
export interface ListRow {
  readonly sheet: string
  /** As the spreadsheet numbers it. */
  readonly row: number
  /** Place among the people of the file, from 1; what 序号 says is nobody's number. */
  readonly position: number
  /** Exactly as given. */
  readonly name: string
  readonly sex: '男' | '女'
  readonly idType: IdDocumentType
  /** Half width, no blanks, capitals. */
  readonly idNumber: string
  readonly employer: string
  readonly employerCode: string
  readonly series: string
  readonly specialty: string
  readonly title: string
  /** Never 410 or 430. */
  readonly level: LevelCode
  readonly route: Route
  /** Null where policy or document sets it. */
  readonly obtainedOn: Day | null
  /** Of candidates, when the list says. */
  readonly declaredOn: Day | null
  readonly application: Application | null
  /** Required of a review outside a cycle; other routes may have none. */
  readonly committee: string | null
  readonly scope: ValidityScope
  readonly remarks: string | null
}

/** The same of a list without a cycle: the new title is complete. */
export interface ApprovedRow extends ListRow {
  readonly obtainedOn: Day
}

function rulesOf<Row extends ListRow>(
  kind: ListKind<ListColumn>,
  judge: (row: RowReader<ListColumn>) => Row | null,
): ListRules<ListColumn, Row> {
  return {
    kind,
    privateUse: NAME_FAULTS['private-use-character'],
    who: 'name',
    nobody: noPeople,
    repeats: {
      number: { at: 'name', onlyDiffering: true, remark: oneNumberTwoNames },
      title: { at: 'idNumber', remark: sameTwice },
    },
    judgeRow: judge,
  }
}

const RULES = rulesOf<ApprovedRow>(APPROVED_LIST, (row) => {
  const read = judgeRow(row, null)
  // A day that is required and was not there has been told, and the row refused.
  return read === null || read.obtainedOn === null ? null : (read as ApprovedRow)
})

/** Judges a list of approved people without a cycle, the whole file at once: see `judgeList`. */
export const judgeApprovedList = (
  spreadsheet: Spreadsheet,
  setting: JudgeSetting,
): Promise<ListVerdict<ApprovedRow>> => judgeList(spreadsheet, RULES, setting)

/** Judges a list of a cycle; where it does not name the route, the cycle's holds. */
export const judgeCycleList = (
  spreadsheet: Spreadsheet,
  { stage, cycle }: { readonly stage: ListStage; readonly cycle: Cycle },
  setting: JudgeSetting,
): Promise<ListVerdict<ListRow>> =>
  judgeList(
    spreadsheet,
    rulesOf<ListRow>(listKindOf(stage, true), (row) => judgeRow(row, cycle)),
    setting,
  )

/** `cycle`: knows the route and the committee, and sets limits; null: the row must say it all. */
function judgeRow(row: RowReader<ListColumn>, cycle: Cycle | null): ListRow | null {
  const name = cell.readName(row, 'name')
  const sex = row.once('sex', cell.readSex)
  const idType = row.once('idType', cell.readIdType)
  const id = cell.readId(row, 'idType', 'idNumber', idType)
  if (id?.idNumber && sex !== null && id.idNumber.sex !== sex)
    row.tell('sex', sexContradiction(id.idNumber.sex))
  const employer = row.once('employer', cell.readRequiredText)
  const employerCode = row.once('employerCode', cell.readEmployerCode)
  const series = row.once('series', cell.readSeries)
  const specialty = row.once('specialty', cell.readRequiredText)
  const title = row.once('title', cell.readRequiredText)
  const level = row.once('level', cell.readLevel)
  cell.tellTitle(row, 'title', { series, title, level })
  const route = row.once('route', cycle === null ? cell.readRoute : cell.readOptionalRoute)
  const obtainedOn = row.once('obtainedOn', cycle === null ? cell.readDay : cell.readOptionalDay)
  const declaredOn = row.once('declaredOn', cell.readOptionalDay)
  const application = row.once('application', cell.readApplication)
  const isNamed = cycle === null && route === 'review'
  const committee = row.once('committee', isNamed ? cell.readRequiredText : cell.readOptionalText)
  const scope = row.once('scope', cell.readScope)
  if (cycle !== null) tellCycle(row, cycle, { route: route ?? null, level, series, committee })

  if (id !== null) {
    const person = id.idNumber?.full ?? `${id.type} ${id.number}`
    if (name !== null) row.repeats('number', person, matchingName(name))
    if (series !== null && title !== null) row.repeats('title', `${person} ${series} ${title}`)
  }
  // Spelled out: this runs a million times.
  if (
    name === null ||
    sex === null ||
    idType === null ||
    id === null ||
    employer === null ||
    employerCode === null ||
    series === null ||
    specialty === null ||
    title === null ||
    level === null ||
    route === null ||
    obtainedOn === null ||
    declaredOn === null ||
    application === null ||
    scope === null
  )
    return null
  const { sheet, row: number, position } = row.at
  return {
    sheet,
    row: number,
    position,
    name,
    sex,
    idType,
    idNumber: id.number,
    employer,
    employerCode,
    series,
    specialty,
    title,
    level,
    // Undefined only where the cycle's own is known.
    route: route ?? (cycle as Cycle).route,
    obtainedOn: obtainedOn ?? null,
    declaredOn: declaredOn ?? null,
    application: application ?? null,
    committee,
    scope,
    remarks: row.cell('remarks')?.text.trim() ?? null,
  }
}
