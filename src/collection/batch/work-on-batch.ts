import { Refusal } from '../../platform/refusal.ts'
import type { ByteSource } from '../../spreadsheets/byte-source.ts'
import { openSpreadsheetFrom } from '../../spreadsheets/open-spreadsheet.ts'
import { findInFile, hashedSource } from './find-in-file.ts'
import { formerRows, type FormerRows } from './former-rows.ts'
import { MARKS_LENGTH } from './marks.ts'
import { streamSets } from './stream-sets.ts'
import { fileDiffers } from './refusals.ts'
import type { AskedRows, FromThread, RowSet, ThreadSetting, ToThread } from './thread-talk.ts'
import { partCount } from './upload.ts'

/** What comes in order, whoever asks first. */
function queue<T>() {
  const come: T[] = []
  const waiting: ((each: T) => void)[] = []
  return {
    put(each: T) {
      const asker = waiting.shift()
      if (asker) asker(each)
      else come.push(each)
    },
    take(): Promise<T> {
      const each = come.shift()
      return each === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(each)
    },
  }
}
type Order = Extract<ToThread, { kind: 'judge' | 'store' }>
type Say = (message: FromThread, moved?: ArrayBuffer[]) => void

const PIECE = 64 * 1024
/** Sets handed over and not committed yet; one more waits until there is room. */
const MOST_WAITING = 2

/**
 * Judges one file and, when told to, protects its rows set by set, all of them or a share; in a thread or beside its
 * caller. The answer takes what the other side says; what fails here and is no refusal goes to `fail`.
 */
export function workOnBatch(
  setting: ThreadSetting,
  say: Say,
  fail: (error: unknown) => void,
): (message: ToThread) => void {
  const orders = queue<Order>()
  // Of each kind, questions are answered in the order in which they were asked.
  const answers = { part: queue<ToThread>(), former: queue<ToThread>(), help: queue<ToThread>() }
  const room = places(MOST_WAITING)
  const ask: Ask = (question) => {
    say(question)
    return answers[question.kind].take() as never
  }
  const hand = async (number: number, set: RowSet): Promise<void> => {
    await room.take()
    say(
      { kind: 'set', number, set },
      [...set.persons, ...set.rows].map(({ buffer }) => buffer as ArrayBuffer),
    )
  }
  const run = async (): Promise<void> => {
    const source = hashedSource(partsOf(setting, ask, say))
    // Of bytes that are not the file's, nothing else is worth telling.
    const isFile = async () => (await source.digest()) === setting.digest
    const judged = async <T>(judge: () => Promise<T>): Promise<T> => {
      try {
        return await judge()
      } catch (error) {
        throw error instanceof Refusal && !(await isFile()) ? fileDiffers() : error
      }
    }
    const spreadsheet = await judged(() => openSpreadsheetFrom(source))
    for (;;) {
      const order = await orders.take()
      if (order.kind === 'judge') {
        const findings = await judged(() => findInFile(spreadsheet, source, setting))
        if (!(await isFile())) throw fileDiffers()
        say({ kind: 'found', findings })
      } else {
        const { after, merged, former, share } = order
        const formers = former === null ? null : await readFormers(former, ask)
        const help = async (number: number, rows: AskedRows) =>
          (await ask({ kind: 'help', number, rows })).help
        await streamSets(spreadsheet, setting, { after, merged, formers, share, hand, help })
        say({ kind: 'end' })
      }
    }
  }
  run().catch((error: unknown) => {
    if (!(error instanceof Refusal)) return fail(error)
    const { kind, code, message, facts } = error
    say({ kind: 'refused', refusal: { kind, code, message, facts } })
  })
  return (message) => {
    if (message.kind === 'stored') room.free()
    else if (message.kind === 'judge' || message.kind === 'store') orders.put(message)
    else answers[message.kind].put(message)
  }
}

type Question = Extract<FromThread, { kind: 'part' | 'former' | 'help' }>
type Ask = <Asked extends Question>(question: Asked) => Promise<Extract<ToThread, { kind: Asked['kind'] }>>

const partsOf = ({ size, partSize }: ThreadSetting, ask: Ask, say: Say): ByteSource => ({
  size,
  async *pieces() {
    for (let number = 0; number < partCount(size, partSize); number++) {
      const { bytes } = await ask({ kind: 'part', number })
      say({ kind: 'read', bytes: bytes.length })
      for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
    }
  },
})

async function readFormers(most: number, ask: Ask): Promise<FormerRows> {
  const formers = formerRows(most)
  for (let after = 0; ;) {
    const { marks } = await ask({ kind: 'former', after })
    if (marks.length === 0) return formers
    formers.add(marks)
    after += marks.length / MARKS_LENGTH
  }
}

/** So many at once; whoever comes next waits for one to be freed. */
function places(most: number) {
  let taken = 0
  const freed = queue<true>()
  return {
    async take(): Promise<void> {
      if (++taken > most) await freed.take()
    },
    free(): void {
      if (taken-- > most) freed.put(true)
    },
  }
}
