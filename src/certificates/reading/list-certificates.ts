import { and, asc, desc, eq, gt, sql, type SQL } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { authorise, inScope, officesFor } from '../../identity/authorise.ts'
import { matchingName } from '../../people/name.ts'
import { revealText, openPersonKey } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { findDocument } from '../../results/document/find-document.ts'
import { recordAct } from '../../trail/record-act.ts'
import type { LevelCode } from '../../titles/level.ts'
import { foldNumber } from '../../titles/past-title.ts'
import { titleRecords } from '../../titles/schema.ts'
import type { CertificateState } from '../life-cycle.ts'
import { badSearch, purposeNeeded } from '../refusals.ts'
import { certificates, statusChanges } from '../schema.ts'

/** A certificate on a desk's list: whose it is, its own page tells. */
export interface ListedCertificate {
  readonly id: string
  readonly number: string
  readonly authorityId: string
  readonly series: string
  readonly specialty: string
  readonly title: string
  readonly level: LevelCode
  readonly issuedOn: Day
  readonly version: number
  readonly state: CertificateState
}

export interface CertificateSearch {
  /** The last number of the page before. */
  readonly after?: string | undefined
  readonly limit: number
  readonly document?: string | undefined
  readonly state?: CertificateState | undefined
}

/** The certificates of the offices in reach, by number; no names. Refuses `results/document-not-found`. */
export async function listCertificates(
  ctx: Context,
  search: CertificateSearch,
): Promise<{ readonly items: readonly ListedCertificate[]; readonly next: string | null }> {
  const { read } = ctx.database
  const offices = await officesFor(ctx, read, 'certificates.see')
  const documentId = search.document === undefined ? null : (await findDocument(read, search.document)).id
  const items = await listed(
    read,
    and(
      inScope(offices, certificates.authorityId),
      search.after === undefined ? undefined : gt(certificates.number, search.after),
      documentId === null ? undefined : eq(certificates.documentId, documentId),
      search.state === undefined ? undefined : eq(stateNow(read), search.state),
    ),
    search.limit + 1,
  )
  const page = items.slice(0, search.limit)
  return { items: page, next: items.length > search.limit ? (page.at(-1)?.number ?? null) : null }
}

// Names are looked for inside one document only: elsewhere every name in the house would have to be opened.
const MOST_NAMES = 20_000

/**
 * Finds certificates by number, or by name within one document. Somebody is being looked up: it takes a purpose, and is
 * recorded with whom it found. Refuses `certificates/purpose-needed`, `certificates/bad-search`.
 */
export async function findCertificates(
  ctx: Context,
  asked: {
    readonly number?: string | undefined
    readonly name?: string | undefined
    readonly document?: string | undefined
  },
): Promise<readonly ListedCertificate[]> {
  if (ctx.actor.purpose === null) throw purposeNeeded()
  if (asked.number === undefined && (asked.name === undefined || asked.document === undefined))
    throw badSearch()
  return ctx.database.transaction(async (tx) => {
    const offices = await officesFor(ctx, tx, 'certificates.read')
    const within = inScope(offices, certificates.authorityId)
    const found =
      asked.number === undefined
        ? await byName(ctx, tx, within, asked.name ?? '', asked.document ?? '')
        : await listed(tx, and(within, eq(certificates.number, foldNumber(asked.number))), 1)
    const subjects = await subjectsOf(tx, found)
    for (const officeId of new Set(found.map(({ authorityId }) => authorityId)))
      await authorise(ctx, tx, 'certificates.read', officeId)
    await recordAct(ctx, tx, {
      act: 'certificates.read',
      officeId: found[0]?.authorityId ?? null,
      subjects,
      facts: { by: asked.number === undefined ? 'name' : 'number', found: found.length },
    })
    return found
  })
}

async function byName(
  ctx: Context,
  handle: Handle,
  within: SQL,
  name: string,
  document: string,
): Promise<readonly ListedCertificate[]> {
  const { id } = await findDocument(handle, document)
  const rows = await handle
    .select({
      number: certificates.number,
      titleId: titleRecords.id,
      name: titleRecords.name,
      personId: persons.id,
      wrapped: persons.wrappedKey,
    })
    .from(certificates)
    .innerJoin(titleRecords, eq(titleRecords.id, certificates.titleId))
    .innerJoin(persons, eq(persons.id, certificates.personId))
    .where(and(within, eq(certificates.documentId, id)))
    .limit(MOST_NAMES)
  const wanted = matchingName(name)
  const numbers = rows.flatMap((row) => {
    if (row.wrapped.length === 0) return []
    const key = openPersonKey(ctx.keyring.fields, row.personId, row.wrapped)
    const held = revealText(key, { column: 'title_records.name', row: row.titleId }, row.name)
    return matchingName(held) === wanted ? [row.number] : []
  })
  const all: ListedCertificate[] = []
  for (const number of numbers) all.push(...(await listed(handle, eq(certificates.number, number), 1)))
  return all
}

async function subjectsOf(handle: Handle, found: readonly ListedCertificate[]): Promise<readonly string[]> {
  const subjects: string[] = []
  for (const { id } of found) {
    const [row] = await handle
      .select({ personId: certificates.personId })
      .from(certificates)
      .where(eq(certificates.id, id))
    if (row) subjects.push(row.personId)
  }
  return subjects
}

const stateNow = (handle: Handle): SQL<CertificateState> =>
  sql`coalesce((${handle
    .select({ state: statusChanges.state })
    .from(statusChanges)
    .where(eq(statusChanges.certificateId, certificates.id))
    .orderBy(desc(statusChanges.position))
    .limit(1)}), 'in-force')`

const listed = (handle: Handle, where: SQL | undefined, limit: number): Promise<ListedCertificate[]> =>
  handle
    .select({
      id: certificates.id,
      number: certificates.number,
      authorityId: certificates.authorityId,
      series: titleRecords.series,
      specialty: titleRecords.specialty,
      title: titleRecords.title,
      level: titleRecords.level,
      issuedOn: certificates.issuedOn,
      version: certificates.version,
      state: stateNow(handle),
    })
    .from(certificates)
    .innerJoin(titleRecords, eq(titleRecords.id, certificates.titleId))
    .where(where)
    .orderBy(asc(certificates.number))
    .limit(limit)
