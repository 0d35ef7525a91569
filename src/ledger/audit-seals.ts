import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Handle } from '../platform/database.ts'
import { base64url, equalBytes } from '../signing/bytes.ts'
import { rowAltered, rowSet, rowUnsalted, rowUnsealed, type Defect } from './defect.ts'
import { decodeEntry, type SealRoot } from './entry.ts'
import { erasedAmong } from './find-erased.ts'
import { HASH_LENGTH } from './hash.ts'
import { dayBatches, ledgerEntries, openBatches } from './schema.ts'
import { restOf, sealOf, sealRoot, type RowSeal, type SealedTable } from './seal.ts'

const BATCH = 5_000

/** A row of any sealed table, by TypeScript names. */
type SealedRow = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly sealSalt: Uint8Array | null
  readonly seal: Uint8Array
  readonly sealedBy: string
}

/** What a row names, if it is there and seals rows of this table: an entry, a day's batch in an entry, or today's. */
type Sealer =
  | { readonly kind: 'entry' | 'batch'; readonly index: bigint; readonly seal: SealRoot }
  /** Its rows wait for the day's end; what was promised of them is the trail's to audit. */
  | { readonly kind: 'waiting' }

/** The rows of one entry, as far as they have been read. */
interface Group {
  readonly sealedBy: string
  readonly sealer: Sealer | null
  readonly seals: RowSeal[]
  hasAlteredRow: boolean
}

type Report = (defect: Defect) => void

interface Bounds {
  readonly table: SealedTable
  /** Entries from this index on are newer than the audit. */
  readonly size: bigint
  /** Rows the entries have sealed in all. */
  readonly expected: number
}

/** Step of the audit: every row of a sealed table, and the set of rows of every entry. Says how many rows it read. */
export async function auditSeals(handle: Handle, bounds: Bounds, report: Report): Promise<number> {
  const { table, size, expected } = bounds
  let read = 0
  let accounted = 0
  for await (const { sealer, seals } of auditGroups(handle, table, '', report)) {
    read += seals.length
    if (sealer?.kind === 'entry' && sealer.index < size) accounted += sealer.seal.rows
  }
  // Entries whose every row is gone have left no group behind.
  if (accounted !== expected) await reportEmptied(handle, bounds, report)
  await reportEmptiedBatches(handle, bounds, report)
  return read
}

/**
 * Step of the rolling audit: some `rows` of the table (whole groups) from behind the entry named `after`. Answers with
 * where to go on, or null at the table's end. Rows that are all gone are found by the whole audit.
 */
export async function auditSealSlice(
  handle: Handle,
  table: SealedTable,
  { after, rows }: { readonly after: string; readonly rows: number },
  report: Report,
): Promise<string | null> {
  let read = 0
  for await (const { sealedBy, seals } of auditGroups(handle, table, after, report)) {
    read += seals.length
    if (read >= rows) return sealedBy
  }
  return null
}

/** Every group behind the entry named `after`, once it has been audited. */
async function* auditGroups(
  handle: Handle,
  table: SealedTable,
  after: string,
  report: Report,
): AsyncGenerator<Group> {
  let group = null as Group | null
  for await (const { rows, sealers, erased } of batches(handle, table, after))
    for (const row of rows) {
      if (group?.sealedBy !== row.sealedBy) {
        if (group) {
          auditGroup(table, group, report)
          yield group
        }
        const sealer = sealers.get(row.sealedBy) ?? null
        group = { sealedBy: row.sealedBy, sealer, seals: [], hasAlteredRow: false }
      }
      auditRow(table, row, group, erased, report)
    }
  if (!group) return
  auditGroup(table, group, report)
  yield group
}

function auditRow(
  table: SealedTable,
  row: SealedRow,
  group: Group,
  erased: ReadonlyMap<string, Uint8Array>,
  report: Report,
): void {
  group.seals.push({ id: row.id, seal: row.seal })
  const defect = !group.sealer
    ? rowUnsealed(table.name, row.id)
    : row.sealSalt === null && !erased.has(row.id)
      ? rowUnsalted(table.name, row.id)
      : !matches(table, row, erased.get(row.id))
        ? rowAltered(table.name, row.id)
        : null
  if (!defect) return
  group.hasAlteredRow = true
  report(defect)
}

/** Of an erased row, what its erasure left. False also for a row that cannot be sealed at all, such as one whose salt was cut. */
function matches(table: SealedTable, row: SealedRow, rest: Uint8Array | undefined): boolean {
  try {
    if (row.sealSalt !== null) return equalBytes(sealOf(table, row, row.sealSalt), row.seal)
    return rest !== undefined && equalBytes(restOf(table, row), rest)
  } catch {
    return false
  }
}

function auditGroup(table: SealedTable, { sealer, seals, hasAlteredRow }: Group, report: Report): void {
  if (!sealer || sealer.kind === 'waiting') return
  const { rows, root } = sealer.seal
  const areSeals = seals.every(({ seal }) => seal.length === HASH_LENGTH)
  const isSame = areSeals && seals.length === rows && base64url(sealRoot(seals)) === root
  // An altered row has been named already, and may have been altered in its seal.
  if (isSame || (hasAlteredRow && seals.length === rows)) return
  report(
    rowSet(
      table.name,
      Number(sealer.index),
      rows,
      seals.map(({ id }) => id),
    ),
  )
}

