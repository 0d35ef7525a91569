// Bundled into pages: no node modules here.
import { isDay, type Day } from '../calendar/day.ts'
import type { LedgerKey } from '../ledger/ledger-keys.ts'
import { isObject } from '../signing/jws.ts'
import { encodeVkey, parseVkey } from '../signing/note.ts'
import { badTrustBundle } from './refusals.ts'

/** A ledger key of the past, as a bundle names it. */
export interface PastLedgerKey {
  readonly vkey: string
  /** The last day it could sign: it vouches for no entry made after. */
  readonly until: Day
  /** Of a compromised key: the largest size whose checkpoint it made while it was the ledger's. */
  readonly most?: number
}

interface NamedLedger {
  readonly vkey: string
  readonly past?: readonly PastLedgerKey[]
}

/** How a bundle names the ledger's keys; the one in use first. */
export const namedKeys = ([current, ...past]: readonly LedgerKey[]): NamedLedger => ({
  vkey: current ? encodeVkey(current) : '',
  ...(past.length === 0 ? {} : { past: past.flatMap(named) }),
})

const named = (key: LedgerKey): readonly PastLedgerKey[] =>
  key.until === null
    ? []
    : [{ vkey: encodeVkey(key), until: key.until, ...(key.most === null ? {} : { most: Number(key.most) }) }]

/** The keys a proof may be signed by; those past with what they may still vouch for (`couldSign`). */
export function ledgerKeysOf({ vkey, past = [] }: NamedLedger): readonly LedgerKey[] {
  const current = parseVkey(vkey)
  const old = past.flatMap(({ vkey, until, most }) => {
    const key = parseVkey(vkey)
    return key ? [{ ...key, until, most: most === undefined ? null : BigInt(most) }] : []
  })
  return [...(current ? [{ ...current, until: null, most: null }] : []), ...old]
}

/** Refuses a bundle whose past keys are not such. */
export function pastKeysOf(past: unknown): readonly PastLedgerKey[] {
  if (!Array.isArray(past)) throw badTrustBundle('ledger.past 不是列表')
  return past.map((key: unknown) => {
    if (!isObject(key)) throw badTrustBundle('ledger.past 中有不是密钥的内容')
    const { vkey, until, most } = key
    const isKey = typeof vkey === 'string' && parseVkey(vkey) !== null
    if (!isKey || typeof until !== 'string' || !isDay(until)) throw badTrustBundle('ledger.past 中的密钥有误')
    if (most === undefined) return { vkey, until }
    if (!Number.isSafeInteger(most) || (most as number) < 0) throw badTrustBundle('ledger.past 中的界限有误')
    return { vkey, until, most: most as number }
  })
}
