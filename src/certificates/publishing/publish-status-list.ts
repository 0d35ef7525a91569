import { asc, eq } from 'drizzle-orm'
import { statusUri } from '../../credentials/record.ts'
import { signStatusList } from '../../credentials/sign-status-list.ts'
import { ENDED, REVOKED, SUSPENDED, VALID } from '../../credentials/status-list.ts'
import type { Context } from '../../platform/context.ts'
import type { CertificateState } from '../life-cycle.ts'
import { certificates, statusChanges, statusLists } from '../schema.ts'
import { STATUS_LIST_SIZE } from '../take-status-places.ts'

const TTL_SECONDS = 300
const LIFETIME_MS = 24 * 3_600_000

const BITS: Record<CertificateState, number> = {
  'in-force': VALID,
  suspended: SUSPENDED,
  revoked: REVOKED,
  closed: ENDED,
  lapsed: ENDED,
  superseded: ENDED,
}

/** The signed Token Status List `id`, made from the one table of status changes; null when there is no such list. */
export async function publishStatusList(ctx: Context, id: number): Promise<string | null> {
  const { read } = ctx.database
  const [list] = await read.select().from(statusLists).where(eq(statusLists.id, id))
  if (!list) return null
  const changes = await read
    .select({ index: certificates.statusIndex, state: statusChanges.state })
    .from(statusChanges)
    .innerJoin(certificates, eq(certificates.id, statusChanges.certificateId))
    .where(eq(certificates.statusList, id))
    .orderBy(asc(statusChanges.position))
  const statuses = new Uint8Array(STATUS_LIST_SIZE)
  // In the order of each certificate's changes: the last one stands.
  for (const { index, state } of changes) statuses[index] = BITS[state]
  const now = ctx.now()
  return signStatusList(ctx.keyring.certificates, statusUri(ctx.config.publicOrigin, id), statuses, {
    issuedAt: now,
    expires: new Date(now.getTime() + LIFETIME_MS),
    ttl: TTL_SECONDS,
  })
}

export async function statusListIds(ctx: Context): Promise<readonly number[]> {
  const rows = await ctx.database.read
    .select({ id: statusLists.id })
    .from(statusLists)
    .orderBy(asc(statusLists.id))
  return rows.map(({ id }) => id)
}
