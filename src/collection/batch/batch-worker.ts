import { availableParallelism } from 'node:os'
import { startThread } from '../../platform/start-thread.ts'
import { Refusal, type RefusalKind } from '../../platform/refusal.ts'
import type { MergedByPlace } from '../../spreadsheets/judge.ts'
import { workOnBatch } from './work-on-batch.ts'
import type { AskedRows, Findings, FromThread, Help, RowSet, ThreadSetting, ToThread } from './thread-talk.ts'

/** What the threads ask this side for. */
export interface BatchSource {
  part(number: number): Promise<Uint8Array>
  /** Marks of the corrected batch's rows behind this position; empty at its end. */
  former(after: number): Promise<Uint8Array>
  /** Asked for one set after the other, as they follow each other in the file. */
  help(rows: AskedRows): Promise<Help>
  /** Progress: so many bytes more were read. */
  read(bytes: number): void
}

/** A file in the hands of threads of its own (a short one: of this one), while this one goes on answering others. */
export interface BatchWorker {
  judge(): Promise<Findings>
  /** `take` commits one set of rows after the other. */
  store(
    order: { readonly after: number; readonly merged: MergedByPlace; readonly former: number | null },
    take: (set: RowSet) => Promise<void>,
  ): Promise<void>
  close(): Promise<unknown>
}

const THREAD = new URL(`./batch-thread${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)

/** Bytes; of a shorter file no set is long enough to hold anybody up for 50 ms. */
const WORTH_A_THREAD = 150_000
/** Bytes for each thread more: it reads the whole file for its share of the rows. */
const WORTH_ANOTHER = 1_500_000
const MOST_THREADS = Math.min(4, availableParallelism())

/** What fails on any side rejects the act that is under way. */
export function batchWorker(setting: ThreadSetting, source: BatchSource): BatchWorker {
  const sides: FarSide[] = []
  let settle: { resolve(value: unknown): void; reject(error: unknown): void } | null = null
  let failed: { readonly error: unknown } | null = null
  let take: (set: RowSet) => Promise<void> = () => Promise.resolve()
  let atWork = 0

  const fail = (error: unknown) => {
    failed ??= { error }
    settle?.reject(error)
  }
  const guarded = async (act: () => Promise<void>) => {
    try {
      if (!failed) await act()
    } catch (error) {
      fail(error)
    }
  }
  const helps = inTurn<{ readonly side: FarSide; readonly rows: AskedRows }>(({ side, rows }) =>
    guarded(async () => side.tell({ kind: 'help', help: await source.help(rows) })),
  )
  const commits = inTurn<{ readonly side: FarSide; readonly set: RowSet }>(({ side, set }) =>
    guarded(async () => {
      await take(set)
      side.tell({ kind: 'stored' })
    }),
  )

  const open = (): FarSide => {
    let questions = Promise.resolve()
    const answer = (question: () => Promise<ToThread>) => {
      questions = questions.then(() => guarded(async () => side.tell(await question())))
    }
    const hear = (message: FromThread) => {
      if (failed) return
      if (message.kind === 'read') source.read(message.bytes)
      else if (message.kind === 'found') settle?.resolve(message.findings)
      else if (message.kind === 'refused') {
        const { kind, code, message: text, facts } = message.refusal
        fail(new Refusal(kind as RefusalKind, code, text, facts))
      } else if (message.kind === 'part')
        answer(async () => ({ kind: 'part', bytes: await source.part(message.number) }))
      else if (message.kind === 'former')
        answer(async () => ({ kind: 'former', marks: await source.former(message.after) }))
      else if (message.kind === 'help') helps.put(message.number, { side, rows: message.rows })
      else if (message.kind === 'set') commits.put(message.number, { side, set: message.set })
      else if (--atWork === 0) void commits.idle().then(() => settle?.resolve(undefined))
    }
    const side = setting.size >= WORTH_A_THREAD ? inThread(setting, hear, fail) : here(setting, hear, fail)
    sides.push(side)
    return side
  }
  const first = open()

  const order = <T>(give: () => void) =>
    new Promise<T>((resolve, reject) => {
      if (failed) return reject(failed.error)
      settle = { resolve: (value) => resolve(value as T), reject }
      give()
    })
  return {
    judge: () => order<Findings>(() => first.tell({ kind: 'judge' })),
    store(from, commitSet) {
      take = commitSet
      // What it corrects is taken row by row, in order.
      const of =
        from.former === null
          ? Math.max(1, Math.min(MOST_THREADS, Math.floor(setting.size / WORTH_ANOTHER)))
          : 1
      while (sides.length < of) open()
      atWork = of
      return order(() => {
        for (const [place, side] of sides.entries())
          side.tell({ kind: 'store', ...from, share: { place, of } })
      })
    },
    close: () => Promise.all(sides.map((side) => side.close())),
  }
}

/** Acts on what comes from several sides strictly by number, from 0, one at a time. */
function inTurn<T>(act: (each: T) => Promise<void>) {
  const come = new Map<number, T>()
  let next = 0
  let acts = Promise.resolve()
  return {
    put(number: number, each: T): void {
      come.set(number, each)
      for (let due = come.get(next); due !== undefined; due = come.get(next)) {
        const taken = due
        come.delete(next++)
        acts = acts.then(() => act(taken))
      }
    },
    /** When all that has had its turn is done. */
    idle: () => acts,
  }
}

interface FarSide {
  tell(message: ToThread): void
  close(): Promise<unknown>
}

function inThread(
  setting: ThreadSetting,
  hear: (message: FromThread) => void,
  fail: (error: unknown) => void,
): FarSide {
  // Nearly all it makes is gone with its set: room for one set spares half of the collecting.
  const worker = startThread(THREAD, setting, { maxYoungGenerationSizeMb: 16 })
  worker.on('message', hear)
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('the thread that read a batch ended')))
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    tell: (message) => worker.postMessage(message),
    close: () => worker.terminate(),
  }
}

function here(
  setting: ThreadSetting,
  hear: (message: FromThread) => void,
  fail: (error: unknown) => void,
): FarSide {
  let isOpen = true
  // As between threads: nothing is heard while it is still being said.
  const take = workOnBatch(setting, (message) => setImmediate(() => isOpen && hear(message)), fail)
  return {
    tell: (message) => void setImmediate(() => isOpen && take(message)),
    close: () => Promise.resolve((isOpen = false)),
  }
}
