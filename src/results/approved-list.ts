import type { Day } from '../calendar/day.ts'
import type { IdDocument, IdDocumentType } from '../people/id-document.ts'
import { judgeList } from '../spreadsheets/judge.ts'
import type { ListRules, ListVerdict, RowReader } from '../spreadsheets/judge.ts'
import type { Workbook } from '../spreadsheets/workbook.ts'
import type { LevelCode } from '../titles/level.ts'
import type { Route } from '../titles/route.ts'
import type { ValidityScope } from '../titles/validity-scope.ts'
import { APPROVED_LIST } from './approved-columns.ts'
import type { ApprovedColumn } from './approved-columns.ts'
import { numberTwice, titleTwice } from './list-repeats.ts'
import type { RepeatKeys } from './list-repeats.ts'
import * as cell from './list-cell.ts'
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

const RULES: ListRules<ApprovedColumn, ApprovedRow, RepeatKeys> = {
  kind: APPROVED_LIST,
  privateUse: NAME_FAULTS['private-use-character'],
  who: 'name',
  nobody: noPeople,
  judgeRow,
  judgeTogether: (repeats) => [...numberTwice(repeats, oneNumberTwoNames), ...titleTwice(repeats, sameTwice)],
}

/** Judges a committee's list of approved people, the whole file at once: see `judgeList`. */
export const judgeApprovedList = (
  workbook: Workbook,
  setting: { readonly today: Day },
): ListVerdict<ApprovedRow> => judgeList(workbook, RULES, setting)

function judgeRow(reader: RowReader<ApprovedColumn>): { row: ApprovedRow | null; repeat: RepeatKeys | null } {
  const name = cell.readName(reader, 'name')
  const sex = cell.readSex(reader, 'sex')
  const idType = cell.readIdType(reader, 'idType')
  const id = cell.readId(reader, 'idType', 'idNumber', idType)
  if (id?.idNumber && sex !== null && id.idNumber.sex !== sex)
    reader.tell('sex', sexContradiction(id.idNumber.sex))
  const employer = cell.readText(reader, 'employer', true)
  const employerCode = cell.readEmployerCode(reader, 'employerCode')
  const series = cell.readSeries(reader, 'series')
  const specialty = cell.readText(reader, 'specialty', true)
  const title = cell.readText(reader, 'title', true)
  const level = cell.readLevel(reader, 'level')
  cell.tellTitle(reader, 'title', { series, title, level })
  const route = cell.readRoute(reader, 'route')
  const obtainedOn = cell.readDay(reader, 'obtainedOn')
  const committee = cell.readText(reader, 'committee', route === 'review')
  const scope = cell.readScope(reader, 'scope')

  const read = {
    name,
    sex,
    idType,
    employer,
    employerCode,
    series,
    specialty,
    title,
    level,
    route,
    obtainedOn,
    scope,
  }
  return {
    row:
      id !== null && isComplete(read)
        ? {
            ...read,
            ...reader.at,
            idNumber: id.number,
            committee,
            remarks: reader.cell('remarks')?.text.trim() ?? null,
          }
        : null,
    repeat: repeatOf(reader, id, name, series && title && `${series} ${title}`),
  }
}

type Complete<T> = { readonly [K in keyof T]: NonNullable<T[K]> }

const isComplete = <T extends object>(read: T): read is T & Complete<T> =>
  Object.values(read).every((value) => value !== null)

function repeatOf(
  reader: RowReader<ApprovedColumn>,
  id: IdDocument | null,
  name: string | null,
  title: string | null,
): RepeatKeys | null {
  if (id === null) return null
  return {
    sheet: reader.at.sheet,
    row: reader.at.row,
    person: id.idNumber?.full ?? `${id.type} ${id.number}`,
    name,
    title,
    atNumber: reader.place('idNumber'),
    atName: reader.place('name'),
  }
}
