import { asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { rowsOf, type Handle } from '../../platform/database.ts'
import { misconductVersions } from '../records/schema.ts'
import { recordState, type RecordAct, type RecordState } from '../records/state.ts'
import { misconductTerms } from '../schema.ts'
import type { CopyAct } from './exchange.ts'
import { exchangeEvents, exchangeFiles, exchangeSalts, sharedCopyActs } from './schema.ts'
import { copiesIn, type Copy, type SentFile } from './state.ts'

export type FileRow = typeof exchangeFiles.$inferSelect
export type FileEvent = typeof exchangeEvents.$inferSelect

/** A file with what happened to it. */
export interface KnownFile extends SentFile {
  readonly row: FileRow
  /** The newest last. */
  readonly events: readonly FileEvent[]
}

/** Every file of an office, in the order of their numbers. */
export async function filesOf(handle: Handle, officeId: string): Promise<readonly KnownFile[]> {
  const rows = await handle
    .select()
    .from(exchangeFiles)
    .where(eq(exchangeFiles.officeId, officeId))
    .orderBy(asc(exchangeFiles.sequence))
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const events = await handle
    .select()
    .from(exchangeEvents)
    .where(inArray(exchangeEvents.fileId, ids))
    .orderBy(asc(exchangeEvents.position))
  const salts = await handle
    .select({ fileId: exchangeSalts.fileId })
    .from(exchangeSalts)
    .where(inArray(exchangeSalts.fileId, ids))
  const inHand = new Set(salts.map(({ fileId }) => fileId))
  return rows.map((row) => {
    const own = events.filter(({ fileId }) => fileId === row.id)
    const reply = own.find(({ kind }) => kind !== 'sent')
    return {
      row,
      events: own,
      kind: row.kind,
      lines: row.lines,
      answer: reply === undefined || reply.kind === 'sent' ? null : reply.kind,
      rejected: new Map(reply?.rejected.map(({ recordId, reason }) => [recordId, reason])),
      wasSent: own.some(({ kind }) => kind === 'sent'),
      isInHand: inHand.has(row.id),
    }
  })
}

/** A record that was ever in force, and what of it is or should be with the platform. */
export interface SharedRecord {
  readonly recordId: string
  readonly termId: string
  readonly state: RecordState
  readonly newestAct: CopyAct | null
  readonly copy: Copy | undefined
}

/** Every record of an office's archive that was ever in force, with its copy. */
export async function sharedRecords(
  ctx: Context,
  handle: Handle,
  officeId: string,
  files: readonly KnownFile[],
): Promise<readonly SharedRecord[]> {
  const rows = await rowsOf<{
    recordId: string
    termId: string
    act: RecordAct
    startsOn: string | null
    endsOn: string | null
    copyAct: CopyAct | null
  }>(
    handle,
    sql`select t.record_id as "recordId", t.id as "termId", v.act,
        to_char(t.starts_on, 'YYYY-MM-DD') as "startsOn", to_char(t.ends_on, 'YYYY-MM-DD') as "endsOn",
        (select act from ${sharedCopyActs} where record_id = t.record_id order by position desc limit 1) as "copyAct"
      from (select distinct on (record_id) * from ${misconductTerms} order by record_id, position desc) t
      join ${misconductVersions} v on v.id = t.version_id
      where v.office_id = ${officeId} order by t.record_id`,
  )
  const copies = copiesIn(files)
  return rows.map(({ recordId, termId, copyAct, ...term }) => ({
    recordId,
    termId,
    state: recordState({ term }, ctx.today()),
    newestAct: copyAct,
    copy: copies.get(recordId),
  }))
}

export const copyActsOf = (handle: Handle, recordId: string) =>
  handle
    .select()
    .from(sharedCopyActs)
    .where(eq(sharedCopyActs.recordId, recordId))
    .orderBy(desc(sharedCopyActs.position))
