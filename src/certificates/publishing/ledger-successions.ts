import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { LedgerSuccession } from '../../credentials/ledger-succession.ts'
import { keyEvents } from '../../keylife/schema.ts'
import { openCheckpoint } from '../../ledger/checkpoint.ts'
import { leafHash } from '../../ledger/hash.ts'
import { ledgerKeys, type LedgerKey } from '../../ledger/ledger-keys.ts'
import { encodeTlogProof } from '../../ledger/proof.ts'
import { proveInclusion } from '../../ledger/prove.ts'
import { ledgerCheckpoints, ledgerEntries } from '../../ledger/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url, fromBase64url } from '../../signing/bytes.ts'
import { verifyEd25519 } from '../../signing/ed25519.ts'
import { noteKey } from '../../signing/note.ts'

/**
 * Each change of the ledger's key as the ledger tells it, for whoever trusts an older one: where the new key was named,
 * under the first checkpoint an older key signed after that. A change no older key lived to sign is not told.
 */
export async function ledgerSuccessions(ctx: Context, origin: string): Promise<readonly LedgerSuccession[]> {
  const { read } = ctx.database
  const keys = ledgerKeys(origin, ctx.keyring)
  // Most ledgers have had one key, and then there is nothing to look for.
  if (keys.length < 2) return []
  const told: LedgerSuccession[] = []
  const older: LedgerKey[] = []
  for (const { index, body, publicKey } of await namings(ctx)) {
    const { id } = noteKey(origin, fromBase64url(publicKey))
    const note = await firstSignedAfter(read, index, older)
    older.push(...keys.filter((key) => key.id === id))
    if (note === null) continue
    const hashes = await proveInclusion(read, { index, leaf: leafHash(body) }, note)
    told.push({ entry: base64url(body), proof: encodeTlogProof({ index, hashes, checkpoint: note }) })
  }
  return told
}

/** The entries that named ledger keys, oldest first. */
async function namings({ database: { read }, keyring: { history } }: Context) {
  const ofLedger = new Map(
    history.flatMap(({ purpose, kid, publicKey }) =>
      purpose === 'ledger' && publicKey ? [[kid, publicKey]] : [],
    ),
  )
  const found = await read
    .select({ kid: keyEvents.kid, index: ledgerEntries.index, body: ledgerEntries.body })
    .from(keyEvents)
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, keyEvents.sealedBy))
    .where(and(eq(keyEvents.event, 'added'), inArray(keyEvents.kid, [...ofLedger.keys()])))
    .orderBy(asc(ledgerEntries.index))
  return found.map(({ kid, ...entry }) => ({ ...entry, publicKey: ofLedger.get(kid) ?? '' }))
}

// The key that was in use signs the checkpoint right after: a change that waits longer was not a handing over.
const NEAR = 20

async function firstSignedAfter(
  handle: Handle,
  index: bigint,
  keys: readonly LedgerKey[],
): Promise<string | null> {
  const after = await handle
    .select({ note: ledgerCheckpoints.note })
    .from(ledgerCheckpoints)
    .where(gt(ledgerCheckpoints.size, index))
    .orderBy(asc(ledgerCheckpoints.size))
    .limit(NEAR)
  const signed = after.find(({ note }) => openCheckpoint(note, keys, verifyEd25519).kind === 'signed')
  return signed?.note ?? null
}
