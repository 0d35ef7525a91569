import { sql } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { ledgerCheckpoints } from '../../ledger/schema.ts'
import type { Handle } from '../../platform/database.ts'
import { isCode } from './find.ts'
import type { CertificateState } from '../life-cycle.ts'
import { certificates } from '../schema.ts'
import { latestChange } from './latest-change.ts'

/** Which writing of a certificate's row stands now, and what has become of the certificate since. */
export interface CertificateVersion {
  readonly id: string
  /** PostgreSQL's name for this writing of the row: any change of it, by whomever, is another one. */
  readonly writing: string
  readonly state: CertificateState
  readonly since: Day | null
  /** How often its state has changed. */
  readonly changes: number
  /** The ledger's size at the checkpoint published last; 0 before the first. */
  readonly publishedSize: number
}

interface Batch {
  readonly codes: Set<string>
  readonly found: Promise<ReadonlyMap<string, CertificateVersion>>
}

const open = new WeakMap<Handle, Batch>()

/**
 * What has to be asked each time a code is scanned, and no more: whatever was signed cannot change in between. Codes
 * scanned at the same moment go in one question: the way to the database and back costs more than the answer.
 */
export async function findVersion(handle: Handle, code: string): Promise<CertificateVersion | null> {
  // Text that no database takes must not spoil the question of everybody else's.
  if (!isCode(code)) return null
  const batch = open.get(handle) ?? begin(handle)
  batch.codes.add(code)
  return (await batch.found).get(code) ?? null
}

function begin(handle: Handle): Batch {
  const codes = new Set<string>()
  const found = new Promise((resolve) => setImmediate(resolve)).then(() => {
    open.delete(handle)
    return ask(handle, [...codes])
  })
  const batch = { codes, found }
  open.set(handle, batch)
  return batch
}

// Built and parsed once for each handle.
const prepared = new WeakMap<Handle, ReturnType<typeof question>>()

async function ask(
  handle: Handle,
  codes: readonly string[],
): Promise<ReadonlyMap<string, CertificateVersion>> {
  let asked = prepared.get(handle)
  if (!asked) prepared.set(handle, (asked = question(handle)))
  const rows = await asked.execute({ codes })
  return new Map(
    rows.map(({ code, id, writing, state, since, changes, publishedSize }) => [
      code,
      {
        id,
        writing,
        state: state ?? 'in-force',
        since,
        changes: changes ?? 0,
        publishedSize: Number(publishedSize ?? 0),
      },
    ]),
  )
}

function question(handle: Handle) {
  const latest = latestChange(handle)
  return handle
    .select({
      code: certificates.code,
      id: certificates.id,
      writing: sql<string>`${certificates}.xmin || '/' || ${certificates}.ctid`,
      state: latest.state,
      since: latest.since,
      changes: latest.position,
      publishedSize: sql<string | null>`(select max(${ledgerCheckpoints.size}) from ${ledgerCheckpoints})`,
    })
    .from(certificates)
    .leftJoinLateral(latest, sql`true`)
    .where(sql`${certificates.code} = any(${sql.placeholder('codes')}::text[])`)
    .prepare('certificate_versions_by_code')
}
