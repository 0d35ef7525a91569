import { asc, eq, inArray, sql } from 'drizzle-orm'
import { rowsOf, type Handle, type Transaction } from '../../platform/database.ts'
import type { Day } from '../../calendar/day.ts'
import type { VersionLife } from './as-of.ts'
import { standing, type LifeChange } from '../life-cycle.ts'
import { certificates, statusChanges } from '../schema.ts'

const BATCH = 5_000

/** Step: every decision about these certificates, oldest first. A certificate nothing happened to has none. */
export async function changesOf(
  handle: Handle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly LifeChange[]>> {
  const changes = new Map<string, LifeChange[]>()
  for (let from = 0; from < ids.length; from += BATCH) {
    const rows = await handle
      .select({
        certificateId: statusChanges.certificateId,
        act: statusChanges.act,
        state: statusChanges.state,
        effectiveOn: statusChanges.effectiveOn,
      })
      .from(statusChanges)
      .where(inArray(statusChanges.certificateId, ids.slice(from, from + BATCH)))
      .orderBy(asc(statusChanges.position))
    for (const { certificateId, ...change } of rows) {
      const known = changes.get(certificateId)
      if (known) known.push(change)
      else changes.set(certificateId, [change])
    }
  }
  return changes
}

/** A version of a certificate that another took the place of. */
export interface EarlierVersion {
  readonly id: string
  /** The version asked about. */
  readonly of: string
  readonly personId: string
  readonly issuedOn: Day
}

/** Step: the versions these certificates replaced, oldest first for each. */
export async function earlierVersions(
  handle: Handle,
  ids: readonly string[],
): Promise<readonly EarlierVersion[]> {
  const found: EarlierVersion[] = []
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = sql.join(
      ids.slice(from, from + BATCH).map((id) => sql`${id}`),
      sql`, `,
    )
    const rows = await rowsOf<{ id: string; of: string; person_id: string; issued_on: Day }>(
      handle,
      sql`with recursive chain as (
          select c.id as of, c.replaces, 0 as depth from ${certificates} c
          where c.id in (${batch}) and c.replaces is not null
          union all
          select chain.of, c.replaces, depth + 1 from chain join ${certificates} c on c.id = chain.replaces
          where c.replaces is not null
        )
        select c.id, chain.of, c.person_id, c.issued_on::text as issued_on
        from chain join ${certificates} c on c.id = chain.replaces order by chain.of, depth desc`,
    )
    found.push(
      ...rows.map(({ id, of, person_id, issued_on }) => ({
        id,
        of,
        personId: person_id,
        issuedOn: issued_on,
      })),
    )
  }
  return found
}

/** The versions of a certificate with their decisions, the one asked about last; that one with what came after it. */
export async function versionLives(
  handle: Handle,
  certificate: { readonly id: string; readonly issuedOn: Day; readonly replaces: string | null },
): Promise<readonly VersionLife[]> {
  const earlier = certificate.replaces === null ? [] : await earlierVersions(handle, [certificate.id])
  const versions = [...earlier, certificate]
  const changes = await changesOf(
    handle,
    versions.map(({ id }) => id),
  )
  const lives = versions.map(({ id, issuedOn }) => ({ issuedOn, changes: changes.get(id) ?? [] }))
  const asked = lives.at(-1)!
  if (standing(asked.changes).at(-1)?.act !== 'reissue') return lives
  return [...lives.slice(0, -1), { ...asked, ...(await laterLife(handle, certificate.id)) }]
}

/** The versions that came after a certificate, each with the one that took its place. */
async function laterLife(handle: Handle, id: string): Promise<Pick<VersionLife, 'next'>> {
  const later = await rowsOf<{ id: string; issued_on: Day }>(
    handle,
    sql`with recursive chain as (
        select c.id, c.issued_on, 0 as depth from ${certificates} c where c.replaces = ${id}
        union all
        select c.id, c.issued_on, depth + 1 from chain join ${certificates} c on c.replaces = chain.id
      )
      select id, issued_on::text as issued_on from chain order by depth desc`,
  )
  const changes = await changesOf(
    handle,
    later.map((each) => each.id),
  )
  return later.reduce<Pick<VersionLife, 'next'>>(
    (after, each) => ({ next: { issuedOn: each.issued_on, changes: changes.get(each.id) ?? [], ...after } }),
    {},
  )
}

/** Step: holds these certificates until commit, in one order for everybody: two decisions never wait in a circle. */
export async function lockCertificates(tx: Transaction, ids: readonly string[]): Promise<void> {
  const ordered = ids.toSorted()
  for (let from = 0; from < ordered.length; from += BATCH)
    await tx
      .select({ id: certificates.id })
      .from(certificates)
      .where(inArray(certificates.id, ordered.slice(from, from + BATCH)))
      .orderBy(asc(certificates.id))
      .for('update')
}

/** The number of the version that took a certificate's place; null when none did. */
export async function replacedBy(handle: Handle, certificateId: string): Promise<string | null> {
  const [newer] = await handle
    .select({ number: certificates.number })
    .from(certificates)
    .where(eq(certificates.replaces, certificateId))
  return newer?.number ?? null
}
