import { AsyncLocalStorage } from 'node:async_hooks'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as breath } from 'node:timers/promises'
import { getTableName, type ExtractTablesWithRelations, type SQL } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT, PgTable, PgTransaction } from 'drizzle-orm/pg-core'
import { COPY_HEAD, COPY_TAIL } from './copy-binary.ts'
import { copiedColumns, copyLines, type CopiedColumns } from './copy-lines.ts'

type NoSchema = Record<string, never>

/** Anything that runs queries. Both drivers, and transactions, are one. */
export type Handle = PgDatabase<PgQueryResultHKT, NoSchema>

/** A handle whose statements commit or vanish together. Steps take one; only verbs open one. */
export type Transaction = PgTransaction<PgQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>

/**
 * The database of this process: PGlite inside it, or a PostgreSQL server. The five places where the two drivers
 * differ (rows, COPY, constraint names, nested handles, LISTEN) are known to this folder alone.
 */
export interface Database {
  readonly kind: 'embedded' | 'server'
  /** For questions. Throws when touched inside a transaction: on PGlite that would wait for itself for ever. */
  readonly read: Handle
  transaction<T>(act: (tx: Transaction) => Promise<T>): Promise<T>
  /** Only inside a transaction of somebody else's: hands over what must last even when all of that is undone. */
  readonly besides?: (write: Besides) => void
  close(): Promise<void>
}

/** Writes in a transaction of its own, on the database it is given. */
export type Besides = (database: Database) => Promise<void>

const inside = new AsyncLocalStorage<Database>()

/** Whose transaction the caller is in, however deep; undefined outside any. */
export const databaseAtWork = (): Database | undefined => inside.getStore()

/** Shared by both drivers: one transaction at a time for each chain of calls, and none hidden inside another. */
export function guarded(kind: Database['kind'], handle: Handle, close: () => Promise<void>): Database {
  const database: Database = {
    kind,
    get read() {
      if (inside.getStore())
        throw new Error('the outer handle was used inside a transaction: pass tx instead')
      return handle
    },
    transaction(act) {
      if (inside.getStore()) throw new Error('a verb was called inside a transaction: call its step instead')
      return inside.run(database, () => handle.transaction(act))
    },
    close,
  }
  return database
}

const insideVerb = new AsyncLocalStorage<true>()

/**
 * The database as it looks inside an open transaction: the transaction of a verb called here becomes a savepoint of
 * `outer`, and nothing lasts unless `outer` commits. The same guards hold as outside. What comes by `besides` is the
 * caller's to write, whichever way `outer` ends.
 */
export const within = (
  { kind }: Database,
  outer: Transaction,
  besides?: (write: Besides) => void,
): Database => ({
  kind,
  ...(besides && { besides }),
  get read() {
    if (insideVerb.getStore())
      throw new Error('the outer handle was used inside a transaction: pass tx instead')
    return outer
  },
  transaction(act) {
    if (insideVerb.getStore())
      throw new Error('a verb was called inside a transaction: call its step instead')
    return insideVerb.run(true, () => outer.transaction(act))
  },
  close: () => Promise.resolve(),
})

/** Rows of a raw query, whichever shape the driver answers in. The caller names the row's type and answers for it. */
export async function rowsOf<T extends Record<string, unknown>>(
  handle: Handle,
  query: SQL,
): Promise<readonly T[]> {
  const result = await handle.execute(query)
  return (Array.isArray(result) ? result : (result as { rows: T[] }).rows) as readonly T[]
}

/**
 * Appends rows by COPY inside the transaction; a list of fewer than 64 goes by INSERT, which costs less. Rows that
 * are made as they are asked for (a generator; one that waits yields them in batches) are made while the database
 * takes in the ones before.
 */
