import type { Day } from '../calendar/day.ts'
import type { IdDocumentType } from '../people/id-document.ts'
import { judgeList } from '../spreadsheets/judge.ts'
import type { JudgeSetting, ListRules, ListVerdict } from '../spreadsheets/judge.ts'
import type { RowReader } from '../spreadsheets/row-reader.ts'
import type { Spreadsheet } from '../spreadsheets/workbook.ts'
import type { LevelCode } from '../titles/level.ts'
import type { Route } from '../titles/route.ts'
import type { ValidityScope } from '../titles/validity-scope.ts'
import { APPROVED_LIST } from './approved-columns.ts'
import type { ApprovedColumn } from './approved-columns.ts'
import * as cell from './list-cell.ts'
import { matchingName } from '../people/name.ts'
import { NAME_FAULTS, noPeople, oneNumberTwoNames, sameTwice, sexContradiction } from './reasons.ts'

/** One person's new title as the committee's spreadsheet gives it, every cell accepted. */
export interface ApprovedRow {
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
  readonly obtainedOn: Day
  /** Required of a review; other routes may have none. */
  readonly committee: string | null
  readonly scope: ValidityScope
  readonly remarks: string | null
}

const RULES: ListRules<ApprovedColumn, ApprovedRow> = {
  kind: APPROVED_LIST,
  privateUse: NAME_FAULTS['private-use-character'],
  who: 'name',
  nobody: noPeople,
  repeats: {
    number: { at: 'name', onlyDiffering: true, remark: oneNumberTwoNames },
    title: { at: 'idNumber', remark: sameTwice },
  },
  judgeRow,
}

/** Judges a committee's list of approved people, the whole file at once: see `judgeList`. */
export const judgeApprovedList = (
  spreadsheet: Spreadsheet,
  setting: JudgeSetting,
): Promise<ListVerdict<ApprovedRow>> => judgeList(spreadsheet, RULES, setting)

function judgeRow(row: RowReader<ApprovedColumn>): ApprovedRow | null {
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
  const route = row.once('route', cell.readRoute)
  const obtainedOn = row.once('obtainedOn', cell.readDay)
  const committee = row.once('committee', route === 'review' ? cell.readRequiredText : cell.readOptionalText)
  const scope = row.once('scope', cell.readScope)

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
    route,
    obtainedOn,
    committee,
    scope,
    remarks: row.cell('remarks')?.text.trim() ?? null,
  }
}
