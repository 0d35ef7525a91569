import { createHash } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { beginUpload } from '../collection/batch/begin-upload.ts'
import { completeUpload } from '../collection/batch/complete-upload.ts'
import { collectionRows } from '../collection/batch/schema.ts'
import { storeJob } from '../collection/batch/store-job.ts'
import { takePart } from '../collection/batch/take-part.ts'
import { assignProgramme } from '../collection/programme/assign-programme.ts'
import { openProgramme } from '../collection/programme/open-programme.ts'
import { pastList } from '../demo/past-list.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import { runNextJob } from '../jobs/run-next-job.ts'
import { persons } from '../people/schema.ts'
import type { Context } from '../platform/context.ts'
import { copyEncoded, type Transaction } from '../platform/database.ts'
import { copiedColumns, copyLines } from '../platform/copy-lines.ts'
import { utf8 } from '../signing/bytes.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow } from './measure.ts'

const ROWS = 20_000
const QUICK_ROWS = 4_000
const FULL_ROWS = 1_000_000
const AT_ONCE = 20_000

interface Office {
  readonly programmeId: string
  readonly officeId: string
}

/** A list of past titles from its file to a batch, beside COPY of the very rows it became. */
export const collectRow: BenchRow = {
  name: 'collect',
  what: '历年职称：CSV 检查、比对、加密、入库，按行计',
  limit: 'COPY 同样的行',
  target: 0.3,
  async prepare(setting) {
    const { ctx, close } = await benchDeployment(setting)
    const office = await toldToReport(ctx)
    const rows = setting.quick ? QUICK_ROWS : ROWS
    const held: number[] = []
    let from = 0
    let last = ''
    const batch = async (people: number): Promise<number> => {
      const uploadId = await uploaded(ctx, office, { people, from })
      from += people
      last = uploadId
      const started = performance.now()
      const delay = monitorEventLoopDelay({ resolution: 5 })
      delay.enable()
      await runNextJob(ctx, [storeJob], {
        leaseMs: 60_000,
        log(error) {
          throw error
        },
      })
      delay.disable()
      held.push(delay.max / 1e6)
      return performance.now() - started
    }
    const remarks: string[] = []
    if (setting.full) remarks.push(await whole(ctx, batch, () => last, held))
    // Making and sending the file is no part of it: so it is timed here, and the rate is made of that.
    return {
      async figure() {
        return { done: rows, milliseconds: await batch(rows) }
      },
      async limit() {
        return { done: rows, milliseconds: await bareCopy(ctx, last) }
      },
      remark: () =>
        [`事件循环最长停顿 ${Math.round(Math.max(...held))} ms（要求 ≤ 50）`, ...remarks].join('；'),
      close,
    }
  },
}

async function whole(
  ctx: Context,
  batch: (people: number) => Promise<number>,
  last: () => string,
  held: readonly number[],
): Promise<string> {
  const before = process.memoryUsage().rss
  let most = 0
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 100)
  const taken = await batch(FULL_ROWS)
  clearInterval(timer)
  const bare = await bareCopy(ctx, last())
  return `${FULL_ROWS.toLocaleString('en')} 行 ${(taken / 1000).toFixed(1)} s，COPY ${(bare / 1000).toFixed(1)} s，比值 ${(bare / taken).toFixed(2)}，内存多用 ${Math.round(most / 1_048_576)} MB，最长停顿 ${Math.round(Math.max(...held))} ms`
}

async function toldToReport(ctx: Context): Promise<Office> {
  const officeId = (await listAuthorities(ctx.database.read))[0]?.id ?? ''
  const { programmeId } = await openProgramme(ctx, { officeId, place: 'yunnan-2023', kind: 'past' })
  await assignProgramme(ctx, {
    programmeId,
    officeIds: [officeId],
    part: { levels: ['junior'], routes: ['review'], fromYear: 1997, throughYear: 1999 },
  })
  return { programmeId, officeId }
}

async function uploaded(
  ctx: Context,
  office: Office,
  list: { readonly people: number; readonly from: number },
): Promise<string> {
  const file = new Blob([...pastList(list)])
  const bytes = new Uint8Array(await file.arrayBuffer())
  const digestOf = (part: Uint8Array) => createHash('sha256').update(part).digest('hex')
  const { id, partSize } = await beginUpload(ctx, {
    ...office,
    fileName: '历年.csv',
    size: bytes.length,
    digest: digestOf(bytes),
  })
  for (let number = 0; number * partSize < bytes.length; number++) {
    const part = bytes.subarray(number * partSize, (number + 1) * partSize)
    await takePart(ctx, { uploadId: id, number, bytes: part, digest: digestOf(part) })
  }
  await completeUpload(ctx, id)
  return id
}

/** COPY of a batch's rows and of the persons it registered into empty tables of the same form, in milliseconds. */
async function bareCopy(ctx: Context, batchId: string): Promise<number> {
  const { database } = ctx
  await database.read.execute(sql`drop schema if exists bare cascade`)
  await database.read.execute(sql`create schema bare`)
  for (const table of ['persons', 'collection_rows'])
    await database.read.execute(sql.raw(`create table bare.${table} (like public.${table} including all)`))
  let milliseconds = 0
  for (let after = 0; ; after += AT_ONCE) {
    const rows = await database.read
      .select()
      .from(collectionRows)
      .where(
        and(
          eq(collectionRows.batchId, batchId),
          gt(collectionRows.position, after),
          lte(collectionRows.position, after + AT_ONCE),
        ),
      )
      .orderBy(asc(collectionRows.position))
    if (rows.length === 0) break
    const ids = rows.filter(({ match }) => match === 'registered').map(({ personId }) => personId)
    const people = await database.read.select().from(persons).where(inArray(persons.id, ids))
    const lines = [piecesOf(persons, people), piecesOf(collectionRows, rows)] as const
    const started = performance.now()
    await database.transaction(async (tx: Transaction) => {
      await tx.execute(sql`set local search_path to bare, public`)
      await copyEncoded(tx, persons, lines[0])
      await copyEncoded(tx, collectionRows, lines[1])
    })
    milliseconds += performance.now() - started
  }
  await database.read.execute(sql`drop schema bare cascade`)
  return milliseconds
}

const piecesOf = (table: PgTable, rows: readonly Record<string, unknown>[]): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(rows.length / 1000) }, (_, i) =>
    utf8([...copyLines(copiedColumns(table), rows.slice(1000 * i, 1000 * (i + 1)))].join('')),
  )
