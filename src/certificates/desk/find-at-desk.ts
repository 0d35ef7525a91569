import { asc, eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { qualificationDocuments } from '../../results/document/schema.ts'
import { titleRecords } from '../../titles/schema.ts'
import { doneBy } from './done-by.ts'
import { keptFile } from '../files/kept-file.ts'
import { isCode } from '../reading/find.ts'
import { stateAfter, type CertificateState, type LifeAct, type LifeChange } from '../life-cycle.ts'
import { changesOf } from '../reading/lives.ts'
import { certificateNotFound } from '../refusals.ts'
import { certificates, statusChanges } from '../schema.ts'

export interface DeskVersion {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly state: CertificateState
}

export interface DeskChange {
  readonly act: LifeAct
  readonly state: CertificateState
  readonly effectiveOn: string
  readonly document: string
  readonly decidedOn: string
  readonly changed: readonly string[] | null
  /** A login, never an account's id. */
  readonly by: string
}

/** A certificate as a desk shows it to anybody in reach: neither whose it is nor why it changed. */
export type CertificateAtDesk = Awaited<ReturnType<typeof findCertificateAtDesk>>

/** Refuses `certificates/not-found`, for one that does not exist as for one out of reach. */
export async function findCertificateAtDesk(ctx: Context, handle: Handle, id: string) {
  const row = isCode(id) ? await rowOf(handle, id) : undefined
  if (!row) throw certificateNotFound(id)
  await authorise(ctx, handle, 'certificates.see', row.authorityId, certificateNotFound(id))
  const file = await keptFile(handle, ctx.keyring.history, id)
  const changes = await lifeOf(handle, id)
  const versions = await versionsOf(handle, row)
  return {
    ...row,
    changes,
    state: stateAfter(changes),
    /** Every version of the title, oldest first; this one among them. */
    versions,
    newer: versions.find(({ version }) => version === row.version + 1) ?? null,
    hasFile: file !== undefined,
  }
}

async function rowOf(handle: Handle, id: string) {
  const [row] = await handle
    .select({
      id: certificates.id,
      number: certificates.number,
      code: certificates.code,
      version: certificates.version,
      replaces: certificates.replaces,
      issuedOn: certificates.issuedOn,
      authorityId: certificates.authorityId,
      authority: currentAuthorities.name,
      documentId: certificates.documentId,
      document: qualificationDocuments.number,
      series: titleRecords.series,
      specialty: titleRecords.specialty,
      title: titleRecords.title,
      level: titleRecords.level,
      route: titleRecords.route,
      obtainedOn: titleRecords.obtainedOn,
      committee: titleRecords.committee,
      scope: titleRecords.scope,
    })
    .from(certificates)
    .innerJoin(titleRecords, eq(titleRecords.id, certificates.titleId))
    .innerJoin(qualificationDocuments, eq(qualificationDocuments.id, certificates.documentId))
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, certificates.authorityId))
    .where(eq(certificates.id, id))
  return row
}

async function lifeOf(handle: Handle, id: string): Promise<readonly DeskChange[]> {
  const rows = await handle
    .select({
      act: statusChanges.act,
      state: statusChanges.state,
      effectiveOn: statusChanges.effectiveOn,
      document: statusChanges.document,
      decidedOn: statusChanges.decidedOn,
      changed: statusChanges.changed,
      changedBy: statusChanges.changedBy,
    })
    .from(statusChanges)
    .where(eq(statusChanges.certificateId, id))
    .orderBy(asc(statusChanges.position))
  const by = await doneBy(
    handle,
    rows.map(({ changedBy }) => changedBy),
  )
  return rows.map(({ changedBy, ...change }) => ({ ...change, by: by(changedBy) }))
}

interface Link {
  readonly id: string
  readonly number: string
  readonly version: number
  readonly replaces: string | null
}

async function versionsOf(handle: Handle, of: Link): Promise<readonly DeskVersion[]> {
  const links: Link[] = [of]
  for (let first = of; first.replaces !== null;) {
    const older = await linkWhere(handle, 'id', first.replaces)
    if (!older) break
    links.unshift((first = older))
  }
  for (let last = of; ;) {
    const newer = await linkWhere(handle, 'replaces', last.id)
    if (!newer) break
    links.push((last = newer))
  }
  const ids = links.map(({ id }) => id)
  const changes: ReadonlyMap<string, readonly LifeChange[]> = await changesOf(handle, ids)
  return links.map(({ id, number, version }) => ({
    id,
    number,
    version,
    state: stateAfter(changes.get(id) ?? []),
  }))
}

async function linkWhere(
  handle: Handle,
  column: 'id' | 'replaces',
  value: string,
): Promise<Link | undefined> {
  const [link] = await handle
    .select({
      id: certificates.id,
      number: certificates.number,
      version: certificates.version,
      replaces: certificates.replaces,
    })
    .from(certificates)
    .where(eq(certificates[column], value))
  return link
}