export async function copyIn<T extends PgTable>(
  tx: Transaction,
  table: T,
  rows: Iterable<T['$inferInsert']> | AsyncIterable<Iterable<T['$inferInsert']>>,
): Promise<void> {
  if (Array.isArray(rows) && rows.length < 64) {
    if (rows.length > 0) await tx.insert(table).values(rows as never)
    return
  }
  const columns = copiedColumns(table)
  const client = clientOf(tx)
  const target = copyTarget(table)
  if ('unsafe' in client)
    await pipeline(
      Readable.from(Symbol.asyncIterator in rows ? copyBatches(columns, rows) : copyLines(columns, rows)),
      await client.unsafe(`${target} from stdin`).writable(),
    )
  else {
    const lines: string[] = []
    if (Symbol.asyncIterator in rows) for await (const line of copyBatches(columns, rows)) lines.push(line)
    else lines.push(...copyLines(columns, rows))
    await client.query(`${target} from '/dev/blob'`, [], { blob: new Blob(lines) })
  }
}

/**
 * The same of rows that are written already (`copyWriter`), in a thread. Each piece is a statement of its own on PGlite,
 * which holds the process up while it works: so pieces are small.
 */
export async function copyWritten(
  tx: Transaction,
  table: PgTable,
  pieces: readonly Uint8Array[],
): Promise<void> {
  const client = clientOf(tx)
  const target = copyTarget(table)
  if ('unsafe' in client)
    return pipeline(
      Readable.from([COPY_HEAD, ...pieces, COPY_TAIL], { objectMode: true }),
      await client.unsafe(`${target} from stdin (format binary)`).writable(),
    )
  for (const piece of pieces) {
    await client.query(`${target} from '/dev/blob' (format binary)`, [], {
      blob: new Blob([COPY_HEAD, piece, COPY_TAIL] as BlobPart[]),
    })
    // It answers before the process has turned to anybody else.
    await breath()
  }
}

const copyTarget = (table: PgTable): string =>
  `copy "${getTableName(table)}" (${copiedColumns(table)
    .map(([, { name }]) => `"${name}"`)
    .join(', ')})`

/**
 * The one value of type bytea that `query` (no parameters) answers with, by binary COPY: as text it would be twice as
 * long and be spelled out on both sides. Empty for null.
 */
export async function readBytes(handle: Handle, query: string): Promise<Uint8Array> {
  const client = clientOf(handle)
  const target = `copy (${query}) to`
  const copied =
    'unsafe' in client
      ? await collect(await client.unsafe(`${target} stdout (format binary)`).readable())
      : await collectBlob(await client.query(`${target} '/dev/blob' (format binary)`, []))
  // Signature, flags and extension (19 bytes), number of columns (2), length (4; -1: null), value, trailer.
  const length = copied.length < 25 ? 0 : copied.readInt32BE(21)
  return new Uint8Array(copied.buffer, copied.byteOffset + 25, Math.max(length, 0))
}

function collect(stream: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.once('end', () => resolve(Buffer.concat(parts)))
    stream.once('error', reject)
  })
}

async function collectBlob({ blob }: { readonly blob?: Blob }): Promise<Buffer> {
  return Buffer.from((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))
}

type CopyingClient =
  | { unsafe(statement: string): { writable(): Promise<Writable>; readable(): Promise<Readable> } }
  | { query(statement: string, values: [], options?: { blob: Blob }): Promise<{ readonly blob?: Blob }> }

// Drizzle keeps the driver's own transaction handle here and marks it internal; COPY has no other door.
const clientOf = (handle: Handle): CopyingClient =>
  (handle as unknown as { session: { client: CopyingClient } }).session.client

async function* copyBatches(
  columns: CopiedColumns,
  batches: AsyncIterable<Iterable<Record<string, unknown>>>,
): AsyncGenerator<string> {
  for await (const rows of batches) yield* copyLines(columns, rows)
}

/** The constraint a failed write ran into, or null when it failed for another reason. */
export function uniqueViolation(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code, constraint, constraint_name } = at as Error & Record<string, unknown>
    if (code === '23505') return String(constraint ?? constraint_name)
  }
  return null
}
