import { startThread } from '../../platform/start-thread.ts'
import { Refusal, type RefusalKind } from '../../platform/refusal.ts'
import type { MergedByPlace } from '../../spreadsheets/judge.ts'
import { workOnBatch } from './work-on-batch.ts'
import type { Findings, FromThread, Help, RowSet, ThreadSetting, ToThread } from './thread-talk.ts'

/** What the thread asks this side for. */
export interface BatchSource {
  part(number: number): Promise<Uint8Array>
  /** Marks of the corrected batch's rows behind this position; empty at its end. */
  former(after: number): Promise<Uint8Array>
  help(documents: readonly string[], formers: readonly number[]): Promise<Help>
  /** Progress: so many bytes more were read. */
  read(bytes: number): void
}

/** A file in the hands of a thread of its own (a short one: of this one), while this one goes on answering others. */
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

/** What fails on either side rejects the act that is under way. */
export function batchWorker(setting: ThreadSetting, source: BatchSource): BatchWorker {
  let settle: { resolve(value: unknown): void; reject(error: unknown): void } | null = null
  let failed: { readonly error: unknown } | null = null
  let take: (set: RowSet) => Promise<void> = () => Promise.resolve()
  let questions = Promise.resolve()
  let commits = Promise.resolve()

  const fail = (error: unknown) => {
    failed ??= { error }
    settle?.reject(error)
  }
  const tell = (message: ToThread) => far.tell(message)
  const answer = async (question: FromThread): Promise<void> => {
    if (question.kind === 'part') {
      const bytes = await source.part(question.number)
      tell({ kind: 'part', bytes })
    } else if (question.kind === 'former')
      tell({ kind: 'former', marks: await source.former(question.after) })
    else if (question.kind === 'help')
      tell({ kind: 'help', help: await source.help(question.documents, question.formers) })
  }
  const commit = async (set: RowSet): Promise<void> => {
    await take(set)
    tell({ kind: 'stored' })
  }
  const hear = (message: FromThread) => {
    if (failed) return
    if (message.kind === 'read') source.read(message.bytes)
    else if (message.kind === 'found') settle?.resolve(message.findings)
    else if (message.kind === 'refused') {
      const { kind, code, message: text, facts } = message.refusal
      fail(new Refusal(kind as RefusalKind, code, text, facts))
    } else if (message.kind === 'end') commits = commits.then(() => settle?.resolve(undefined))
    else if (message.kind === 'set')
      commits = commits.then(() => (failed ? undefined : commit(message.set))).catch(fail)
    // Answered in the order in which they were asked.
    else questions = questions.then(() => (failed ? undefined : answer(message))).catch(fail)
  }
  const far = setting.size >= WORTH_A_THREAD ? inThread(setting, hear, fail) : here(setting, hear, fail)

  const order = <T>(message: ToThread) =>
    new Promise<T>((resolve, reject) => {
      if (failed) return reject(failed.error)
      settle = { resolve: (value) => resolve(value as T), reject }
      tell(message)
    })
  return {
    judge: () => order<Findings>({ kind: 'judge' }),
    store(from, commitSet) {
      take = commitSet
      return order({ kind: 'store', ...from })
    },
    close: () => far.close(),
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
  const worker = startThread(THREAD, setting, { maxYoungGenerationSizeMb: 64 })
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
