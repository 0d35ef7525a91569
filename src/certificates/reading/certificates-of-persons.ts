import { desc, eq, sql } from 'drizzle-orm'
import { currentAuthorities } from '../../identity/schema.ts'
import type { CertificatesOf } from '../../integrity/own/own-certificates.ts'
import { levelName } from '../../titles/level.ts'
import { titleRecords } from '../../titles/schema.ts'
import { stateName } from '../life-cycle.ts'
import { certificates } from '../schema.ts'
import { latestChange } from './latest-change.ts'

/** Step: every certificate of these persons, in whatever state, the newest first. Whoever calls is that person. */
export const certificatesOfPersons: CertificatesOf = async (handle, personIds) => {
  const latest = latestChange(handle)
  const rows = await handle
    .select({
      number: certificates.number,
      code: certificates.code,
      issuedOn: certificates.issuedOn,
      title: titleRecords.title,
      specialty: titleRecords.specialty,
      level: titleRecords.level,
      office: currentAuthorities.name,
      state: latest.state,
    })
    // By the title's person: certificates have no index of their own on theirs.
    .from(titleRecords)
    .innerJoin(certificates, eq(certificates.titleId, titleRecords.id))
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, certificates.authorityId))
    .leftJoinLateral(latest, sql`true`)
    .where(sql`${titleRecords.personId} = any(string_to_array(${personIds.join(',')}, ','))`)
    .orderBy(desc(certificates.issuedOn), desc(certificates.number))
  return rows.map(({ level, state, ...row }) => ({
    ...row,
    level: levelName(level),
    over: state === null || state === 'in-force' ? null : stateName(state),
  }))
}
