import { eq } from 'drizzle-orm'
import { leafHash } from '../../ledger/hash.ts'
import { proveInclusion } from '../../ledger/prove.ts'
import { ledgerEntries } from '../../ledger/schema.ts'
import type { Handle } from '../../platform/database.ts'
import type { FoundCertificate } from '../reading/find.ts'
import type { LedgerEvidence } from './ledger-evidence.ts'

/** What a certificate's file carries of the ledger: its entry, and the entry's place under the checkpoint, verified. */
export async function gatherEvidence(
  handle: Handle,
  found: FoundCertificate,
  checkpoint: string,
): Promise<LedgerEvidence> {
  const [entry] = await handle
    .select({ body: ledgerEntries.body })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.index, found.ledgerIndex))
  const body = entry?.body ?? new Uint8Array()
  const placed = { index: found.ledgerIndex, leaf: leafHash(body) }
  return {
    entry: body,
    salts: found.row.commitmentSalts,
    index: found.ledgerIndex,
    hashes: await proveInclusion(handle, placed, checkpoint),
    checkpoint,
  }
}
