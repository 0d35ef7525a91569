import { count, eq } from 'drizzle-orm'
import { entryRecord, type EntryDraft } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { keyEvents, sealedKeyEvents, type KeyEvent } from './schema.ts'

/** Step: writes down what became of a key; the caller appends the entry, last. */
export async function logKeyEvent(
  ctx: Context,
  tx: Transaction,
  event: KeyEvent,
  key: KeyRecord,
): Promise<EntryDraft> {
  const [before] = await tx.select({ n: count() }).from(keyEvents).where(eq(keyEvents.kid, key.kid))
  const record = entryRecord(ctx.random(16))
  const { rows, sealRoot } = sealRows(
    sealedKeyEvents,
    record,
    [
      {
        id: base64url(ctx.random(16)),
        kid: key.kid,
        position: (before?.n ?? 0) + 1,
        event,
        record: key,
        happenedOn: ctx.today(),
        by: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(keyEvents).values([...rows])
  return {
    type: `key.${event}`,
    record,
    day: ctx.today(),
    seals: { key_events: sealRoot },
    facts: factsOf(event, key),
  }
}

/** What anybody may read for ever: never a private half, and of symmetric keys only that there is one. */
function factsOf(event: KeyEvent, key: KeyRecord): Record<string, string | number> {
  const { kid, purpose, algorithm, from, until } = key
  const facts = { kid, purpose, algorithm }
  if (event === 'retired') return { ...facts, until }
  if (event === 'compromised') return { ...facts, index: key.cutOff ?? 0 }
  return { ...facts, from, until, ...(key.publicKey === undefined ? {} : { publicKey: key.publicKey }) }
}
