import { and, asc, desc, eq, lte } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { equalBytes, base64url, fromUtf8 } from '../../signing/bytes.ts'
import { treeRoot } from '../../ledger/merkle.ts'
import { leafHash } from '../../ledger/hash.ts'
import { proveEntry } from '../../ledger/prove.ts'
import { ledgerEntries } from '../../ledger/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import type { AbsenceProof, ProvenLeaf } from './absence.ts'
import { noSnapshot, snapshotAltered } from './refusals.ts'
import { integritySnapshotParts, integritySnapshots } from './schema.ts'
import { leafOf, leavesIn, PART_LEAVES, pathIn } from './tree.ts'
import { blind, blindingKey, proveBlind } from './vrf.ts'

export type AbsenceAnswer =
  { readonly kind: 'absent'; readonly proof: AbsenceProof } | { readonly kind: 'listed' }

/**
 * Step: was this subject (subject.ts) listed on that day, and if not, the proof of it. Listed or not, the same is read
 * and hashed. Who asks must be allowed to: a person of themselves, an office at work on them. Refuses
 * `integrity/no-snapshot`, `integrity/snapshot-altered`, `ledger/not-published`.
 */
export async function proveAbsence(
  ctx: Context,
  handle: Handle,
  { subject, day }: { readonly subject: string; readonly day: Day },
): Promise<AbsenceAnswer> {
  const [snapshot] = await handle.select().from(integritySnapshots).where(eq(integritySnapshots.day, day))
  const key = blindingKey(ctx.keyring.fields.blindingSeed())
  if (!snapshot || !equalBytes(key.publicKey, snapshot.blindingKey)) throw noSnapshot(day)
  const own = leafOf(blind(key, subject), day)
  const roots = await handle
    .select({ root: integritySnapshotParts.root })
    .from(integritySnapshotParts)
    .where(eq(integritySnapshotParts.day, day))
    .orderBy(asc(integritySnapshotParts.part))
  if (roots.length === 0) throw noSnapshot(day)
  const [from] = await handle
    .select()
    .from(integritySnapshotParts)
    .where(and(eq(integritySnapshotParts.day, day), lte(integritySnapshotParts.first, own)))
    .orderBy(desc(integritySnapshotParts.part))
    .limit(1)
  if (!from) throw snapshotAltered(day)
  const [next] = await handle
    .select()
    .from(integritySnapshotParts)
    .where(and(eq(integritySnapshotParts.day, day), eq(integritySnapshotParts.part, from.part + 1)))
  const all = roots.map(({ root }) => root)
  const read = [from, ...(next ? [next] : [])].map(({ part, leaves }) => ({ number: part, leaves }))
  const isGenuine =
    equalBytes(treeRoot(all), snapshot.root) &&
    read.every(({ number, leaves }) =>
      equalBytes(treeRoot(leavesIn(leaves).map(leafHash)), all[number] ?? new Uint8Array()),
    )
  if (!isGenuine) throw snapshotAltered(day)

  const leaves = read.flatMap((part) => leavesIn(part.leaves))
  const after = leaves.findIndex((leaf) => Buffer.compare(leaf, own) > 0)
  const proven = (index: number): ProvenLeaf => {
    const part = read[Math.floor(index / PART_LEAVES)]
    const leaf = leaves[index]
    if (!part || !leaf) throw snapshotAltered(day)
    return { leaf: base64url(leaf), path: pathIn(part, index % PART_LEAVES, all).map(base64url) }
  }
  const [left, right] = [proven(after - 1), proven(after)]
  const [entry] = await handle
    .select({ index: ledgerEntries.index, body: ledgerEntries.body })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.record, snapshot.sealedBy))
  if (!entry) throw snapshotAltered(day)
  const proof: AbsenceProof = {
    v: 1,
    kind: 'integrity-absence',
    day,
    blinding: base64url(proveBlind(key, subject)),
    place: from.part * PART_LEAVES + after - 1,
    left,
    right,
    entry: fromUtf8(entry.body),
    proof: await proveEntry(handle, entry.index),
  }
  return equalBytes(leaves[after - 1] ?? new Uint8Array(), own)
    ? { kind: 'listed' }
    : { kind: 'absent', proof }
}
