import { index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { Conduct } from './conduct.ts'
import type { RecordAct } from './state.ts'
import type { SubjectKind } from './subject.ts'
import type { TermRule } from './term.ts'

/**
 * A misconduct record as one person entered it, whole; a correction, an early end or a clearing is the next version.
 * What is in force is in `misconduct_terms`.
 */
export const misconductVersions = pgTable(
  'misconduct_versions',
  {
    id: text('id').primaryKey(),
    recordId: text('record_id').notNull(),
    version: integer('version').notNull(),
    act: text('act').$type<RecordAct>().notNull(),
    /** Whose archive it is in. */
    officeId: text('office_id').notNull(),
    /** The policy it goes by, and the level that was applied for. */
    place: text('place').notNull(),
    level: text('level').$type<LevelGroup>().notNull(),
    subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
    personId: text('person_id'),
    subjectOfficeId: text('subject_office_id'),
    conduct: text('conduct').$type<Conduct>().notNull(),
    conductOn: dayColumn('conduct_on').notNull(),
    foundOn: dayColumn('found_on').notNull(),
    /** 告知, the last day to state one's case, and the day it was stated; null: it was not. */
    toldOn: dayColumn('told_on').notNull(),
    hearingThrough: dayColumn('hearing_through').notNull(),
    statedOn: dayColumn('stated_on'),
    decidedBy: text('decided_by').notNull(),
    decisionNumber: text('decision_number').notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    rule: jsonb('rule').$type<TermRule>().notNull(),
    /** Of an early end: the last day of the term. */
    endsOn: dayColumn('ends_on'),
    /** Of a record about an office: its own data key. A person's is under that person's. */
    wrappedKey: bytes('wrapped_key'),
    /** Facts, statement, titles and reasons (content.ts), under that key. */
    content: bytes('content_sealed').notNull(),
    /** SHA-256 of the version with its evidence: what approvers approve. */
    digest: bytes('digest').notNull(),
    enteredOn: dayColumn('entered_on').notNull(),
    enteredBy: text('entered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('misconduct_versions_version').on(table.recordId, table.version),
    index('misconduct_versions_person').on(table.personId),
    index('misconduct_versions_office').on(table.officeId, table.decidedOn),
    index('misconduct_versions_sealed_by').on(table.sealedBy),
  ],
)

/** A paper a record rests on, under the same key as its facts; every later version rests on it too. */
export const misconductEvidence = pgTable(
  'misconduct_evidence',
  {
    id: text('id').primaryKey(),
    recordId: text('record_id').notNull(),
    version: integer('version').notNull(),
    personId: text('person_id'),
    wrappedKey: bytes('wrapped_key'),
    name: bytes('name_sealed').notNull(),
    file: bytes('file_sealed').notNull(),
    /** SHA-256 of the paper. */
    fileDigest: bytes('file_digest').notNull(),
    mediaType: text('media_type').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('misconduct_evidence_record').on(table.recordId),
    index('misconduct_evidence_person').on(table.personId),
    index('misconduct_evidence_sealed_by').on(table.sealedBy),
  ],
)

/** What happened around a record in force: an objection and its answer, a letter and its receipt. */
export const misconductNotes = pgTable(
  'misconduct_notes',
  {
    id: text('id').primaryKey(),
    recordId: text('record_id').notNull(),
    position: integer('position').notNull(),
    kind: text('kind').$type<'objected' | 'answered' | 'received'>().notNull(),
    /** answered: kept or to be changed; received: by whom. */
    detail: text('detail').notNull(),
    personId: text('person_id'),
    happenedOn: dayColumn('happened_on').notNull(),
    wrappedKey: bytes('wrapped_key'),
    words: bytes('words_sealed').notNull(),
    notedOn: dayColumn('noted_on').notNull(),
    notedBy: text('noted_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('misconduct_notes_position').on(table.recordId, table.position),
    index('misconduct_notes_person').on(table.personId),
    index('misconduct_notes_sealed_by').on(table.sealedBy),
  ],
)

export const sealedMisconductVersions = sealed(misconductVersions, [
  'recordId',
  'version',
  'act',
  'officeId',
  'place',
  'level',
  'subjectKind',
  'personId',
  'subjectOfficeId',
  'conduct',
  'conductOn',
  'foundOn',
  'toldOn',
  'hearingThrough',
  'statedOn',
  'decidedBy',
  'decisionNumber',
  'decidedOn',
  'rule',
  'endsOn',
  'wrappedKey',
  'content',
  'digest',
  'enteredOn',
  'enteredBy',
])

export const sealedMisconductEvidence = sealed(misconductEvidence, [
  'recordId',
  'version',
  'personId',
  'wrappedKey',
  'name',
  'file',
  'fileDigest',
  'mediaType',
])

export const sealedMisconductNotes = sealed(misconductNotes, [
  'recordId',
  'position',
  'kind',
  'detail',
  'personId',
  'happenedOn',
  'wrappedKey',
  'words',
  'notedOn',
  'notedBy',
])
