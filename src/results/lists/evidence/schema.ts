import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { reviewCycles } from '../../../cycles/schema.ts'
import { sealColumns, sealed } from '../../../ledger/seal.ts'
import { bytes, dayColumn } from '../../../platform/columns.ts'
import { resultLists, resultRows } from '../schema.ts'
import type { EvidenceKind } from './evidence-kind.ts'

/** A paper that a cycle or a list rests on. Its digest is committed whether or not the paper itself is kept here. */
export const listEvidence = pgTable(
  'list_evidence',
  {
    id: text('id').primaryKey(),
    cycleId: text('cycle_id')
      .notNull()
      .references(() => reviewCycles.id),
    /** The list it is about; null: the whole cycle. */
    listId: text('list_id').references(() => resultLists.id),
    /** The one row a commission letter or a certificate is for. */
    rowId: text('row_id').references(() => resultRows.id),
    kind: text('kind').$type<EvidenceKind>().notNull(),
    /** What it is called, in the words of who brought it; never a person's name. */
    title: text('title').notNull(),
    /** SHA-256 of the file, 32 bytes. */
    fileDigest: bytes('file_digest').notNull(),
    /** In bytes; null when only the digest was given. */
    size: integer('size'),
    /** What it corrects. */
    replacesId: text('replaces_id').unique('list_evidence_replaces'),
    recordedOn: dayColumn('recorded_on').notNull(),
    recordedBy: text('recorded_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('list_evidence_cycle').on(table.cycleId, table.kind),
    index('list_evidence_list').on(table.listId),
    index('list_evidence_sealed_by').on(table.sealedBy),
  ],
)

/** The papers that are kept here, each under a data key of its own. */
export const evidenceFiles = pgTable('evidence_files', {
  evidenceId: text('evidence_id')
    .primaryKey()
    .references(() => listEvidence.id),
  wrappedKey: bytes('wrapped_key').notNull(),
  file: bytes('file_sealed').notNull(),
  /** MIME type as it will be handed back. */
  mediaType: text('media_type').notNull(),
})

export const sealedListEvidence = sealed(listEvidence, [
  'cycleId',
  'listId',
  'rowId',
  'kind',
  'title',
  'fileDigest',
  'size',
  'replacesId',
  'recordedOn',
  'recordedBy',
])
