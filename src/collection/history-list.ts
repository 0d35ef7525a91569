import type { Day } from '../calendar/day.ts'
import type { IdDocumentType } from '../people/id-document.ts'
import { matchingName } from '../people/name.ts'
import { readName, readText } from '../results/list-cell.ts'
import { numberTwice, titleTwice } from '../results/list-repeats.ts'
import type { RepeatKeys } from '../results/list-repeats.ts'
import { noPeople, sameTwice, unknownSex } from '../results/reasons.ts'
import { compact } from '../spreadsheets/full-width.ts'
import { judgeList } from '../spreadsheets/judge.ts'
import type { ListRules, ListVerdict, RowReader } from '../spreadsheets/judge.ts'
import type { Workbook } from '../spreadsheets/workbook.ts'
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
  /** Holds a private-use character: somebody must say which one was meant. */
  readonly mending: boolean
  readonly remarks: string | null
}

const RULES: ListRules<HistoryColumn, HistoryRow, RepeatKeys> = {
  kind: HISTORY_LIST,
  privateUse: reasons.privateUse,
  who: 'name',
  nobody: noPeople,
  judgeRow,
  judgeTogether(repeats) {
    const numbered = repeats.filter(({ person }) => !person.startsWith(NUMBERLESS))
    const numberless = repeats.filter(({ person }) => person.startsWith(NUMBERLESS))
    // Two people did share a number: only one of one name has one title twice.
    const named = numbered.map((row) => ({ ...row, person: `${row.person} ${matchingName(row.name ?? '')}` }))
    return [
      ...numberTwice(numbered, reasons.sharedNumber),
      ...titleTwice(named, sameTwice),
      ...titleTwice(numberless, reasons.perhapsTwice),
    ]
  },
}

const NUMBERLESS = '- '

/**
 * Judges a list of titles of past years, the whole file at once: see `judgeList`. It judges rows, not whether a
 * programme asks for them. What an old record honestly lacks or carries is a warning, never a refusal.
 */
export const judgeHistoryList = (
  workbook: Workbook,
  setting: { readonly today: Day },
): ListVerdict<HistoryRow> => judgeList(workbook, RULES, setting)

function judgeRow(reader: RowReader<HistoryColumn>): { row: HistoryRow | null; repeat: RepeatKeys | null } {
  const name = readName(reader, 'name')
  const identity = cell.readOldId(reader)
  tellSex(reader, identity)
  const employer = cell.readOptional(reader, 'employer', reasons.noEmployer)
  if (identity?.kind === 'none' && reader.cell('employer') === undefined) reader.tell('name', reasons.nobody)
  const series = cell.readOldSeries(reader)
  const specialty = readText(reader, 'specialty', false)
  const title = readText(reader, 'title', true)
  const level = cell.readOldLevel(reader)
  cell.tellOldTitle(reader, series, title, level)
  const route = cell.readOldRoute(reader)
  const obtainedOn = cell.readPastDay(reader)
  tellAge(reader, identity, obtainedOn)
  const document = cell.readOldDocument(reader)
  const issuer = cell.readOptional(reader, 'issuer', reasons.noIssuer)

  const texts = { employer, series, specialty, title, document, issuer }
  const complete = name && identity && title && level && route && obtainedOn
  return {
    row: complete
      ? {
          ...reader.at,
          ...texts,
          ...idOf(identity),
          name,
          title,
          level,
          route,
          obtainedOn,
          mending: [name, ...Object.values(texts)].some((text) => text !== null && /\p{Co}/u.test(text)),
          remarks: reader.cell('remarks')?.text.trim() ?? null,
        }
      : null,
    repeat: repeatOf(reader, identity, name, employer, title && route && `${series} ${title} ${route}`),
  }
}

function idOf(identity: OldIdentity): Pick<HistoryRow, 'identity' | 'idType' | 'idNumber'> {
  if (identity.kind === 'none') return { identity: 'none', idType: null, idNumber: null }
  const { type, number } = identity.kind === 'sound' ? identity.document : identity
  return { identity: identity.kind, idType: type, idNumber: number }
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

function repeatOf(
  reader: RowReader<HistoryColumn>,
  identity: OldIdentity | null,
  name: string | null,
  employer: string | null,
  title: string | null,
): RepeatKeys | null {
  if (identity === null || name === null) return null
  const { sheet, row } = reader.at
  const [atNumber, atName] = [reader.place('idNumber'), reader.place('name')]
  if (identity.kind === 'none')
    return {
      sheet,
      row,
      person: `${NUMBERLESS}${matchingName(name)} ${employer}`,
      name,
      title,
      atNumber: atName,
      atName,
    }
  const person =
    identity.kind === 'flawed'
      ? identity.number
      : (identity.document.idNumber?.full ?? `${identity.document.type} ${identity.document.number}`)
  return { sheet, row, person, name, title, atNumber, atName }
}
