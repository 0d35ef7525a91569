import { and, desc, notExists, sql } from 'drizzle-orm'
import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { titleRecords } from '../../titles/schema.ts'
import { collectionCorrections } from '../reconcile/schema.ts'
import { CORRECTION_APPROVAL } from './propose-correction.ts'

/** A correction nobody has carried out yet; never whose. */
export interface OpenCorrection {
  readonly id: string
  readonly preparedOn: string
  readonly state: 'waiting' | 'agreed' | 'returned'
}

const MANY = 50

/** Those of offices within the actor's reach that still stand against a title in force, the newest first; at most 50. */
export async function listCorrections(ctx: Context): Promise<readonly OpenCorrection[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'collection.see')
  const offices = await officesFor(ctx, read, 'collection.see')
  // Carried out, or overtaken by another, the title has a next version.
  const next = read
    .select({ one: sql`1` })
    .from(titleRecords)
    .where(sql`${titleRecords.replaces} = ${collectionCorrections.titleId}`)
  const rows = await read
    .select({ id: collectionCorrections.id, preparedOn: collectionCorrections.preparedOn })
    .from(collectionCorrections)
    .where(and(inScope(offices, collectionCorrections.officeId), notExists(next)))
    .orderBy(desc(collectionCorrections.preparedOn), desc(collectionCorrections.id))
    .limit(MANY)
  return Promise.all(rows.map(async (row) => ({ ...row, state: await stateOf(read, row.id) })))
}

async function stateOf(handle: Handle, subjectId: string): Promise<OpenCorrection['state']> {
  const request = await latestRequest(handle, { kind: CORRECTION_APPROVAL, subjectId })
  if (request === null) return 'returned'
  const decisions = await decisionsOn(handle, request.id)
  if (decisions.some(({ decision }) => decision === 'returned')) return 'returned'
  return progressOf(request.steps, decisions).missing === 0 ? 'agreed' : 'waiting'
}
