import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { eq, inArray, sql } from 'drizzle-orm'
import { hmacSha256, sha256 } from '../ledger/hash.ts'
import { ERASED, personKeys, remainingKeys } from '../people/find-keys.ts'
import {
  newPersonKey,
  NONCE_LENGTH,
  openPersonKey,
  protect,
  protectText,
  reveal,
  revealText,
  type PersonKey,
} from '../people/protect.ts'
import { personErased } from '../people/refusals.ts'
import type { Context } from '../platform/context.ts'
import { rowsOf, type Handle } from '../platform/database.ts'
import { base64url, concat, equalBytes, fromBase64url, fromUtf8, utf8 } from '../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../signing/canonical-json.ts'
import { differences, type Differences, type SnapshotRow } from './differences.ts'
import { badSnapshot, snapshotAltered } from './refusals.ts'
import { approvalRequests, approvalSnapshots } from './schema.ts'

const MAX_BYTES = 64 << 20
const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)
const place = (requestId: string) => ({ column: 'approval_snapshots.snapshot', row: requestId }) as const

export interface SealedSnapshot {
  readonly row: typeof approvalSnapshots.$inferInsert
  readonly hash: Uint8Array
}

/** A row as it is kept: what is a person's, under their key inside the request's. */
type KeptRow =
  Omit<SnapshotRow, 'personId'> | { readonly key: string; readonly personId: string; readonly sealed: string }

const rowPlace = (requestId: string, key: string) =>
  ({ column: 'approval_snapshots.row', row: `${requestId}|${key}` }) as const

interface ToSeal {
  readonly snapshot: readonly SnapshotRow[]
  readonly excluded?: readonly string[]
}

/**
 * Step: encrypts what a request shows, under a data key of its own that the field key wraps; what is a person's also
 * under theirs. Refuses `approvals/bad-snapshot`, `people/erased`.
 */
export async function sealSnapshot(
  ctx: Context,
  handle: Handle,
  requestId: string,
  { snapshot: rows, excluded: ids = [] }: ToSeal,
): Promise<SealedSnapshot> {
  if (new Set(rows.map(({ key }) => key)).size !== rows.length) throw badSnapshot('同一行出现了两次')
  if (rows.some(isIllFormed)) throw badSnapshot('含有半个字符，无法原样保存')
  const plain = utf8(JSON.stringify(await keptRows(ctx, handle, requestId, rows)))
  if (plain.length > MAX_BYTES) throw badSnapshot('内容太大，请分批送审')
  const key = newPersonKey(ctx.keyring.fields, keyName(requestId), ctx.random(32))
  const snapshot = protect(key, place(requestId), await deflate(plain), ctx.random(NONCE_LENGTH))
  const excluded = [...new Set(ids)].toSorted().join(',')
  const hash = hashOf(sha256(snapshot), excluded)
  return { row: { requestId, wrappedKey: key.wrapped, snapshot, excluded }, hash }
}

const hashOf = (snapshotDigest: Uint8Array, excluded: string): Uint8Array =>
  sha256(concat(snapshotDigest, utf8(excluded)))

/**
 * Step: the persons who may not decide on a request though a step asks for their role. Refuses
 * `approvals/snapshot-altered`.
 */
export async function excludedFrom(
  handle: Handle,
  request: { readonly id: string; readonly snapshotHash: Uint8Array },
): Promise<readonly string[]> {
  // Hashed where it lies: a list of ten thousand is not fetched to learn that it excludes nobody.
  const [row] = await rowsOf<{ excluded: string; digest: Uint8Array; dropped: boolean }>(
    handle,
    sql`select excluded, sha256(snapshot_sealed) as digest, length(wrapped_key) = 0 as dropped
      from ${approvalSnapshots} where request_id = ${request.id}`,
  )
  if (row?.dropped) return []
  if (!row || !equalBytes(hashOf(new Uint8Array(row.digest), row.excluded), request.snapshotHash))
    throw snapshotAltered()
  return row.excluded === '' ? [] : row.excluded.split(',')
}

