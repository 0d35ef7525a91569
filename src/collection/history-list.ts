import type { IdDocumentType } from '../people/id-document.ts'
import { matchingName } from '../people/name.ts'
import { readName, readOptionalText, readRequiredText } from '../results/lists/list-cell.ts'
import { noPeople, unknownSex } from '../results/lists/reasons.ts'
import { compact } from '../spreadsheets/full-width.ts'
import { judgeList } from '../spreadsheets/judge.ts'
import type { JudgeSetting, ListRules, ListVerdict } from '../spreadsheets/judge.ts'
import type { RowReader } from '../spreadsheets/row-reader.ts'
import type { Spreadsheet } from '../spreadsheets/workbook.ts'
import type { LevelCode } from '../titles/level.ts'
import type { Route } from '../titles/route.ts'
import { HISTORY_LIST } from './history-columns.ts'
import type { HistoryColumn } from './history-columns.ts'
import * as cell from './history-cell.ts'
import type { OldIdentity, PastDay } from './history-cell.ts'
import * as reasons from './reasons.ts'

/** One person's title of a past year as an office's list gives it, every cell accepted. */
export interface HistoryRow {
  readonly sheet: string
  /** As the spreadsheet numbers it. */
  readonly row: number
  /** Place among the people of the file, from 1. */
  readonly position: number
  /** Exactly as given. */
  readonly name: string
  /** `flawed`: the number is kept although its own digits contradict it. Only a `sound` one can be certified. */
  readonly identity: OldIdentity['kind']
  readonly idType: IdDocumentType | null
  /** Half width, no blanks, capitals; 15 digits stay 15. */
  readonly idNumber: string | null
  /** What the person is found by: the number, 15 digits as the 18 they stand for. */
  readonly fullNumber: string | null
  readonly employer: string | null
  /** In the words of its year. */
  readonly series: string | null
  readonly specialty: string | null
  readonly title: string
  /** 410 and 430 too. */
  readonly level: LevelCode
  readonly route: Route
  readonly obtainedOn: PastDay
  /** With 〔〕 when it could be read, else as given. */
  readonly document: string | null
  /** As given: an office may be long closed. */
  readonly issuer: string | null
  /** Number printed on the paper, as given. */
  readonly paper: string | null
  /** Holds a private-use character: somebody must say which one was meant. */
  readonly mending: boolean
  readonly remarks: string | null
}

export const HISTORY_RULES: ListRules<HistoryColumn, HistoryRow> = {
  kind: HISTORY_LIST,
  privateUse: reasons.privateUse,
  who: 'name',
  nobody: noPeople,
  repeats: {
    number: { at: 'name', onlyDiffering: true, remark: reasons.sharedNumber },
    title: { at: 'idNumber', remark: reasons.titleTwice },
    numberless: { at: 'name', remark: reasons.perhapsTwice },
  },
  judgeRow,
}

/**
 * Judges a list of titles of past years, the whole file at once: see `judgeList`. It judges rows, not whether a
 * programme asks for them. What an old record honestly lacks or carries is a warning, never a refusal.
 */
export const judgeHistoryList = (
  spreadsheet: Spreadsheet,
  setting: JudgeSetting,
): Promise<ListVerdict<HistoryRow>> => judgeList(spreadsheet, HISTORY_RULES, setting)

function judgeRow(row: RowReader<HistoryColumn>): HistoryRow | null {
  const name = readName(row, 'name')
  const identity = cell.readOldId(row)
  tellSex(row, identity)
  const employer = row.once('employer', cell.readEmployer)
  if (identity?.kind === 'none' && row.cell('employer') === undefined) row.tell('name', reasons.nobody)
  const series = row.once('series', cell.readOldSeries)
  const specialty = row.once('specialty', readOptionalText)
  const title = row.once('title', readRequiredText)
  const level = row.once('level', cell.readOldLevel)
  cell.tellOldTitle(row, series, title, level)
  const route = row.once('route', cell.readOldRoute)
  const obtainedOn = row.once('obtainedOn', cell.readPastDay)
  tellAge(row, identity, obtainedOn)
  const document = row.once('document', cell.readOldDocument)
  const issuer = row.once('issuer', cell.readIssuer)
  const paper = cell.readPaperNumber(row)

  noteRepeats(row, { identity, name, employer, title: title && route && `${series} ${title} ${route}` })
  const complete = name && identity && title && level && route && obtainedOn
  if (!complete) return null
  const { sheet, row: number, position } = row.at
  const { type, idNumber, fullNumber } = idOf(identity)
  const texts = [name, employer, series, specialty, title, document, issuer, paper]
  // Spelled out: put together of spread objects it costs five times as much as everything above.
  return {
    sheet,
    row: number,
    position,
    name,
    identity: identity.kind,
    idType: type,
    idNumber,
    fullNumber,
    employer,
    series,
    specialty,
    title,
    level,
    route,
    obtainedOn,
    document,
    issuer,
    paper,
    mending: texts.some(isPrivate),
    remarks: row.cell('remarks')?.text.trim() ?? null,
  }
}

/** Asked of every text of a million rows: the fast question first. */
const isPrivate = (text: string | null): boolean =>
  text !== null && /[\ud800-\udfff\ue000-\uf8ff]/.test(text) && /\p{Co}/u.test(text)

interface Id {
  readonly type: HistoryRow['idType']
  readonly idNumber: string | null
  readonly fullNumber: string | null
}

function idOf(identity: OldIdentity): Id {
  if (identity.kind === 'none') return { type: null, idNumber: null, fullNumber: null }
  const { type, number } = identity.kind === 'sound' ? identity.document : identity
  const full = identity.kind === 'sound' ? identity.document.idNumber?.full : null
  return { type, idNumber: number, fullNumber: full ?? number }
}

/** Sex is not kept; where a list tells it, it may show that the number is another person's. */
function tellSex(reader: RowReader<HistoryColumn>, identity: OldIdentity | null): void {
  const told = reader.cell('sex')
  if (told === undefined) return
  const sex = compact(told.text)
  if (sex !== '男' && sex !== '女') return reader.tell('sex', unknownSex)
  const idNumber = identity?.kind === 'sound' ? identity.document.idNumber : null
  if (idNumber !== null && idNumber.sex !== sex) reader.tell('sex', reasons.sexDoubtful(idNumber.sex))
}

function tellAge(
  reader: RowReader<HistoryColumn>,
  identity: OldIdentity | null,
  obtained: PastDay | null,
): void {
  const idNumber = identity?.kind === 'sound' ? identity.document.idNumber : null
  if (idNumber === null || obtained === null) return
  if (Number(obtained.value.slice(0, 4)) - Number(idNumber.birth.slice(0, 4)) < 16)
    reader.tell('obtainedOn', reasons.tooYoung)
}

function noteRepeats(
  row: RowReader<HistoryColumn>,
  {
    identity,
    name,
    employer,
    title,
  }: {
    readonly identity: OldIdentity | null
    readonly name: string | null
    readonly employer: string | null
    readonly title: string | null
  },
): void {
  if (identity === null || name === null) return
  const called = matchingName(name)
  if (identity.kind === 'none') {
    if (title) row.repeats('numberless', `${called} ${employer} ${title}`)
    return
  }
  const person =
    identity.kind === 'flawed'
      ? identity.number
      : (identity.document.idNumber?.full ?? `${identity.document.type} ${identity.document.number}`)
  row.repeats('number', person, called)
  // Two people did share a number: only of one name is it one title told twice. It may be two: reconciling asks.
  if (title) row.repeats('title', `${person} ${called} ${title}`)
}
