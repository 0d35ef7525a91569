import { sql } from 'drizzle-orm'
import { shanghaiInstant } from '../calendar/day.ts'
import { rowsOf } from '../platform/database.ts'
import type { Context } from '../platform/context.ts'
import { base64url } from '../signing/bytes.ts'
import { auditEverything, type AuditMeans } from './audit.ts'
import { auditNew, currentEnd } from './audit-new.ts'
import type { AuditReport } from './audit-report.ts'
import { auditSealSlice } from './audit-seals.ts'
import type { Defect } from './defect.ts'
import type { LedgerEnd } from './recompute.ts'
import { ledgerAudits } from './schema.ts'
import type { SealedTable } from './seal.ts'

export interface SelfAudit extends AuditMeans {
  /** Told once of each first wrong place of the ledger, and of the trail. */
  alarm(defect: Defect): void
  /** For what is a fault of ours. */
  log(error: unknown): void
}

const LOOK_MS = 60_000
const FIRST_LOOK_MS = 5_000
const SWEEP_MS = 24 * 3_600_000
const SLICE_ROWS = 2_000
const SHOWN = 5

/**
 * The service audits itself: once a minute the new entries and a slice of the sealed rows, once a day and after every
 * start all there is, the trail included. Of several instances one at a time, by a lease. It finds what was done to us while nobody
 * looked; it convinces nobody else, who audit from outside. The answer ends it.
 */
export function keepAudited(ctx: Context, means: SelfAudit): () => Promise<void> {
  const look = selfAudit(ctx, means)
  let isStopped = false
  let looking: Promise<unknown> = Promise.resolve()
  const later = (wait: number) =>
    setTimeout(() => {
      looking = look()
        .catch(means.log)
        .then(() => {
          if (!isStopped) timer = later(LOOK_MS)
        })
    }, wait).unref()
  let timer = later(FIRST_LOOK_MS)
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await looking
  }
}

interface Cursor {
  readonly table: number
  readonly after: string
}

/** One look a call. Answers with what was found, or null when another instance has the lease. */
export function selfAudit(ctx: Context, means: SelfAudit): () => Promise<AuditReport | null> {
  const holder = base64url(ctx.random(16))
  let progress: LedgerEnd | null = null
  let cursor: Cursor = { table: 0, after: '' }
  let swept = { at: 0, rows: 0 }
  let alarmed: readonly string[] = []

  const sweep = async (defects: Defect[]): Promise<void> => {
    const end = await currentEnd(ctx)
    const found = await auditEverything(ctx, means)
    defects.push(...found.defects)
    swept = { at: ctx.now().getTime(), rows: found.rows }
    progress = found.defects.length === 0 ? end : null
  }
  const glance = async (from: LedgerEnd, defects: Defect[]): Promise<void> => {
    progress = await auditNew(ctx, from, (defect) => defects.push(defect))
    cursor = await auditSlice(ctx, means.sealedTables, cursor, defects)
    defects.push(...(await means.auditWaiting(ctx, means.sealedTables)).defects)
    // Whatever it was, the next look is at everything.
    if (defects.length > 0) progress = null
  }

  return async () => {
    if (!(await takeLease(ctx, holder))) {
      progress = null
      return null
    }
    const defects: Defect[] = []
    const isDue = ctx.now().getTime() - swept.at >= SWEEP_MS
    if (progress === null || isDue) await sweep(defects)
    else await glance(progress, defects)
    const end = progress
    const report: AuditReport = {
      lookedAt: shanghaiInstant(ctx.now()),
      sweptAt: shanghaiInstant(new Date(swept.at)),
      entries: Number(end?.size ?? 0n),
      rows: swept.rows,
      defects: defects.slice(0, SHOWN),
    }
    await ctx.database.read.update(ledgerAudits).set({ report })
    const firsts = firstOfEach(defects)
    for (const first of firsts) if (!alarmed.includes(first.message)) means.alarm(first)
    alarmed = firsts.map(({ message }) => message)
    return report
  }
}

/** The first of the ledger's and the first of the trail's. */
const firstOfEach = (defects: readonly Defect[]): readonly Defect[] => [
  ...new Map(defects.toReversed().map((defect) => [defect.code.split('/')[0], defect])).values(),
]

/** Ours for three looks; by the database's clock, which is everybody's. */
async function takeLease({ database }: Context, holder: string): Promise<boolean> {
  const taken = await rowsOf(
    database.read,
    sql`insert into ${ledgerAudits} (id, holder, lease_until) values (1, ${holder}, now() + interval '3 minutes')
      on conflict (id) do update set holder = excluded.holder, lease_until = excluded.lease_until
      where ledger_audits.holder = excluded.holder or ledger_audits.lease_until < now() returning id`,
  )
  return taken.length > 0
}

async function auditSlice(
  ctx: Context,
  tables: readonly SealedTable[],
  { table, after }: Cursor,
  defects: Defect[],
): Promise<Cursor> {
  const sealed = tables[table]
  if (!sealed) return { table: 0, after: '' }
  const next = await auditSealSlice(ctx.database.read, sealed, { after, rows: SLICE_ROWS }, (defect) =>
    defects.push(defect),
  )
  return next === null ? { table: (table + 1) % tables.length, after: '' } : { table, after: next }
}

/** What the last look of any instance found; null before the first. */
export async function lastReport({ database }: Context): Promise<AuditReport | null> {
  const [row] = await database.read.select({ report: ledgerAudits.report }).from(ledgerAudits)
  return row?.report ?? null
}
