import { AsyncLocalStorage } from 'node:async_hooks'
import { inArray } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { Refusal } from '../platform/refusal.ts'
import { appendEntries } from './append.ts'
import type { CheckpointMemory } from './checkpoint-memory.ts'
import type { EntryDraft } from './entry.ts'
import { leafHash } from './hash.ts'
import { proveEntries, type PlacedEntry } from './prove.ts'
import { publishCheckpoint } from './publish.ts'
import { altered, busy } from './refusals.ts'
import { ledgerEntries } from './schema.ts'

/** What a caller takes home: where its entry stands, proven under a checkpoint that is already kept outside. */
export interface Receipt<Answer> {
  readonly index: bigint
  /** The entry's canonical bytes: with them and the proof anybody can check where it stands. */
  readonly entry: Uint8Array
  /** A `.tlog-proof`, checkpoint included. */
  readonly proof: string
  readonly checkpoint: string
  readonly answer: Answer
}

/** What a group's step has written: its entries, and for each item in order the entry it stands under, or why none. */
export interface Entered<Answer> {
  readonly drafts: readonly EntryDraft[]
  readonly items: readonly ({ readonly record: string; readonly answer: Answer } | Refusal)[]
}

/** Step: writes the rows of many callers' items at once and says what to log of them. */
export type Enter<Item, Answer> = (
  ctx: Context,
  tx: Transaction,
  items: readonly Item[],
) => Promise<Entered<Answer>>

export interface Submitting<Item, Answer> {
  /** Waits for commit and checkpoint. Refuses `ledger/busy` at once when too many wait already. */
  submit(item: Item): Promise<Receipt<Answer>>
  /** How many wait. */
  waiting(): number
}

// The group works for nobody in particular: it must not run inside whatever its first caller runs in.
const outside = AsyncLocalStorage.snapshot()

const MOST_TOGETHER = 1_000
const MOST_WAITING = 4_096

interface Caller<Item, Answer> {
  readonly item: Item
  resolve(receipt: Receipt<Answer>): void
  reject(error: unknown): void
}

/**
 * Group commit: whoever waits when the last group is done makes the next one, in one transaction and under one
 * checkpoint. No timer: a lone caller goes at once. A group that fails fails for each of its callers, who may ask
 * again; when the commit itself was in doubt, their entries may stand, so `enter` must know an item it has entered.
 * An item that `enter` answers with a refusal is refused alone.
 */
export function submitting<Item, Answer>(
  ctx: Context,
  memory: CheckpointMemory,
  enter: Enter<Item, Answer>,
): Submitting<Item, Answer> {
  const queue: Caller<Item, Answer>[] = []
  let isWorking = false

  const work = async (): Promise<void> => {
    while (queue.length > 0) {
      // Let everybody who was just answered, and everything that has arrived meanwhile, come to the queue first.
      await new Promise((resolve) => setImmediate(resolve))
      const callers = queue.splice(0, MOST_TOGETHER)
      try {
        const items = callers.map(({ item }) => item)
        const answers = await enterTogether(ctx, memory, enter, items)
        for (const [i, { resolve, reject }] of callers.entries()) {
          const answer = answers[i] as Receipt<Answer> | Refusal
          if (answer instanceof Refusal) reject(answer)
          else resolve(answer)
        }
      } catch (error) {
        for (const { reject } of callers) reject(error)
      }
    }
    isWorking = false
  }

  return {
    submit(item) {
      if (queue.length >= MOST_WAITING) return Promise.reject(busy(MOST_WAITING))
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject })
        if (isWorking) return
        isWorking = true
        void outside(work)
      })
    },
    waiting: () => queue.length,
  }
}

async function enterTogether<Item, Answer>(
  ctx: Context,
  memory: CheckpointMemory,
  enter: Enter<Item, Answer>,
  items: readonly Item[],
): Promise<readonly (Receipt<Answer> | Refusal)[]> {
  const entered = await ctx.database.transaction(async (tx) => {
    const group = await enter(ctx, tx, items)
    const appended = await appendEntries(tx, group.drafts)
    const places = new Map<string, Place>()
    for (const [i, { index, body, leaf }] of appended.entries())
      places.set((group.drafts[i] as EntryDraft).record, { index, entry: body, leaf })
    const records = group.items.flatMap((item) => (item instanceof Refusal ? [] : [item.record]))
    const others = records.filter((record) => !places.has(record))
    for (const { record, index, entry } of await entriesNamed(tx, others))
      places.set(record, { index, entry, leaf: leafHash(entry) })
    return group.items.map((item) =>
      item instanceof Refusal ? item : { place: placeOf(places, item.record), answer: item.answer },
    )
  })
  const published = await publishCheckpoint(ctx, memory)
  const placed = entered.flatMap((each) => (each instanceof Refusal ? [] : [each.place]))
  const proofs = (await proveEntries(ctx.database.read, placed, published)).values()
  return entered.map((each) => {
    if (each instanceof Refusal) return each
    const { index, entry } = each.place
    const proof = String(proofs.next().value)
    return { index, entry, proof, checkpoint: published.note, answer: each.answer }
  })
}

interface Place extends PlacedEntry {
  readonly entry: Uint8Array
}

function placeOf(places: ReadonlyMap<string, Place>, record: string): Place {
  const place = places.get(record)
  // A row of ours names an entry that is not there: somebody has been at the tables.
  if (!place) throw altered(null)
  return place
}

async function entriesNamed(tx: Transaction, records: readonly string[]) {
  if (records.length === 0) return []
  return tx
    .select({ record: ledgerEntries.record, index: ledgerEntries.index, entry: ledgerEntries.body })
    .from(ledgerEntries)
    .where(inArray(ledgerEntries.record, [...new Set(records)]))
}
