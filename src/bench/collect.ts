import { createHash } from 'node:crypto'
import { and, asc, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { beginUpload } from '../collection/batch/begin-upload.ts'
import { PIECE_ROWS } from '../collection/batch/protect-rows.ts'
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
import { copyWritten, type Transaction } from '../platform/database.ts'
import { copyWriter } from '../platform/copy-binary.ts'
import { benchDeployment } from './deployment.ts'
import { watchLoop, type LoopHold } from './loop-hold.ts'
import type { BenchRow } from './measure.ts'

const ROWS = 100_000
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
  what: '历年职称：CSV 检查、比对、加密、入库，按行计（要求按一百万行：--full）',
  limit: 'COPY 同样的行',
  target: 0.3,
  async prepare(setting) {
    const { ctx, close } = await benchDeployment(setting)
    const office = await toldToReport(ctx)
    const rows = setting.quick ? QUICK_ROWS : ROWS
    const held: LoopHold[] = []
    let from = 0
    let last = ''
    const batch = async (people: number): Promise<Taken> => {
      last = await uploaded(ctx, office, { people, from })
      from += people
      const before = process.memoryUsage().rss
      let most = 0
      const weighing = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 100)
      const holdOf = watchLoop()
      const started = performance.now()
      await runNextJob(ctx, [storeJob], {
        leaseMs: 60_000,
        log(error) {
          throw error
        },
      })
      const milliseconds = performance.now() - started
      held.push(holdOf())
      clearInterval(weighing)
      return { milliseconds, bytes: most }
    }
    const remarks: string[] = []
    if (setting.full) {
      const { milliseconds, bytes } = await batch(FULL_ROWS)
      const bare = await bareCopy(ctx, last)
      remarks.push(
        `${FULL_ROWS.toLocaleString('en')} 行 ${(milliseconds / 1000).toFixed(1)} s，COPY ${(bare / 1000).toFixed(1)} s，比值 ${(bare / milliseconds).toFixed(2)}，内存多用 ${Math.round(bytes / 1_048_576)} MB（要求 ≤ 300）`,
      )
    }
    // Making and sending the file is no part of it: so it is timed here, and the rate is made of that.
    return {
      async figure() {
        return { done: rows, milliseconds: (await batch(rows)).milliseconds }
      },
      async limit() {
        return { done: rows, milliseconds: await bareCopy(ctx, last) }
      },
      remark: () => [heldInWords(held), ...remarks].join('；'),
      close,
    }
  },
}

interface Taken {
  readonly milliseconds: number
  /** Memory the process took more. */
  readonly bytes: number
}

function heldInWords(held: readonly LoopHold[]): string {
  const longest = Math.round(Math.max(...held.map((hold) => hold.longest)))
  const atWork = Math.round(Math.max(...held.map((hold) => hold.atWork ?? hold.longest)))
  return `事件循环最长停顿 ${longest} ms，其中占用处理器 ${atWork} ms（要求 ≤ 50）`
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

/** Sends a list in parts as it is made up, once for its digest and once for its bytes; none of it is kept. */
async function uploaded(
  ctx: Context,
  office: Office,
  list: { readonly people: number; readonly from: number },
): Promise<string> {
  const whole = createHash('sha256')
  let size = 0
  for (const piece of pastList(list)) {
    whole.update(piece)
    size += Buffer.byteLength(piece)
  }
  const digest = whole.digest('hex')
  const { id, partSize } = await beginUpload(ctx, { ...office, fileName: '历年.csv', size, digest })
  let number = 0
  let rest = Buffer.alloc(0)
  const send = async (bytes: Buffer) => {
    const digest = createHash('sha256').update(bytes).digest('hex')
    await takePart(ctx, { uploadId: id, number: number++, bytes, digest })
  }
  for (const piece of pastList(list)) {
    rest = Buffer.concat([rest, Buffer.from(piece)])
    for (; rest.length >= partSize; rest = rest.subarray(partSize)) await send(rest.subarray(0, partSize))
  }
  if (rest.length > 0) await send(rest)
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
      await copyWritten(tx, persons, lines[0])
      await copyWritten(tx, collectionRows, lines[1])
    })
    milliseconds += performance.now() - started
  }
  await database.read.execute(sql`drop schema bare cascade`)
  return milliseconds
}

/** Written before anybody looks at the clock, in the form and pieces in which batches are stored. */
function piecesOf(table: PgTable, rows: readonly Record<string, unknown>[]): readonly Uint8Array[] {
  const writer = copyWriter(table)
  const pieces: Uint8Array[] = []
  for (let from = 0; from < rows.length; from += PIECE_ROWS) {
    for (const row of rows.slice(from, from + PIECE_ROWS)) writer.add(row)
    pieces.push(writer.take())
  }
  return pieces
}
