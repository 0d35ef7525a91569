import { boolean, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import type { ObjectionStep } from './objection.ts'

/** What anybody said against a publication or somebody on it; readable at the convening body's desk only. */
export const objections = pgTable(
  'objections',
  {
    id: text('id').primaryKey(),
    /** What the objector is given: 8 letters and digits. */
    reference: text('reference').notNull().unique('objections_reference'),
    /** SHA-256 of the secret that opens its state. */
    secretDigest: bytes('secret_digest').notNull(),
    publicationId: text('publication_id').notNull(),
    listId: text('list_id').notNull(),
    cycleId: text('cycle_id').notNull(),
    kind: text('kind').$type<PublicityKind>().notNull(),
    /** The row it is about; null: the procedure, or somebody it did not name plainly. */
    rowId: text('row_id'),
    personId: text('person_id'),
    /** Its own data key, wrapped: contact and answers lie under it. */
    wrappedKey: bytes('wrapped_key').notNull(),
    /** What was said: under its own key, and inside that under the key of whom it is about. */
    text: bytes('text_sealed').notNull(),
    /** Who said it and how to reach them; null: anonymous. */
    contact: bytes('contact_sealed'),
    /** Came after the last day. */
    isLate: boolean('is_late').notNull(),
    receivedOn: dayColumn('received_on').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('objections_publication').on(table.publicationId),
    index('objections_cycle_person').on(table.cycleId, table.personId),
    index('objections_sealed_by').on(table.sealedBy),
  ],
)

/** What the convening body did about it; the newest is its state, none means nobody has looked at it. */
export const objectionSteps = pgTable(
  'objection_steps',
  {
    id: text('id').primaryKey(),
    objectionId: text('objection_id')
      .notNull()
      .references(() => objections.id),
    /** 1, 2, … of the objection. */
    position: integer('position').notNull(),
    step: text('step').$type<ObjectionStep>().notNull(),
    /** What both sides are told, under the objection's key. */
    ground: bytes('ground_sealed'),
    takenOn: dayColumn('taken_on').notNull(),
    takenBy: text('taken_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('objection_steps_position').on(table.objectionId, table.position),
    index('objection_steps_sealed_by').on(table.sealedBy),
  ],
)

export const sealedObjections = sealed(objections, [
  'reference',
  'secretDigest',
  'publicationId',
  'listId',
  'cycleId',
  'kind',
  'rowId',
  'personId',
  'wrappedKey',
  'text',
  'contact',
  'isLate',
  'receivedOn',
])

export const sealedObjectionSteps = sealed(objectionSteps, [
  'objectionId',
  'position',
  'step',
  'ground',
  'takenOn',
  'takenBy',
])
