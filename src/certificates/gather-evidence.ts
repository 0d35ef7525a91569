import { eq } from 'drizzle-orm'
import { proveInclusion } from '../ledger/prove.ts'
import { ledgerEntries } from '../ledger/schema.ts'
import type { Handle } from '../platform/database.ts'
import type { FoundCertificate } from './find.ts'
import type { LedgerEvidence } from './ledger-evidence.ts'

/** What a certificate's file carries of the ledger: its entry, and the entry's place under the checkpoint of `size`. */
export async function gatherEvidence(
  handle: Handle,
  found: FoundCertificate,
  size: bigint,
  checkpoint: string,
): Promise<LedgerEvidence> {
  const [entry] = await handle
    .select({ body: ledgerEntries.body })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.index, found.ledgerIndex))
  return {
    entry: entry?.body ?? new Uint8Array(),
    salts: found.row.commitmentSalts,
    index: found.ledgerIndex,
    hashes: await proveInclusion(handle, found.ledgerIndex, size),
    checkpoint,
  }
}
