import { and, desc, inArray, or, sql, type SQL } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { subjectOf } from './record.ts'
import { trailRecords, trailSubjects } from './schema.ts'

/** One occasion on which somebody's data was looked at or changed, or was refused to be. */
export interface Look {
  readonly at: Date
  /** An account, client or service; whether its person is named is the caller's to decide. */
  readonly actor: string
  readonly act: string
  readonly officeId: string | null
  readonly purpose: string | null
  readonly outcome: 'done' | 'refused'
}

const MOST = 200

/**
 * Who had to do with a person's data, newest first, at most 200: what named them as a subject, and whatever was done
 * with an approval request that shows them. `only`: a condition on the trail's records, so that nothing that is not shown
 * pushes out what is. For the person's own eyes, and the supervisor's.
 */
export async function whoLooked(
  ctx: Context,
  handle: Handle,
  personId: string,
  only?: SQL,
): Promise<readonly Look[]> {
  const subject = subjectOf(ctx.keyring.fields, personId)
  const named = handle
    .select({ position: trailSubjects.position })
    .from(trailSubjects)
    .where(sql`${trailSubjects.subject} = ${subject}`)
  // A request's data is named once, when it is prepared; whoever opens or decides the request has seen it.
  const requests = sql`(select r.about from ${trailRecords} r join ${trailSubjects} s on s.position = r.position
    where s.subject = ${subject} and r.act = 'approvals.request' and r.about is not null)`
  return handle
    .select({
      at: trailRecords.at,
      actor: trailRecords.actor,
      act: trailRecords.act,
      officeId: trailRecords.officeId,
      purpose: trailRecords.purpose,
      outcome: trailRecords.outcome,
    })
    .from(trailRecords)
    .where(and(or(inArray(trailRecords.position, named), inArray(trailRecords.about, requests)), only))
    .orderBy(desc(trailRecords.position))
    .limit(MOST)
}
