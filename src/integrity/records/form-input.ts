import { ID_DOCUMENT_TYPES, type IdDocumentType } from '../../people/id-document.ts'
import { LEVEL_GROUPS } from '../../policy/level-group.ts'
import { isConduct } from './conduct.ts'
import type { RecordInput } from './checked-record.ts'
import type { Reversal } from './change-record.ts'
import type { SubjectAsked } from './find-subject.ts'
import { isRecipient } from './letter.ts'
import type { NewNote } from './note.ts'
import { badRecord } from './refusals.ts'
import type { RecordSearch } from './search-records.ts'
import { SUBJECT_KINDS, isPerson } from './subject.ts'
import { TERM_STARTS } from './term.ts'
import type { OwnRule } from './term-rule.ts'

/** A field of a posted form as typed; empty when it was not there. */
export type Words = (name: string) => string

const oneOf = <T extends string>(field: string, all: readonly T[], typed: string): T => {
  const found = all.find((each) => each === typed)
  if (found === undefined) throw badRecord(field, '请从所列的选项中选择')
  return found
}

/** What a form says of a decision; held against the rules by the act. Refuses `integrity/bad-record`. */
export function recordIn(text: Words): RecordInput {
  const conduct = text('conduct')
  if (!isConduct(conduct)) throw badRecord('失信行为', '请从所列的行为中选择')
  const day = (name: string) => text(name).trim()
  return {
    conduct,
    facts: text('facts'),
    conductOn: day('conductOn'),
    foundOn: day('foundOn'),
    toldOn: day('toldOn'),
    hearingThrough: day('hearingThrough'),
    statedOn: day('statedOn') === '' ? null : day('statedOn'),
    statement: text('statement'),
    response: text('response'),
    decidedBy: text('decidedBy'),
    decisionNumber: text('decisionNumber'),
    decidedOn: day('decidedOn'),
    titles: text('titles').split(/[\s,，、]+/),
  }
}

/** A sector's rule; null when none of it was filled in. */
export function ruleIn(text: Words): OwnRule | null {
  const typed = ['ruleDocument', 'ruleClause', 'ruleYears'].map((name) => text(name).trim())
  if (typed.every((word) => word === '')) return null
  const [document = '', clause = '', years = ''] = typed
  if (!/^\d{1,2}$/.test(years)) throw badRecord('记录年限', '应为整数')
  return { document, clause, years: Number(years), start: oneOf('起算日', TERM_STARTS, text('ruleStart')) }
}

export function subjectIn(text: Words): SubjectAsked {
  const kind = oneOf('对象', SUBJECT_KINDS, text('subjectKind'))
  if (!isPerson(kind)) {
    if (kind !== 'employer' && kind !== 'review-body') throw badRecord('对象', '请从所列的选项中选择')
    return { kind, officeId: text('subjectOfficeId') }
  }
  if (kind !== 'applicant' && kind !== 'expert' && kind !== 'staff')
    throw badRecord('对象', '请从所列的选项中选择')
  return {
    kind,
    name: text('name'),
    idType: oneOf<IdDocumentType>('证件类型', ID_DOCUMENT_TYPES, text('idType')),
    idNumber: text('idNumber'),
    nameVerified: text('nameVerified') !== '',
  }
}

/** By number when one was typed, else by name. */
export const searchIn = (text: Words): RecordSearch =>
  text('idNumber').trim() === ''
    ? { by: 'name', name: text('name'), officeId: text('officeId') }
    : { by: 'number', idNumber: text('idNumber') }

export const levelIn = (text: Words) => oneOf('申报层级', LEVEL_GROUPS, text('level'))

export function reversalIn(text: Words, recordId: string): Reversal {
  const decided = {
    recordId,
    decidedBy: text('decidedBy'),
    decisionNumber: text('decisionNumber'),
    decidedOn: text('decidedOn').trim(),
    reason: text('reason'),
  }
  return text('act') === 'clear'
    ? { ...decided, act: 'clear' }
    : { ...decided, act: 'end-early', endsOn: text('endsOn').trim() }
}

export function noteIn(text: Words, recordId: string): NewNote {
  const note = { recordId, happenedOn: text('happenedOn').trim(), words: text('words') }
  const detail = text('detail')
  switch (text('kind')) {
    case 'answered':
      return { ...note, kind: 'answered', detail: oneOf('结论', ['kept', 'changed'], detail) }
    case 'received':
      if (!isRecipient(detail)) throw badRecord('送达对象', '请从所列的对象中选择')
      return { ...note, kind: 'received', detail }
    default:
      return { ...note, kind: 'objected' }
  }
}
