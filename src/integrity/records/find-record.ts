import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import { samePersons } from '../../people/same-persons.ts'
import type { Handle } from '../../platform/database.ts'
import { misconductTerms } from '../schema.ts'
import type { VersionRow } from './content.ts'
import { recordNotFound } from './refusals.ts'
import { misconductVersions } from './schema.ts'
import type { RecordAct, TermSet } from './state.ts'

/** What is in force of a record, and by which version. */
export interface TermInForce extends TermSet {
  readonly position: number
  readonly versionId: string
}

/** Every version, the newest first. Refuses `integrity/record-not-found`. */
export async function versionsOf(
  handle: Handle,
  recordId: string,
): Promise<readonly [VersionRow, ...VersionRow[]]> {
  const [newest, ...earlier] = await handle
    .select()
    .from(misconductVersions)
    .where(eq(misconductVersions.recordId, recordId))
    .orderBy(desc(misconductVersions.version))
  if (!newest) throw recordNotFound(recordId)
  return [newest, ...earlier]
}

/** The newest version that says what the record itself is: an early end and a clearing only point to it. */
export function recordVersion(versions: readonly VersionRow[]): VersionRow {
  const found = versions.find(({ act }) => act === 'record')
  if (!found) throw new Error('a record begins with one')
  return found
}

/** Of a record's versions those that were ever put into force, the newest first: what nobody approved is none of them. */
export async function everInForce(
  handle: Handle,
  versions: readonly [VersionRow, ...VersionRow[]],
): Promise<readonly VersionRow[]> {
  const rows = await handle
    .select({ versionId: misconductTerms.versionId })
    .from(misconductTerms)
    .where(eq(misconductTerms.recordId, versions[0].recordId))
  const ids = new Set(rows.map(({ versionId }) => versionId))
  return versions.filter(({ id }) => ids.has(id))
}

/**
 * The version that says what the newest is about: itself, or the record in force that it ends or clears. A correction
 * that was passed over is never it.
 */
export const recordAtHand = async (
  handle: Handle,
  versions: readonly [VersionRow, ...VersionRow[]],
): Promise<VersionRow> =>
  versions[0].act === 'record' ? versions[0] : recordVersion(await everInForce(handle, versions))

/** What is in force; null: nothing yet. */
export async function termInForce(handle: Handle, recordId: string): Promise<TermInForce | null> {
  const [row] = await handle
    .select({
      position: misconductTerms.position,
      versionId: misconductTerms.versionId,
      startsOn: misconductTerms.startsOn,
      endsOn: misconductTerms.endsOn,
      act: misconductVersions.act,
    })
    .from(misconductTerms)
    .innerJoin(misconductVersions, eq(misconductVersions.id, misconductTerms.versionId))
    .where(eq(misconductTerms.recordId, recordId))
    .orderBy(desc(misconductTerms.position))
    .limit(1)
  return row ? { ...row, act: row.act satisfies RecordAct } : null
}

/** Every number of the same human, the one asked for first. */
export const numbersOf = async (handle: Handle, personId: string): Promise<readonly string[]> =>
  (await samePersons(handle, [personId])).get(personId) ?? [personId]

/**
 * Another record of the same decision about the same subject, under any number of theirs; null: none. One that was cleared
 * is as if it had never been.
 */
export async function sameDecision(handle: Handle, of: VersionRowKey): Promise<string | null> {
  const { personId, subjectOfficeId } = of
  const subject =
    personId === null
      ? eq(misconductVersions.subjectOfficeId, subjectOfficeId ?? '')
      : inArray(misconductVersions.personId, [...(await numbersOf(handle, personId))])
  const rows = await handle
    .selectDistinct({ recordId: misconductVersions.recordId })
    .from(misconductVersions)
    .where(
      and(
        subject,
        eq(misconductVersions.decidedBy, of.decidedBy),
        eq(misconductVersions.decisionNumber, of.decisionNumber),
        eq(misconductVersions.act, 'record'),
        ne(misconductVersions.recordId, of.recordId ?? ''),
      ),
    )
  for (const { recordId } of rows) {
    const term = await termInForce(handle, recordId)
    if (term === null || term.startsOn !== null) return recordId
  }
  return null
}

type VersionRowKey = Pick<VersionRow, 'personId' | 'subjectOfficeId' | 'decidedBy' | 'decisionNumber'> &
  Partial<Pick<VersionRow, 'recordId'>>
