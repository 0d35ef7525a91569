import { asc, eq } from 'drizzle-orm'
import { statusUri } from '../../credentials/record.ts'
import { signStatusList } from '../../credentials/sign-status-list.ts'
import { ENDED, REVOKED, SUSPENDED, VALID } from '../../credentials/status-list.ts'
import type { Context } from '../../platform/context.ts'
import { equalBytes } from '../../signing/bytes.ts'
import type { Signer } from '../../signing/signer.ts'
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
  return signed(ctx, statusUri(ctx.config.publicOrigin, id), statuses)
}

interface Kept {
  readonly statuses: Uint8Array
  readonly at: number
  readonly token: string
}

// Whoever has a list and asks again is told that it still stands: signed anew, it would be another at every asking.
const kept = new WeakMap<Signer, Map<string, Kept>>()
const KEPT_FOR_MS = (TTL_SECONDS * 1000) / 2

function signed({ keyring: { certificates: signer }, ...ctx }: Context, uri: string, statuses: Uint8Array) {
  const issuedAt = ctx.now()
  const at = issuedAt.getTime()
  const byUri = kept.get(signer) ?? new Map<string, Kept>()
  kept.set(signer, byUri)
  const known = byUri.get(uri)
  const isYoung = known !== undefined && at >= known.at && at - known.at < KEPT_FOR_MS
  if (isYoung && equalBytes(known.statuses, statuses)) return known.token
  const expires = new Date(at + LIFETIME_MS)
  const token = signStatusList(signer, uri, statuses, { issuedAt, expires, ttl: TTL_SECONDS })
  byUri.set(uri, { statuses, at, token })
  return token
}

export async function statusListIds(ctx: Context): Promise<readonly number[]> {
  const rows = await ctx.database.read
    .select({ id: statusLists.id })
    .from(statusLists)
    .orderBy(asc(statusLists.id))
  return rows.map(({ id }) => id)
}
