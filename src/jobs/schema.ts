import { boolean, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { bytes } from '../platform/columns.ts'
import type { Actor } from '../platform/context.ts'
import type { JobData, JobStatus } from './job.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** Long work. No public answer comes from here: what a job did is sealed by the acts it performed. */
export const jobs = pgTable(
  'jobs',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    officeId: text('office_id').notNull(),
    startedBy: text('started_by').notNull(),
    actorKind: text('actor_kind').$type<Actor['kind']>().notNull(),
    personId: text('person_id'),
    accountId: text('account_id'),
    input: jsonb('input').$type<JobData>().notNull(),
    status: text('status').$type<JobStatus>().notNull(),
    state: jsonb('state').$type<JobData>(),
    done: integer('done').notNull(),
    total: integer('total').notNull(),
    attempts: integer('attempts').notNull(),
    isCancelling: boolean('is_cancelling').notNull(),
    /** Proof of being the one who runs it: random, new each time it is taken up. */
    leaseToken: text('lease_token'),
    /** By the database's clock, which all instances share. While waiting: not to be taken up before. */
    leaseUntil: instant('lease_until').notNull(),
    result: jsonb('result').$type<JobData>(),
    problemCode: text('problem_code'),
    problemDetail: text('problem_detail'),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    index('jobs_status_lease').on(table.status, table.leaseUntil),
    index('jobs_office').on(table.officeId, table.startedAt),
  ],
)

/** What a job must not show: its file and the starter's own words. Deleted, key and all, when the job ends. */
export const jobSecrets = pgTable('job_secrets', {
  jobId: text('job_id').primaryKey(),
  wrappedKey: bytes('wrapped_key').notNull(),
  file: bytes('file_sealed'),
  purpose: bytes('purpose_sealed'),
})
