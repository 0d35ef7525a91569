import { index, integer, pgTable, primaryKey, text, timestamp, unique } from 'drizzle-orm/pg-core'
import type { Role } from '../identity/role.ts'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes } from '../platform/columns.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** Something somebody asks others to agree to: one version of one subject, bound to the digest of its bytes. */
export const approvalRequests = pgTable(
  'approval_requests',
  {
    id: text('id').primaryKey(),
    /** What sort of thing; the capability that acts on it owns the word. */
    kind: text('kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** What it is called on a desk; null: by its kind. Never a person's name. */
    title: text('title'),
    /** 1, 2, … of the subject; only the last counts. */
    version: integer('version').notNull(),
    /** SHA-256 of the exact bytes, lower-case hex. */
    digest: text('digest').notNull(),
    /** The office it is about. */
    officeId: text('office_id').notNull(),
    /** Canonical JSON of ApprovalStep[]: who has to agree, in order. */
    steps: text('steps').notNull(),
    /** As Actor.name. */
    preparedBy: text('prepared_by').notNull(),
    /** Null for the console and for machines. */
    preparedPersonId: text('prepared_person_id'),
    preparedAt: instant('prepared_at').notNull(),
    /** The request whose snapshot this one is compared with. */
    previousId: text('previous_id'),
    /** Of the encrypted snapshot and whom it excludes (snapshot.ts). */
    snapshotHash: bytes('snapshot_hash').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('approval_requests_sealed_by').on(table.sealedBy),
    unique('approval_requests_version').on(table.kind, table.subjectId, table.version),
  ],
)

/**
 * The content a request shows, under a data key of its own: it may hold names and numbers. Whom it concerns lies here and
 * not with the request, which stays when what it showed is destroyed.
 */
export const approvalSnapshots = pgTable('approval_snapshots', {
  requestId: text('request_id').primaryKey(),
  wrappedKey: bytes('wrapped_key').notNull(),
  snapshot: bytes('snapshot_sealed').notNull(),
  /** Ids of persons who may not decide, separated by commas; empty: nobody but the preparer. */
  excluded: text('excluded').notNull(),
})

/** What somebody decided. A person decides once on a request, through whichever account. */
export const approvalDecisions = pgTable(
  'approval_decisions',
  {
    id: text('id').primaryKey(),
    requestId: text('request_id').notNull(),
    /** Index into the request's steps. */
    step: integer('step').notNull(),
    personId: text('person_id').notNull(),
    accountId: text('account_id').notNull(),
    role: text('role').$type<Role>().notNull(),
    /** The office for which the role was held. */
    officeId: text('office_id').notNull(),
    /** What they saw and meant. */
    digest: text('digest').notNull(),
    /** HMAC-SHA-256, under the request's data key, of the differences shown to them. */
    displayed: bytes('displayed').notNull(),
    decision: text('decision').$type<'approved' | 'returned'>().notNull(),
    /** Under the request's data key; null with an approval. */
    comment: bytes('comment_sealed'),
    decidedAt: instant('decided_at').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('approval_decisions_sealed_by').on(table.sealedBy),
    unique('approval_decisions_person').on(table.requestId, table.personId),
  ],
)

/** Steps of the requests that still wait; made from them, so that a desk finds its own. No evidence of anything. */
export const approvalQueue = pgTable(
  'approval_queue',
  {
    requestId: text('request_id').notNull(),
    step: integer('step').notNull(),
    role: text('role').$type<Role>().notNull(),
    officeId: text('office_id').notNull(),
    people: integer('people').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestId, table.step] }),
    index('approval_queue_desk').on(table.officeId, table.role),
  ],
)

export const sealedApprovalRequests = sealed(approvalRequests, [
  'kind',
  'subjectId',
  'title',
  'version',
  'digest',
  'officeId',
  'steps',
  'preparedBy',
  'preparedPersonId',
  'preparedAt',
  'previousId',
  'snapshotHash',
])

export const sealedApprovalDecisions = sealed(approvalDecisions, [
  'requestId',
  'step',
  'personId',
  'accountId',
  'role',
  'officeId',
  'digest',
  'displayed',
  'decision',
  'comment',
  'decidedAt',
])
