import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Context, Env } from '../../src/platform/context.ts'
import type { Handle } from '../../src/platform/database.ts'
import { problem } from '../../src/platform/problem.ts'
import { ledgerApi } from '../../src/ledger/api.ts'
import { appendEntries, type Appended } from '../../src/ledger/append.ts'
import { beginLedger } from '../../src/ledger/begin.ts'
import type { CheckpointMemory } from '../../src/ledger/checkpoint-memory.ts'
import { entryRecord, type EntryDraft } from '../../src/ledger/entry.ts'
import { sealRows } from '../../src/ledger/seal.ts'
import { sealedThings, things } from './sealed-things.ts'

export const ORIGIN = 'rcps.example.gov.cn/ledger'

/** A checkpoint memory a test can look into and turn back. */
export function memoryOf(note: string | null = null): CheckpointMemory & { note: string | null } {
  return {
    note,
    read() {
      return Promise.resolve(this.note)
    },
    write(note) {
      this.note = note
      return Promise.resolve()
    },
  }
}

export const drafts = (ctx: Context, count: number): EntryDraft[] =>
  Array.from({ length: count }, (_, i) => ({
    type: 'list.imported',
    record: entryRecord(ctx.random(16)),
    day: ctx.today(),
    facts: { place: i },
  }))

export const append = (ctx: Context, count: number): Promise<readonly Appended[]> =>
  ctx.database.transaction((tx) => appendEntries(tx, drafts(ctx, count)))

/** A ledger of `size` entries, genesis included. */
export async function ledgerOf(ctx: Context, size: number): Promise<void> {
  await beginLedger(ctx, ORIGIN)
  if (size > 1) await append(ctx, size - 1)
}

/** One entry that seals `ids.length` rows of the test table. */
export const appendThings = (ctx: Context, ids: readonly string[]): Promise<readonly Appended[]> =>
  ctx.database.transaction(async (tx) => {
    const record = entryRecord(ctx.random(16))
    const rows = ids.map((id, position) => ({
      id,
      name: ctx.random(20),
      title: '高级工程师',
      position,
      listed: true,
      committee: position % 2 === 0 ? null : '工程系列高级评审委员会',
      statusIndex: BigInt(position),
      obtainedOn: '2023-11-02',
    }))
    const { rows: sealed, sealRoot } = sealRows(things, record, rows, ctx.random(32 * rows.length))
    await tx.insert(sealedThings).values([...sealed])
    return appendEntries(tx, [
      { type: 'list.imported', record, day: ctx.today(), seals: { sealed_things: sealRoot } },
    ])
  })

/** What a superuser can do behind our back; statements are separated by semicolons. */
export async function tamper(handle: Handle, statements: string): Promise<void> {
  for (const statement of statements.split(';')) await handle.execute(sql.raw(statement))
}

/** The ledger's edge alone, as the whole app serves it. */
export const served = (ctx: Context): Hono<Env> =>
  new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', ctx)
      await next()
    })
    .route('/', ledgerApi)
    .onError((error, c) => problem(c, error))
