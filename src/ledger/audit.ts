import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import { parseNote } from '../signing/note.ts'
import { auditEntries } from './audit-entries.ts'
import { auditSeals } from './audit-seals.ts'
import type { CheckpointMemory } from './checkpoint-memory.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { checkpointBeyond, tableUnknown, type Defect } from './defect.ts'
import { notBegun } from './refusals.ts'
import { ledgerHead } from './schema.ts'
import type { SealedTable } from './seal.ts'

export interface Audit {
  readonly entries: number
  /** Sealed rows read. */
  readonly rows: number
  /** The first 20, by place in the ledger; empty: nothing was altered. */
  readonly defects: readonly Defect[]
}

/** Recomputes the trail, which stands above this folder. */
export type TrailAuditor = (
  ctx: Context,
) => Promise<{ readonly records: number; readonly defects: readonly Defect[] }>

/** Holds rows that wait for their day's entry against what the trail promised of them. */
export type WaitingAuditor = (
  ctx: Context,
  tables: readonly SealedTable[],
) => Promise<{ readonly waiting: number; readonly defects: readonly Defect[] }>

/** What an audit of a deployment of ours goes by. */
export interface AuditMeans {
  readonly sealedTables: readonly SealedTable[]
  readonly memory: CheckpointMemory
  readonly auditTrail: TrailAuditor
  readonly auditWaiting: WaitingAuditor
}

/** Everything there is: the ledger with the rows it vouches for, and the trail. */
export async function auditEverything(
  ctx: Context,
  means: AuditMeans,
): Promise<Audit & { readonly records: number; readonly waiting: number }> {
  const ledger = await auditLedger(ctx, means)
  const { records, defects } = await means.auditTrail(ctx)
  const later = await means.auditWaiting(ctx, means.sealedTables)
  const { waiting } = later
  return { ...ledger, records, waiting, defects: [...ledger.defects, ...defects, ...later.defects] }
}

const SHOWN = 20
// Enough to find the first of them; a ledger rewritten as a whole has as many as entries.
const KEPT = 1_000

/**
 * Recomputes the ledger from its bodies and every sealed row from its columns, and names what differs. Bounded by
 * the size at its start, so it may run beside a working service. What binds the operator is the memory outside the
 * database: without it (null), a database rewritten as a whole by the holder of the key passes.
 */
export async function auditLedger(
  ctx: Context,
  input: { readonly sealedTables: readonly SealedTable[]; readonly memory: CheckpointMemory | null },
): Promise<Audit> {
  const defects: Defect[] = []
  const report = (defect: Defect): void => {
    if (defects.length < KEPT) defects.push(defect)
  }

  // What was published is read before the size it must fit into.
  const kept = (await input.memory?.read()) ?? null
  const handle = ctx.database.read
  const [head] = await handle.select().from(ledgerHead).where(eq(ledgerHead.id, 1))
  if (!head) return { entries: 0, rows: 0, defects: [lost(kept)] }

  const sealed = await auditEntries(handle, { head, kept, keyring: ctx.keyring }, report)

  let rows = 0
  for (const table of input.sealedTables) {
    const expected = sealed.get(table.name)?.rows ?? 0
    rows += await auditSeals(handle, { table, size: head.size, expected }, report)
  }
  const known = new Set(input.sealedTables.map(({ name }) => name))
  for (const [name, { first }] of sealed) if (!known.has(name)) report(tableUnknown(name, first))

  return { entries: Number(head.size), rows, defects: defects.toSorted(byPlace).slice(0, SHOWN) }
}

const byPlace = (a: Defect, b: Defect): number =>
  (a.where.index ?? Infinity) - (b.where.index ?? Infinity) || 0

function lost(kept: string | null): Defect {
  if (kept === null) throw notBegun()
  const published = parseCheckpoint(parseNote(kept)?.text ?? '')
  return checkpointBeyond('outside-memory', String(published?.size ?? '?'), 0n)
}