/** Rows in the order of the entries' names, and the entries they name. */
async function* batches(handle: Handle, sealedTable: SealedTable, after: string) {
  const { table } = sealedTable
  let past = gt(table.sealedBy, after)
  for (;;) {
    const rows = (await handle
      .select()
      .from<PgTable>(table)
      .where(past)
      .orderBy(asc(table.sealedBy), asc(table.id))
      .limit(BATCH)) as SealedRow[]
    if (rows.length === 0) return
    const sealers = await findSealers(handle, sealedTable, rows)
    yield { rows, sealers, erased: await findErased(handle, sealedTable, rows, sealers) }
    const { sealedBy, id } = rows.at(-1) as SealedRow
    past = sql`(${table.sealedBy}, ${table.id}) > (${sealedBy}, ${id})`
  }
}

async function findSealers(
  handle: Handle,
  { name }: SealedTable,
  rows: readonly SealedRow[],
): Promise<ReadonlyMap<string, Sealer>> {
  const records = [...new Set(rows.map(({ sealedBy }) => sealedBy))]
  // Today's first: one that is closed in between is found among the days before.
  const open = await handle.select().from(openBatches).where(inArray(openBatches.record, records))
  const sealers = new Map<string, Sealer>(open.map(({ record }) => [record, { kind: 'waiting' }]))
  const entries = await handle
    .select({ index: ledgerEntries.index, record: ledgerEntries.record, body: ledgerEntries.body })
    .from(ledgerEntries)
    .where(inArray(ledgerEntries.record, records))
  for (const { index, record, body } of entries) {
    const seal = sealIn(body, name)
    if (seal) sealers.set(record, { kind: 'entry', index, seal })
  }
  const days = await handle
    .select({ id: dayBatches.id, seals: dayBatches.seals, index: ledgerEntries.index })
    .from(dayBatches)
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, dayBatches.sealedBy))
    .where(inArray(dayBatches.id, records))
  for (const { id, seals, index } of days) {
    const seal = Object.hasOwn(seals, name) ? seals[name] : undefined
    if (seal) sealers.set(id, { kind: 'batch', index, seal })
  }
  return sealers
}

/** The rows whose salt is gone because a person was erased, and what was left of them. */
function findErased(
  handle: Handle,
  { name }: SealedTable,
  rows: readonly SealedRow[],
  sealers: ReadonlyMap<string, Sealer>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const unsalted = rows
    .filter(({ sealSalt }) => sealSalt === null)
    .map(({ id, sealedBy }) => {
      const sealer = sealers.get(sealedBy)
      return { id, sealer: sealer?.kind === 'entry' ? sealer.index : null }
    })
  return erasedAmong(handle, name, unsalted)
}

function sealIn(body: Uint8Array, table: string): SealRoot | null {
  const decoded = decodeEntry(body)
  const seals = decoded.kind === 'entry' ? (decoded.entry.seals ?? {}) : {}
  return Object.hasOwn(seals, table) ? (seals[table] as SealRoot) : null
}

/** Names the entries that have sealed rows of which none is left. */
async function reportEmptied(handle: Handle, { table, size }: Bounds, report: Report): Promise<void> {
  let last = -1n
  for (;;) {
    const entries = await handle
      .select({ index: ledgerEntries.index, body: ledgerEntries.body })
      .from(ledgerEntries)
      .where(
        and(
          gt(ledgerEntries.index, last),
          lt(ledgerEntries.index, size),
          sql`not exists (select 1 from ${table.table} where ${table.table.sealedBy} = ${ledgerEntries.record})`,
        ),
      )
      .orderBy(asc(ledgerEntries.index))
      .limit(BATCH)
    if (entries.length === 0) return
    for (const { index, body } of entries) {
      const seal = sealIn(body, table.name)
      if (seal) report(rowSet(table.name, Number(index), seal.rows, []))
    }
    last = entries.at(-1)?.index ?? size
  }
}

/** Names the days that have sealed rows of which none is left; the days' own rows are audited like any others. */
async function reportEmptiedBatches(handle: Handle, { table, size }: Bounds, report: Report): Promise<void> {
  const days = await handle
    .select({ seals: dayBatches.seals, index: ledgerEntries.index })
    .from(dayBatches)
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, dayBatches.sealedBy))
    .where(
      and(
        lt(ledgerEntries.index, size),
        sql`jsonb_exists(${dayBatches.seals}, ${table.name})`,
        sql`not exists (select 1 from ${table.table} where ${table.table.sealedBy} = ${dayBatches.id})`,
      ),
    )
    .orderBy(asc(ledgerEntries.index))
  for (const { seals, index } of days)
    report(rowSet(table.name, Number(index), seals[table.name]?.rows ?? 0, []))
}