// Fields keep the order they were given in: it is how people read them.
async function keptRows(
  ctx: Context,
  handle: Handle,
  requestId: string,
  rows: readonly SnapshotRow[],
): Promise<readonly KeptRow[]> {
  const keys = await personKeys(
    ctx,
    handle,
    rows.flatMap(({ personId }) => personId ?? []),
  )
  return rows.map(({ key, label, fields, personId }) => {
    if (personId === undefined) return { key, label, fields }
    const personKey = keys.get(personId)
    if (!personKey) throw badSnapshot('所涉人员没有登记')
    const text = JSON.stringify({ label, fields })
    const sealed = protectText(personKey, rowPlace(requestId, key), text, ctx.random(NONCE_LENGTH))
    return { key, personId, sealed: base64url(sealed) }
  })
}

// Half a surrogate pair has no bytes, so nobody could say what was approved.
const isIllFormed = ({ key, label, fields }: SnapshotRow): boolean =>
  [key, label, ...Object.entries(fields).flat()].some((text) => /\p{Surrogate}/u.test(text))

// The envelope is people/'s; a request stands where a person would, and its name says so.
const keyName = (requestId: string): string => `approval-request/${requestId}`

/** What an approver is shown, and the request's key, under which comments are kept. */
export interface Shown {
  readonly differences: Differences
  readonly key: PersonKey
  /** Binds a decision to exactly these differences of exactly this digest. */
  readonly displayed: Uint8Array
}

/** Step: opens a request's snapshot and the one before it. Refuses `approvals/snapshot-altered`, `people/unreadable`. */
export async function readShown(
  ctx: Context,
  handle: Handle,
  request: { readonly id: string; readonly previousId: string | null; readonly digest: string },
): Promise<Shown> {
  const ids = request.previousId === null ? [request.id] : [request.id, request.previousId]
  const stored = await handle
    .select({ ...snapshotColumns, hash: approvalRequests.snapshotHash })
    .from(approvalSnapshots)
    .innerJoin(approvalRequests, eq(approvalRequests.id, approvalSnapshots.requestId))
    .where(inArray(approvalSnapshots.requestId, ids))
  const opened = new Map<string, { key: PersonKey; rows: readonly SnapshotRow[] }>()
  for (const row of stored) opened.set(row.requestId, await open(ctx, handle, row))
  const own = opened.get(request.id)
  if (!own || opened.size !== ids.length) throw snapshotAltered()
  const before = request.previousId === null ? null : (opened.get(request.previousId)?.rows ?? null)
  const shown = differences(before, own.rows)
  const displayed = hmacSha256(
    own.key.dataKey,
    utf8(`${request.digest}|`),
    utf8(canonicalJson(shown as unknown as JsonValue)),
  )
  return { differences: shown, key: own.key, displayed }
}

const snapshotColumns = {
  requestId: approvalSnapshots.requestId,
  wrappedKey: approvalSnapshots.wrappedKey,
  snapshot: approvalSnapshots.snapshot,
  excluded: approvalSnapshots.excluded,
}

async function open(
  ctx: Context,
  handle: Handle,
  stored: typeof approvalSnapshots.$inferSelect & { readonly hash: Uint8Array },
) {
  // Destroyed with what it was about: said as of anything erased.
  if (stored.wrappedKey.length === 0 && stored.snapshot.length === 0) throw personErased()
  if (!equalBytes(hashOf(sha256(stored.snapshot), stored.excluded), stored.hash)) throw snapshotAltered()
  const key = openPersonKey(ctx.keyring.fields, keyName(stored.requestId), stored.wrappedKey)
  const plain = await inflate(reveal(key, place(stored.requestId), stored.snapshot), {
    maxOutputLength: MAX_BYTES,
  })
  const kept = JSON.parse(fromUtf8(plain)) as readonly KeptRow[]
  const keys = await remainingKeys(
    ctx,
    handle,
    kept.flatMap((row) => ('sealed' in row ? row.personId : [])),
  )
  return { key, rows: kept.map((row) => openedRow(row, stored.requestId, keys)) }
}

function openedRow(row: KeptRow, requestId: string, keys: ReadonlyMap<string, PersonKey>): SnapshotRow {
  if (!('sealed' in row)) return row
  const key = keys.get(row.personId)
  if (!key) return { key: row.key, label: ERASED, fields: {} }
  const text = revealText(key, rowPlace(requestId, row.key), fromBase64url(row.sealed))
  return { key: row.key, ...(JSON.parse(text) as Pick<SnapshotRow, 'label' | 'fields'>) }
}
