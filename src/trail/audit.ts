import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Defect } from '../ledger/defect.ts'
import { ledgerHead } from '../ledger/schema.ts'
import type { Context } from '../platform/context.ts'
import { rowsOf, type Handle } from '../platform/database.ts'
import { base64url, equalBytes } from '../signing/bytes.ts'
import {
  headMoved,
  recordDefect,
  strayRecord,
  trailRewritten,
  trailRolledBack,
  type RecordFault,
} from './defect.ts'
import { anchorsOnLedger, type TrailAnchor } from './anchors.ts'
import { isMarked } from './head.ts'
import { recordBytes, recordMark, TRAIL_START, trailChain } from './record.ts'
import { trailHead, trailRecords, trailSubjects } from './schema.ts'

export interface TrailAudit {
  readonly records: number
  /** The first 20, by place; empty: nothing was altered. */
  readonly defects: readonly Defect[]
}

type Row = typeof trailRecords.$inferSelect
type Report = (defect: Defect) => void

const BATCH = 500
const SHOWN = 20

/**
 * Recomputes every record, the chain, the head, and every anchor on the ledger; names what is wrong, missing or out of
 * order by its position. Bounded by the size at its start, so it may run beside a working service. That the anchors
 * themselves are what they were is the ledger's own audit.
 */
export async function auditTrail(ctx: Context): Promise<TrailAudit> {
  const defects: Defect[] = []
  const report = (defect: Defect): void => {
    if (defects.length < SHOWN) defects.push(defect)
  }
  const handle = ctx.database.read
  // The ledger's size first: an anchor made while we read is none of ours.
  const [ledger] = await handle.select({ size: ledgerHead.size }).from(ledgerHead).where(eq(ledgerHead.id, 1))
  const [head] = await handle.select().from(trailHead).where(eq(trailHead.id, 1))
  const size = head?.size ?? 0n
  const anchors = anchorsOnLedger(handle, ledger?.size ?? 0n)
  const chain = await auditRecords(ctx, handle, { size, anchors }, report)
  if (head && (!isMarked(ctx, head) || !equalBytes(head.chain, chain))) report(headMoved())
  await reportStray(handle, report)
  return { records: Number(size), defects }
}

/** Says the chain value the last record carries. */
async function auditRecords(
  ctx: Context,
  handle: Handle,
  { size, anchors }: { readonly size: bigint; readonly anchors: AsyncGenerator<TrailAnchor> },
  report: Report,
): Promise<Uint8Array> {
  const nextAnchor = async () => (await anchors.next()).value as TrailAnchor | undefined
  let anchor = await nextAnchor()
  let before = TRAIL_START
  let next = 0n
  // Past something wrong, that a sound record does not follow is told once.
  let isLoose = false
  while (next < size) {
    const { rows, subjects } = await readBatch(handle, next, size)
    if (rows.length === 0) {
      report(recordDefect(next, 'missing'))
      break
    }
    for (const row of rows) {
      if (row.position !== next) {
        report(recordDefect(next, 'missing'))
        isLoose = true
      }
      const found: RecordFault | null = faultOf(ctx, row, subjects.get(row.position) ?? [], before)
      const fault: RecordFault | null = isLoose && found === 'out-of-order' ? null : found
      if (fault !== null) report(recordDefect(row.position, fault))
      isLoose = fault !== null
      for (; anchor && anchor.size <= row.position + 1n; anchor = await nextAnchor())
        if (anchor.size === row.position + 1n && anchor.chain !== base64url(row.chain))
          report(trailRewritten(anchor.index, row.position))
      before = row.chain
      next = row.position + 1n
    }
  }
  // Whatever was anchored beyond the end was there once.
  for (; anchor; anchor = await nextAnchor())
    if (anchor.size > size) report(trailRolledBack(anchor.index, anchor.size, size))
  return before
}

function faultOf(
  { keyring }: Context,
  row: Row,
  subjects: readonly Uint8Array[],
  before: Uint8Array,
): RecordFault | null {
  const { position: _, mark, chain, ...record } = row
  const bytes = recordBytes(record, subjects)
  if (!equalBytes(mark, recordMark(keyring.fields, bytes))) return 'altered'
  return equalBytes(chain, trailChain(before, bytes)) ? null : 'out-of-order'
}

async function readBatch(handle: Handle, from: bigint, size: bigint) {
  const rows = await handle
    .select()
    .from(trailRecords)
    .where(and(gte(trailRecords.position, from), lt(trailRecords.position, size)))
    .orderBy(asc(trailRecords.position))
    .limit(BATCH)
  const subjects = new Map<bigint, Uint8Array[]>()
  const last = rows.at(-1)
  if (!last) return { rows, subjects }
  for (const { position, subject } of await handle
    .select()
    .from(trailSubjects)
    .where(and(gte(trailSubjects.position, from), lt(trailSubjects.position, last.position + 1n)))) {
    const known = subjects.get(position)
    if (known) known.push(subject)
    else subjects.set(position, [subject])
  }
  return { rows, subjects }
}

async function reportStray(handle: Handle, report: Report): Promise<void> {
  // One statement each: rows and head as they were at one instant, whatever is being recorded.
  const size = sql`coalesce((select size from ${trailHead} where id = 1), 0)`
  const [record] = await rowsOf<{ at: string | null }>(
    handle,
    sql`select min(position)::text as at from ${trailRecords} where position >= ${size} or position < 0`,
  )
  if (record?.at) report(strayRecord('trail_records', BigInt(record.at)))
  const [subject] = await rowsOf<{ at: string | null }>(
    handle,
    sql`select min(s.position)::text as at from ${trailSubjects} s
      where not exists (select 1 from ${trailRecords} r where r.position = s.position)`,
  )
  if (subject?.at) report(strayRecord('trail_subjects', BigInt(subject.at)))
}
