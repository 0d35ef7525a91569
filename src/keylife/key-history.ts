import { asc } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import { canonicalJson, type JsonValue } from '../signing/canonical-json.ts'
import type { KeyRecord } from '../signing/keyring.ts'
import { keyEvents } from './schema.ts'

/** What the ledger vouches for of every key, the newest word on each; empty before any was logged. */
export async function loggedKeys(handle: Handle): Promise<ReadonlyMap<string, KeyRecord>> {
  const events = await handle
    .select({ kid: keyEvents.kid, record: keyEvents.record })
    .from(keyEvents)
    .orderBy(asc(keyEvents.position))
  return new Map(events.map(({ kid, record }) => [kid, record]))
}

/** The first key of which a public record says other than the ledger; null when the two agree. */
export function differingKey(
  history: readonly KeyRecord[],
  logged: ReadonlyMap<string, KeyRecord>,
): string | null {
  const known = new Map(history.map((record) => [record.kid, record]))
  for (const [kid, record] of known) {
    const entry = logged.get(kid)
    if (!entry || text(entry) !== text(record)) return kid
  }
  return [...logged.keys()].find((kid) => !known.has(kid)) ?? null
}

const text = (record: KeyRecord): string => canonicalJson(record as unknown as JsonValue)
